using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Meetings;

/// <summary>Calls an item of the agenda: it is under discussion now.</summary>
public sealed record CallItem(ItemRef Item) : IRequest<Reply<Done>>, IChange;

public sealed class CallItemValidator : AbstractValidator<CallItem>
{
    public CallItemValidator() => RuleFor(r => r.Item.Item).InclusiveBetween(0, 10_000);
}

public sealed class CallItemHandler(Work work, Screens screens) : IRequestHandler<CallItem, Reply<Done>>
{
    public Task<Reply<Done>> Handle(CallItem request, CancellationToken cancellationToken)
    {
        work.AfterCommit(screens.AgendaChanged);
        return Task.FromResult(work.Decide(new Command.CallItem(request.Item.Item)).ToDone());
    }
}
