using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Meetings;

/// <summary>Takes the items of the agenda in another order; the printed numbers stay.</summary>
public sealed record Reorder(ReorderRequest Order) : IRequest<Reply<Done>>, IChange;

public sealed class ReorderValidator : AbstractValidator<Reorder>
{
    public ReorderValidator() => RuleFor(r => r.Order.Items).NotNull().Must(items => items is { Count: <= 10_000 });
}

public sealed class ReorderHandler(Work work, Screens screens) : IRequestHandler<Reorder, Reply<Done>>
{
    public Task<Reply<Done>> Handle(Reorder request, CancellationToken cancellationToken)
    {
        work.AfterCommit(screens.AgendaChanged);
        return Task.FromResult(work.Decide(new Command.Reorder(request.Order.Items)).ToDone());
    }
}
