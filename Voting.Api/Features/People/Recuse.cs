using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Features.People;

/// <summary>A member takes no part in a paper (回避), or does again.</summary>
public sealed record Recuse(RecuseRequest Recusal) : IRequest<Reply<Done>>, IChange;

public sealed class RecuseValidator : AbstractValidator<Recuse>
{
    public RecuseValidator()
    {
        RuleFor(r => r.Recusal.Paper).Id();
        RuleFor(r => r.Recusal.Member).Id();
        RuleFor(r => r.Recusal.Reason!).Reason().When(r => r.Recusal.Reason is not null);
    }
}

public sealed class RecuseHandler(Work work, Screens screens) : IRequestHandler<Recuse, Reply<Done>>
{
    public Task<Reply<Done>> Handle(Recuse request, CancellationToken cancellationToken)
    {
        var (paper, member, reason) = request.Recusal;
        var reply = work.Decide(new Command.Recuse(paper, member, reason));
        if (reply.Value is not { } state) return Task.FromResult<Reply<Done>>(reply.Refusal!);
        work.AfterCommit(screens.AgendaChanged);
        // What is needed of those present has changed with it.
        if (state.Rounds.LastOrDefault(r => r.PaperId == paper && r.State is RoundState.Ready) is { } ready) work.AfterCommit(() => screens.RoundChanged(ready.Id));
        return Task.FromResult<Reply<Done>>(Done.It);
    }
}
