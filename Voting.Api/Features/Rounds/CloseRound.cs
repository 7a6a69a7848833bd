using FluentValidation;
using MediatR;
using Voting.Api.Ceremony;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;

namespace Voting.Api.Features.Rounds;

/// <summary>
/// Closes the open round; start-up makes the main database follow its box after a crash.
/// Closing a closed round again takes up a counting that had stopped.
/// </summary>
public sealed record CloseRound(RoundRef Round) : IRequest<Reply<Done>>, IChange;

public sealed class CloseRoundValidator : AbstractValidator<CloseRound>
{
    public CloseRoundValidator() => RuleFor(r => r.Round).SetValidator(new RoundRefBounds());
}

public sealed class CloseRoundHandler(Work work, RoundCloser closer, CountingCeremony counting) : IRequestHandler<CloseRound, Reply<Done>>
{
    public async Task<Reply<Done>> Handle(CloseRound request, CancellationToken cancellationToken)
    {
        var round = work.Load().Find(request.Round.Paper, request.Round.Round);
        if (round is null) return new Refusal(Refusals.UnknownRound);
        if (round.State is RoundState.Closed)
        {
            // The server that counts may be another: it takes up a round without a fault.
            RoundStore.ClearFault(work.Connection, work.Transaction, round.Id);
            work.AfterCommit(() =>
            {
                counting.Begin(round.Id);
                return Task.CompletedTask;
            });
            return Done.It;
        }

        if (round.State is not RoundState.Open) return new Refusal(Refusals.WrongState, round.State.ToString());
        return await closer.Close(work, round) is { } refusal ? refusal : Done.It;
    }
}
