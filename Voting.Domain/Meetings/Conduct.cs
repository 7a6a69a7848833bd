using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Tallies;

namespace Voting.Domain.Meetings;

/// <summary>Where a meeting stands.</summary>
public enum MeetingPhase
{
    /// <summary>Members check in (签到).</summary>
    CheckIn,
    /// <summary>Declared open; rounds are held.</summary>
    InSession,
    /// <summary>Declared closed; the record is complete.</summary>
    Closed,
}

/// <summary>Everything a decision about the meeting rests on. A value.</summary>
/// <param name="Meeting">As imported.</param>
/// <param name="Rehearsal">Whether members are simulated (演练).</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Roll">Who is here.</param>
/// <param name="Rounds">In the order they were made ready.</param>
public sealed record MeetingState(Meeting Meeting, bool Rehearsal, MeetingPhase Phase, AttendanceRoll Roll, IReadOnlyList<Round> Rounds)
{
    /// <summary>The round of a paper by its number, or null.</summary>
    public Round? Find(string paperId, int number) => Rounds.FirstOrDefault(r => r.PaperId == paperId && r.Number == number);

    /// <summary>The state with one round replaced, or added.</summary>
    public MeetingState With(Round round) => this with
    {
        Rounds = Rounds.Any(r => r.Id == round.Id) ? [.. Rounds.Select(r => r.Id == round.Id ? round : r)] : [.. Rounds, round],
    };
}

/// <summary>What may be asked of a meeting, casting apart.</summary>
public abstract record Command
{
    private Command() { }

    /// <summary>A member checks in, or returns.</summary>
    public sealed record CheckIn(string MemberId) : Command;
    /// <summary>A member leaves the room, or is on leave.</summary>
    public sealed record Leave(string MemberId) : Command;
    /// <summary>The presiding officer declares the meeting open.</summary>
    public sealed record OpenMeeting : Command;
    /// <summary>Freezes the questions of a paper that are due. With <c>Again</c>, where nothing is due, all its rounds are superseded and it is voted whole.</summary>
    public sealed record Prepare(string PaperId, string RoundId, string? Again = null) : Command;
    /// <summary>Opens a round that is ready.</summary>
    public sealed record Open(string PaperId, int Number, JsonObject? Key) : Command;
    /// <summary>The box was closed: its commit is the close; the rest follows.</summary>
    public sealed record Close(string PaperId, int Number, RollCounts Roll, RoundNumbers Numbers) : Command;
    /// <summary>Two engines agreed on the result.</summary>
    public sealed record Tally(string PaperId, int Number, RoundResult Result) : Command;
    /// <summary>The presiding officer announces the result.</summary>
    public sealed record Announce(string PaperId, int Number) : Command;
    /// <summary>Nothing of a round that is not tallied will ever be counted.</summary>
    public sealed record VoidRound(string PaperId, int Number, string Reason) : Command;
    /// <summary>The clerk confirms a round, then a scrutineer.</summary>
    public sealed record Certify(string PaperId, int Number, string By, bool Scrutineer, Evidence Evidence) : Command;
    /// <summary>The presiding officer declares the meeting closed.</summary>
    public sealed record CloseMeeting : Command;
}

/// <summary>What a command leads to.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Facts">What the record keeps of it.</param>
public sealed record Decided(MeetingState State, IReadOnlyList<Fact> Facts);

