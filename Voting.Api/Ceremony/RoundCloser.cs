using Voting.Api.Accounts;
using Voting.Api.Casting;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Api.Telemetry;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Ceremony;

/// <summary>The close of an open round, whoever asks for it: the presiding officer, or the time. The box's commit is the close; the main database follows.</summary>
public sealed class RoundCloser(BallotBoxes boxes, CountingCeremony counting, Screens screens, Probe probe, Sessions sessions, Instruments instruments)
{
    /// <summary>Closes; the refusal where the round could not follow its box.</summary>
    public async Task<Refusal?> Close(Work work, Round round)
    {
        // A box that could not be started when its round opened is started now; an open round can always be closed.
        var box = round.HasDevices ? boxes.Start(round) : null;
        var close = box is not null ? await box.Close(sessions.IsHere, work.Transaction) : WithoutDevices(work.Load(), round);
        probe.Reached("BoxClosed");
        var reply = Follow(work, round, close);
        if (reply.Value is not { } state) return reply.Refusal;
        work.AfterCommit(async () =>
        {
            probe.Reached(nameof(CeremonyStep.Closed));
            counting.Begin(round.Id);
            box?.Measured.Tell();
            if (box is not null) instruments.BoxClosed(close.Numbers.Voted);
            if (round.HasDevices) await screens.FinalTurnout(state.Find(round.PaperId, round.Number)!);
            await screens.RoundChanged(round.Id);
        });
        return null;
    }

    /// <summary>The round in the main database follows what its box closed with.</summary>
    public static Reply<MeetingState> Follow(Work work, Round round, CloseRow close)
    {
        var reply = work.Decide(new Command.Close(round.PaperId, round.Number, close.Roll, close.Numbers, close.Silence));
        if (reply.IsDone) RoundStore.SetStep(work.Connection, work.Transaction, round.Id, CeremonyStep.Closed);
        return reply;
    }

    /// <summary>Where nobody asked who could be told the refusal.</summary>
    public static InvalidOperationException NotFollowed(Refusal refusal) => new($"A closed box could not close its round: {refusal.Code}");

    private static CloseRow WithoutDevices(MeetingState state, Round round) =>
        new(state.Roll.Counts(), Conduct.NumbersWithoutDevices(state, round));
}
