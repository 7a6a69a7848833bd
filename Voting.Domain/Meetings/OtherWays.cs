using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Domain.Meetings;

public abstract partial record Command
{
    /// <summary>
    /// Chooses how a round that is ready is voted. An open or closed one is voided for the reason, and the next of its paper is made ready that way.
    /// A secret paper goes to hands only on the decision of the presiding officer, which is kept.
    /// </summary>
    public sealed record ChooseWay(
        string PaperId, int Number, Way Way, string NextRoundId, bool Chair, string? Reason = null, string? Decision = null, IReadOnlyList<string>? ByHands = null) : Command;

    /// <summary>The clerk enters what was counted of hands or paper; with <c>Late</c> of a round that was held while the system was down (补录).</summary>
    public sealed record EnterCounts(string PaperId, int Number, EnteredCounts Counts, string By, LateEntry? Late = null) : Command;

    /// <summary>A scrutineer confirms the counts that were seen.</summary>
    public sealed record ConfirmCounts(string PaperId, int Number, int No, string By) : Command;

    /// <summary>A scrutineer sends the counts that were seen back to the clerk.</summary>
    public sealed record SendBackCounts(string PaperId, int Number, int No, string Reason) : Command;
}

/// <summary>Decisions about rounds that are voted by hands or on paper.</summary>
internal static class OtherWays
{
    /// <summary>无效: what is said, and kept as the reason, where more was returned than issued.</summary>
    public const string OverReturned = "收回票数多于发出票数，本次投票无效，重新投票。";

    public static Reply<Decided> Choose(MeetingState state, Round round, Command.ChooseWay command)
    {
        var paper = state.Meeting.Paper(round.PaperId)!;
        var hands = command.Way is Way.Hands or Way.DevicesAndHands;
        if (paper.Secret && hands && !command.Chair) return new Refusal(Refusals.ChairDecides);
        if (paper.Secret && hands && command.Decision is null) return new Refusal(Refusals.DecisionNeeded);
        var named = command.Way is Way.DevicesAndHands ? command.ByHands ?? [] : [];
        if (command.Way is Way.DevicesAndHands && named.Count == 0) return new Refusal(Refusals.NobodyByHands);
        var entitled = state.Meeting.Entitled(paper).Select(m => m.Id).ToHashSet();
        if (named.FirstOrDefault(id => !entitled.Contains(id)) is { } unknown) return new Refusal(Refusals.UnknownMember, unknown);
        var byHands = named.Count == 0 ? null : named.ToHashSet();

        switch (round.State)
        {
            case RoundState.Ready:
                var same = round.Way == command.Way && (round.ByHands ?? new HashSet<string>()).SetEquals(named);
                return same && command.Decision is null ? new Decided(state, [])
                    : new Decided(state.With(round with
                    {
                        Way = command.Way,
                        ByHands = byHands,
                        Entry = command.Way is Way.Devices ? null : round.Entry,
                        // What only advises closes nobody's hands.
                        TimeCloses = round.TimeCloses && command.Way is Way.Devices or Way.DevicesAndHands,
                    }), [Chosen(round, paper, command, byHands)]);
            case RoundState.Open or RoundState.Closed:
                if (command.Reason is null) return new Refusal(Refusals.ReasonNeeded);
                var voided = Conduct.Decide(state, new Command.VoidRound(round.PaperId, round.Number, command.Reason));
                if (voided.Value is not { } gone) return voided;
                var prepared = Conduct.Decide(gone.State, new Command.Prepare(round.PaperId, command.NextRoundId));
                if (prepared.Value is not { } ready) return prepared;
                var next = ready.State.Rounds[^1] with { Way = command.Way, ByHands = byHands };
                return new Decided(ready.State.With(next), [.. gone.Facts, .. ready.Facts, Chosen(next, paper, command, byHands)]);
            default:
                return new Refusal(Refusals.WrongState, round.State.ToString());
        }
    }

    private static Fact Chosen(Round round, Paper paper, Command.ChooseWay command, HashSet<string>? byHands)
    {
        var fact = Fact.OfRound("way-chosen", round.PaperId, round.Number).With("way", Ways.Of(command.Way));
        if (command.Decision is not null) fact = fact.With("decision", command.Decision);
        if (byHands is null) return fact;
        // Of a secret paper the record keeps how many they are: who they are goes with their counts no further than the room.
        return fact.With("byHands", paper.Secret ? byHands.Count : RecordText.Ids(byHands.Order(StringComparer.Ordinal)));
    }

    /// <summary>The bases of a round without devices, when it closes.</summary>
    public static RoundNumbers Numbers(MeetingState state, Round round)
    {
        var paper = state.Meeting.Paper(round.PaperId)!;
        return new RoundNumbers(state.Meeting.AllFor(paper), state.Meeting.Roll.Count(m => Votes(state, paper, round, m)), 0);
    }

    /// <summary>How many may have voted by hands or on paper, when it closes; null where all votes by device.</summary>
    public static int? Enterable(MeetingState state, Round round, RollCounts roll, RoundNumbers numbers) => round.Way switch
    {
        Way.Devices => null,
        Way.Hands => numbers.Present,
        Way.DevicesAndHands => state.Meeting.Roll.Count(m => round.ByHands!.Contains(m.Id) && Votes(state, state.Meeting.Paper(round.PaperId)!, round, m)),
        // A ballot that was handed in stays, though its member has left since.
        _ => Math.Min(numbers.All, numbers.Present + roll.Leave),
    };

