using FluentValidation;
using MediatR;
using Voting.Api.Casting;
using Voting.Api.Ceremony;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Features;

/// <summary>
/// Closes the open round. The box's commit is the close; the main database follows, and start-up makes it follow after a crash.
/// Closing a closed round again takes up a counting that had stopped.
/// </summary>
public sealed record CloseRound(RoundRef Round) : IRequest<Reply<Done>>, IChange;

public sealed class CloseRoundValidator : AbstractValidator<CloseRound>
{
    public CloseRoundValidator() => RuleFor(r => r.Round).SetValidator(new RoundRefBounds());
}

public sealed class CloseRoundHandler(Work work, BallotBoxes boxes, Closing closing, Screens screens, Probe probe) : IRequestHandler<CloseRound, Reply<Done>>
{
    public async Task<Reply<Done>> Handle(CloseRound request, CancellationToken cancellationToken)
    {
        var (paperId, number) = request.Round;
        var before = work.Load();
        var round = before.Find(paperId, number);
        if (round is null) return new Refusal(Refusals.UnknownRound);
        if (round.State is RoundState.Closed)
        {
            closing.Begin(round.Id);
            return Done.It;
        }

        if (round.State is not RoundState.Open) return new Refusal(Refusals.WrongState, round.State.ToString());

        // A box that could not be started when its round opened is started now; an open round can always be closed.
        var close = round.HasDevices ? await boxes.Start(round).Close()
            : new BoxFile.CloseRow(before.Roll.Counts(), Conduct.NumbersWithoutDevices(before, round));
        probe.Reached("BoxClosed");
        var reply = work.Decide(new Command.Close(paperId, number, close.Roll, close.Numbers));
        if (reply.Value is not { } state) return reply.Refusal!;
        RoundStore.SetStep(work.Connection, work.Transaction, round.Id, CeremonyStep.Closed);
        work.AfterCommit(async () =>
        {
            probe.Reached(nameof(CeremonyStep.Closed));
            closing.Begin(round.Id);
            if (round.HasDevices) await screens.FinalTurnout(state.Find(paperId, number)!);
            await screens.RoundChanged(round.Id);
        });
        return Done.It;
    }
}