/// <summary>The one decision about the course of a meeting: a state and a command give a state, or a refusal.</summary>
public static class Conduct
{
    /// <summary>Decides.</summary>
    /// <param name="state">The state as it stands in the transaction that will keep the new one.</param>
    /// <param name="command">What is asked.</param>
    public static Reply<Decided> Decide(MeetingState state, Command command) => (state.Phase, command) switch
    {
        (MeetingPhase.Closed, not Command.Certify) => new Refusal(Refusals.MeetingClosed),
        (_, Command.CheckIn c) => Move(state, c.MemberId, Attendance.Present, "member-checked-in"),
        (_, Command.Leave c) => Move(state, c.MemberId, Attendance.Leave, "member-left"),
        (MeetingPhase.CheckIn, Command.OpenMeeting) => OpenMeeting(state),
        (_, Command.OpenMeeting) => new Refusal(Refusals.WrongState),
        (MeetingPhase.CheckIn, _) => new Refusal(Refusals.NotInSession),
        (_, Command.Prepare c) => Prepare(state, c),
        (_, Command.Open c) => OnRound(state, c.PaperId, c.Number, r => Open(state, r, c.Key)),
        (_, Command.Close c) => OnRound(state, c.PaperId, c.Number, r => Close(state, r, c)),
        (_, Command.Tally c) => OnRound(state, c.PaperId, c.Number, r => Tally(state, r, c.Result)),
        (_, Command.Announce c) => OnRound(state, c.PaperId, c.Number, r => Announce(state, r)),
        (_, Command.VoidRound c) => OnRound(state, c.PaperId, c.Number, r => VoidRound(state, r, c.Reason)),
        (_, Command.Certify c) => OnRound(state, c.PaperId, c.Number, r => Certify(state, r, c)),
        (_, Command.CloseMeeting) => CloseMeeting(state),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    private static Reply<Decided> OnRound(MeetingState state, string paperId, int number, Func<Round, Reply<Decided>> decide) =>
        state.Find(paperId, number) is { } round ? decide(round) : new Refusal(Refusals.UnknownRound);

    private static Reply<Decided> Move(MeetingState state, string memberId, Attendance to, string type) => state.Roll.Of(memberId) switch
    {
        null => new Refusal(Refusals.UnknownMember, memberId),
        var now when now == to => new Decided(state, []),
        _ => new Decided(state with { Roll = state.Roll.With(memberId, to) }, [new Fact(type, new JsonObject { ["member"] = memberId })]),
    };

    private static Reply<Decided> OpenMeeting(MeetingState state)
    {
        var roll = state.Roll.Counts();
        if (!Quorum.IsMet(state.Meeting.Body, roll.Present)) return NoQuorum(state, roll);
        return new Decided(state with { Phase = MeetingPhase.InSession }, [new Fact("meeting-opened", new JsonObject { ["roll"] = RecordText.Roll(roll) })]);
    }

    private static Reply<Decided> CloseMeeting(MeetingState state) =>
        state.Rounds.Any(IsUnfinished)
            ? new Refusal(Refusals.RoundStillOpen)
            : new Decided(state with { Phase = MeetingPhase.Closed }, [new Fact("meeting-closed", [])]);

    // A result is announced before anything follows from it: a runoff names the tied, a round voted again shows its counts, and
    // in a closed meeting nothing is announced any more.
    private static bool IsUnfinished(Round round) => round.State is RoundState.Ready or RoundState.Open or RoundState.Closed or RoundState.Tallied;

    private static Reply<Decided> Prepare(MeetingState state, Command.Prepare command)
    {
        if (state.Meeting.Paper(command.PaperId) is not { } paper) return new Refusal(Refusals.UnknownPaper, command.PaperId);
        var rounds = state.Rounds.Where(r => r.PaperId == paper.Id).ToList();
        if (rounds.Any(IsUnfinished)) return new Refusal(Refusals.RoundStillOpen);

        var facts = new List<Fact>();
        var due = DueRound.Of(paper, [.. rounds.Where(r => r.Stands)]);
        if (due.Count == 0)
        {
            if (command.Again is null) return new Refusal(Refusals.NothingDue, paper.Id);
            foreach (var round in rounds.Where(r => r.Stands))
            {
                state = state.With(round with { State = RoundState.Superseded, Reason = command.Again });
                facts.Add(Fact.OfRound("round-superseded", paper.Id, round.Number).With("reason", command.Again));
            }

            due = DueRound.Of(paper, []);
        }

        var next = new Round(command.RoundId, paper.Id, rounds.Count + 1, RoundState.Ready, due);
        facts.Add(Fact.OfRound("round-ready", paper.Id, next.Number)
            .With("questions", new JsonArray([.. due.Select(q => new JsonObject
            {
                ["id"] = q.Question.Id,
                ["stage"] = q.Stage.ToString().ToLowerInvariant(),
                ["options"] = new JsonArray([.. q.Candidates.Select(c => (JsonNode)c.Id)]),
            })])));
        return new Decided(state.With(next), facts);
    }

    private static Reply<Decided> Open(MeetingState state, Round round, JsonObject? key)
    {
        if (round.State is not RoundState.Ready) return new Refusal(Refusals.WrongState, round.State.ToString());
        if (state.Rounds.Any(r => r.State is RoundState.Open)) return new Refusal(Refusals.AnotherRoundOpen);
        var roll = state.Roll.Counts();
        if (!Quorum.IsMet(state.Meeting.Body, roll.Present)) return NoQuorum(state, roll);
        var waits = state.Meeting.Paper(round.PaperId)!.LateArrivals is LateArrivals.NextRound;
        var opened = round with
        {
            State = RoundState.Open,
            RollAtOpen = roll,
            PresentAtOpen = waits ? state.Roll.All.Where(m => m.Value is Attendance.Present).Select(m => m.Key).ToHashSet() : null,
        };
        var fact = Fact.OfRound("round-opened", round.PaperId, round.Number).With("roll", RecordText.Roll(roll));
        return new Decided(state.With(opened), [key is null ? fact : fact.With("key", key.DeepClone())]);
    }

    private static Reply<Decided> Close(MeetingState state, Round round, Command.Close command)
    {
        if (round.State is not RoundState.Open) return new Refusal(Refusals.WrongState, round.State.ToString());
        var closed = round with { State = RoundState.Closed, RollAtClose = command.Roll, Numbers = command.Numbers };
        return new Decided(state.With(closed), [Fact.OfRound("round-closed", round.PaperId, round.Number).With("roll", RecordText.Roll(command.Roll))
            .With("present", command.Numbers.Present).With("voted", command.Numbers.Voted)]);
    }

    private static Reply<Decided> Tally(MeetingState state, Round round, RoundResult result)
    {
        if (round.State is not RoundState.Closed) return new Refusal(Refusals.WrongState, round.State.ToString());
        var fact = Fact.OfRound("round-tallied", round.PaperId, round.Number).With("unreadable", result.Unreadable)
            .With("questions", RecordText.Counts(round.Questions, result));
        return new Decided(state.With(round with { State = RoundState.Tallied, Result = result }), [fact]);
    }

    private static Reply<Decided> Announce(MeetingState state, Round round) => round.State is RoundState.Tallied
        ? new Decided(state.With(round with { State = RoundState.Announced }), [Fact.OfRound("round-announced", round.PaperId, round.Number)])
        : new Refusal(Refusals.WrongState, round.State.ToString());

    private static Reply<Decided> VoidRound(MeetingState state, Round round, string reason) =>
        round.State is RoundState.Ready or RoundState.Open or RoundState.Closed
            ? new Decided(state.With(round with { State = RoundState.Void, Reason = reason }),
                [Fact.OfRound("round-voided", round.PaperId, round.Number).With("reason", reason)])
            : new Refusal(Refusals.WrongState, round.State.ToString());

    private static Reply<Decided> Certify(MeetingState state, Round round, Command.Certify command)
    {
        if (round.State is not RoundState.Announced) return new Refusal(Refusals.WrongState, round.State.ToString());
        if (Reconciliation.Of(state.Meeting, round, command.Evidence).FirstOrDefault() is { } wrong) return new Refusal(Refusals.DoesNotReconcile, wrong);
        if (!command.Scrutineer)
        {
            return round.ConfirmedBy is not null
                ? new Decided(state, [])
                : new Decided(state.With(round with { ConfirmedBy = command.By }), [Fact.OfRound("round-confirmed", round.PaperId, round.Number)]);
        }

        // 签署确认 takes two people: the clerk first, then a scrutineer.
        if (round.ConfirmedBy is null) return new Refusal(Refusals.WrongState, "clerk");
        return new Decided(state.With(round with { State = RoundState.Certified }), [Fact.OfRound("round-certified", round.PaperId, round.Number)]);
    }

    private static Refusal NoQuorum(MeetingState state, RollCounts roll) =>
        new(Refusals.NoQuorum, $"{roll.Present} < {Quorum.Need(state.Meeting.Body)}");

}