    private static bool Votes(MeetingState state, Paper paper, Round round, Member member) =>
        CastingDecision.Entitlement(paper, round, state.Roll, member) is null;

    public static Reply<Decided> Enter(MeetingState state, Round round, Command.EnterCounts command)
    {
        if (!round.IsEntered) return new Refusal(Refusals.WrongState, Ways.Devices);
        if (command.Late is { } late)
        {
            if (round.State is not RoundState.Ready || round.Way is Way.DevicesAndHands) return new Refusal(Refusals.WrongState, round.State.ToString());
            var held = Held(state, round, late);
            if (held.Value is not { } then) return held.Refusal!;
            round = then;
        }

        if (round.State is not RoundState.Closed || round.Entry is { ConfirmedBy: not null }) return new Refusal(Refusals.WrongState, round.State.ToString());
        var wrong = EntryArithmetic.Of(round.Way, [.. round.Questions.Select(EnterableQuestion.Of)], round.Enterable!.Value, command.Counts).FirstOrDefault();
        if (wrong is not null) return new Refusal(Refusals.CountsDoNotAddUp, $"{wrong.Question} {wrong.What} {wrong.Found} {wrong.Due}".Trim());
        var entry = new Entry((round.Entry?.No ?? 0) + 1, command.Counts, command.By, command.Late ?? (round.Entry is { IsPending: true } ? round.Entry.Late : null));
        var fact = Fact.OfRound("counts-entered", round.PaperId, round.Number).With("no", entry.No).With("way", Ways.Of(round.Way))
            .With("counts", ChannelText.Entered(entry.Counts));
        if (command.Late is not null) fact = fact.With("lateEntry", true).With("reason", command.Late.Reason).With("roll", RecordText.Roll(command.Late.Roll)).With("present", command.Late.Present);
        return new Decided(state.With(round with { Entry = entry }), [fact]);
    }

    // What the opening and the close would have frozen, had the system been up.
    private static Reply<Round> Held(MeetingState state, Round round, LateEntry late)
    {
        var paper = state.Meeting.Paper(round.PaperId)!;
        var all = state.Meeting.AllFor(paper);
        if (late.Roll.Due != state.Meeting.Roll.Count) return new Refusal(Refusals.CountsDoNotAddUp, $"{late.Roll.Due} {state.Meeting.Roll.Count}");
        if (!Quorum.IsMet(state.Meeting.Body, late.Roll.Present)) return new Refusal(Refusals.NoQuorum, $"{late.Roll.Present} < {Quorum.Need(state.Meeting.Body)}");
        if (late.Present > Math.Min(all, late.Roll.Present)) return new Refusal(Refusals.CountsDoNotAddUp, $"{late.Present} {Math.Min(all, late.Roll.Present)}");
        var numbers = new RoundNumbers(all, late.Present, 0);
        var closed = round with { State = RoundState.Closed, RollAtOpen = late.Roll, RollAtClose = late.Roll, Numbers = numbers };
        return closed with { Enterable = Enterable(state, closed, late.Roll, numbers) };
    }

    public static Reply<Decided> Confirm(MeetingState state, Round round, Command.ConfirmCounts command)
    {
        if (round is not { State: RoundState.Closed, Entry: { IsPending: true } entry }) return new Refusal(Refusals.WrongState, round.State.ToString());
        if (entry.No != command.No) return new Refusal(Refusals.CountsChanged);
        var confirmed = round with { Entry = entry with { ConfirmedBy = command.By } };
        var fact = Fact.OfRound("counts-confirmed", round.PaperId, round.Number).With("no", entry.No);
        if (!entry.Counts.IsOverReturned) return new Decided(state.With(confirmed), [fact]);
        var voided = Conduct.Decide(state.With(confirmed), new Command.VoidRound(round.PaperId, round.Number, OverReturned));
        return voided.Value is { } gone ? gone with { Facts = [fact, .. gone.Facts] } : voided;
    }

    public static Reply<Decided> SendBack(MeetingState state, Round round, Command.SendBackCounts command)
    {
        if (round is not { State: RoundState.Closed, Entry: { IsPending: true } entry }) return new Refusal(Refusals.WrongState, round.State.ToString());
        if (entry.No != command.No) return new Refusal(Refusals.CountsChanged);
        var back = round with { Entry = entry with { SentBack = command.Reason } };
        // Nothing of a round that is entered afterwards has happened here yet: it is as ready as before.
        if (entry.Late is not null) back = back with { State = RoundState.Ready, RollAtOpen = null, RollAtClose = null, Numbers = null, Enterable = null };
        var fact = Fact.OfRound("counts-sent-back", round.PaperId, round.Number).With("no", entry.No).With("reason", command.Reason);
        return new Decided(state.With(back), [entry.Late is null ? fact : fact.With("lateEntry", true)]);
    }

    /// <summary>The bases of a round with what was entered: more returned than are present now were handed in by members who have left.</summary>
    public static RoundNumbers With(RoundNumbers atClose, EnteredCounts? entered) => entered is null ? atClose : atClose with
    {
        Voted = atClose.Voted + entered.Voted,
        Present = Math.Max(atClose.Present, entered.Voted),
        Entered = entered.Voted,
        Issued = entered.Issued,
    };
}
