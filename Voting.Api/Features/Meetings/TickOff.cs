using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Meetings;

/// <summary>An item of the agenda is finished.</summary>
public sealed record TickOff(ItemRef Item) : IRequest<Reply<Done>>, IChange;

public sealed class TickOffValidator : AbstractValidator<TickOff>
{
    public TickOffValidator() => RuleFor(r => r.Item.Item).InclusiveBetween(0, 10_000);
}

public sealed class TickOffHandler(Work work, Screens screens) : IRequestHandler<TickOff, Reply<Done>>
{
    public Task<Reply<Done>> Handle(TickOff request, CancellationToken cancellationToken)
    {
        work.AfterCommit(screens.AgendaChanged);
        return Task.FromResult(work.Decide(new Command.TickOff(request.Item.Item)).ToDone());
    }
}
