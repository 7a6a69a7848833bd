using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Voting.Domain.Ballots;
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
    /// <summary>Interrupted (休会); nothing opens, and the roll is taken again.</summary>
    Suspended,
    /// <summary>Declared closed; only certifying and follow-ups come after.</summary>
    Closed,
}

/// <summary>Everything a decision about the meeting rests on. A value.</summary>
/// <param name="Meeting">With every change since the import.</param>
/// <param name="Rehearsal">Whether members are simulated (演练).</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Roll">Who is here.</param>
/// <param name="Rounds">In the order they were made ready.</param>
public sealed record MeetingState(Meeting Meeting, bool Rehearsal, MeetingPhase Phase, AttendanceRoll Roll, IReadOnlyList<Round> Rounds)
{
    /// <summary>How far the agenda is.</summary>
    public AgendaCourse Agenda { get; init; } = AgendaCourse.Start(Meeting);

    /// <summary>The meeting file as it stands: what was imported, with every change since.</summary>
    public ReadOnlyMemory<byte> File { get; init; }

    /// <summary>Other texts of papers that wait for a second officer, by paper id.</summary>
    public ImmutableDictionary<string, Amendment> Amendments { get; init; } = ImmutableDictionary<string, Amendment>.Empty;

    /// <summary>Papers that are not voted for now, by paper id.</summary>
    public ImmutableDictionary<string, Aside> SetAside { get; init; } = ImmutableDictionary<string, Aside>.Empty;

    /// <summary>Whether the hall's screen shows nothing just now.</summary>
    public bool HallIsBlank { get; init; }

    /// <summary>Member id of the presiding officer now; the gavel may have passed since the meeting file was written.</summary>
    public string Presiding { get; init; } = Meeting.Presiding;

    /// <summary>Who takes no part in which paper (回避).</summary>
    public IReadOnlyList<Recusal> Recusals { get; init; } = [];

    /// <summary>Members who take no part in a paper as it stands now.</summary>
    public IReadOnlySet<string> RecusedFrom(string paperId) => Recusals.Where(r => r.PaperId == paperId).Select(r => r.MemberId).ToHashSet();

    /// <summary>Why a member may not vote in a round that is open at this moment; null where nothing is in the way.</summary>
    public Refusal? Bar(Round round, Member member) => Casting.Entitlement(Meeting.Paper(round.PaperId)!, round, Roll, member);

    /// <summary>The round of a paper by its number, or null.</summary>
    public Round? Find(string paperId, int number) => Rounds.FirstOrDefault(r => r.PaperId == paperId && r.Number == number);

    /// <summary>The state with one round replaced, or added.</summary>
    public MeetingState With(Round round) => this with
    {
        Rounds = Rounds.Any(r => r.Id == round.Id) ? [.. Rounds.Select(r => r.Id == round.Id ? round : r)] : [.. Rounds, round],
    };
}

/// <summary>What may be asked of a meeting, casting apart.</summary>
public abstract partial record Command
{
    private Command() { }

    /// <summary>A test ballot was held before the meeting.</summary>
    public sealed record HoldTest(TestCounts Counts) : Command;
    /// <summary>The presiding officer declares the meeting open.</summary>
    public sealed record OpenMeeting : Command;
    /// <summary>Freezes the questions of a paper that are due. With <c>Again</c>, where nothing is due, all its rounds are superseded and it is voted whole.</summary>
    public sealed record Prepare(string PaperId, string RoundId, string? Again = null) : Command;
    /// <summary>An item of the agenda is called; the one before it is finished where nothing of it is due to be voted.</summary>
    public sealed record CallItem(int No) : Command;
    /// <summary>An item of the agenda is finished; refused where something of it is due to be voted.</summary>
    public sealed record TickOff(int No) : Command;
    /// <summary>The items are taken in another order; <c>Order</c> holds each number once.</summary>
    public sealed record Reorder(IReadOnlyList<int> Order) : Command;
    /// <summary>An unplanned paper, as the meeting file writes one; under an item of the agenda, or a new one.</summary>
    public sealed record AddPaper(JsonObject Paper, int? Item) : Command;
    /// <summary>Another text of a paper that was never opened; it stands once another officer agreed.</summary>
    public sealed record Propose(string PaperId, JsonObject Paper, string Reason, string By) : Command;
    /// <summary>Another officer agrees to the text that was seen, or anybody drops it.</summary>
    public sealed record AnswerAmendment(string PaperId, bool Agree, string? Seen, string By) : Command;
    /// <summary>The persons of a paper are voted one after another (逐人表决).</summary>
    public sealed record VoteOneByOne(string PaperId) : Command;
    /// <summary>The persons of a paper are voted together (合并表决), those objected to apart.</summary>
    public sealed record VoteEnBloc(string PaperId, IReadOnlyList<string> Objected) : Command;
    /// <summary>A paper is withdrawn (撤回) or deferred (暂缓表决).</summary>
    public sealed record SetAside(string PaperId, Aside How, string Reason) : Command;
    /// <summary>A deferred paper is taken up again.</summary>
    public sealed record TakeUp(string PaperId) : Command;
    /// <summary>The hall's screen shows nothing, or shows the meeting again. Not a matter of the record.</summary>
    public sealed record BlankHall(bool Blank) : Command;
    /// <summary>Opens a round that is ready, at this time.</summary>
    public sealed record Open(string PaperId, int Number, JsonObject? Key, DateTimeOffset? At = null) : Command;
    /// <summary>How long a round is to be open, in seconds from its opening; null takes it back. It only advises, unless it <c>Closes</c>.</summary>
    public sealed record SetTime(string PaperId, int Number, int? Seconds, bool Closes = false) : Command;
    /// <summary>The box was closed: its commit is the close; the rest follows.</summary>
    public sealed record Close(string PaperId, int Number, RollCounts Roll, RoundNumbers Numbers, Silence? Silence = null) : Command;
    /// <summary>Why those did not vote who could have, with the presses that came behind the close.</summary>
    public sealed record CountSilence(string PaperId, int Number, Silence Silence) : Command;
    /// <summary>Two engines agreed on the result.</summary>
    public sealed record Tally(string PaperId, int Number, RoundResult Result) : Command;
    /// <summary>The presiding officer announces the result.</summary>
    public sealed record Announce(string PaperId, int Number) : Command;
    /// <summary>Nothing of a round that is not tallied will ever be counted.</summary>
    public sealed record VoidRound(string PaperId, int Number, string Reason) : Command;
    /// <summary>The clerk confirms a round, then a scrutineer.</summary>
    public sealed record Certify(string PaperId, int Number, string By, bool Scrutineer, Evidence Evidence) : Command;
    /// <summary>Something followed from a certified result, which it never alters; also after the meeting.</summary>
    public sealed record AddFollowUp(FollowUp FollowUp) : Command;
    /// <summary>The presiding officer declares the meeting closed.</summary>
    public sealed record CloseMeeting : Command;
}

/// <summary>What a command leads to.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Facts">What the record keeps of it.</param>
public sealed record Decided(MeetingState State, IReadOnlyList<Fact> Facts);

/// <summary>The one decision about the course of a meeting: a state and a command give a state, or a refusal.</summary>
public static partial class Conduct
{
    /// <summary>Decides.</summary>
    /// <param name="state">The state as it stands in the transaction that will keep the new one.</param>
    /// <param name="command">What is asked.</param>
    public static Reply<Decided> Decide(MeetingState state, Command command) => (state.Phase, command) switch
    {
        (_, Command.BlankHall c) => new Decided(state with { HallIsBlank = c.Blank }, []),
        (MeetingPhase.Closed, not (Command.Certify or Command.AddFollowUp)) => new Refusal(Refusals.MeetingClosed),
        (_, Command.Reorder c) => Reorder(state, c.Order),
        (_, Command.Propose c) => Amending.Propose(state, c),
        (_, Command.AnswerAmendment c) => Amending.Answer(state, c),
        (_, Command.VoteOneByOne c) => Amending.OneByOne(state, c.PaperId),
        (_, Command.VoteEnBloc c) => Amending.EnBloc(state, c),
        (_, Command.SetAside c) => Amending.SetAside(state, c),
        (_, Command.TakeUp c) => Amending.TakeUp(state, c.PaperId),
        (_, Command.AddPaper c) => Amending.Add(state, c),
        (_, Command.CheckIn c) => OnMember(state, c.MemberId, standing => CheckIn(state, c.MemberId, standing)),
        (_, Command.Leave c) => OnMember(state, c.MemberId, standing => Leave(state, c, standing)),
        (_, Command.OnVideo c) => OnMember(state, c.MemberId, standing => OnVideo(state, c, standing)),
        (_, Command.Recuse c) => OnMember(state, c.MemberId, _ => Recuse(state, c)),
        (_, Command.PassGavel c) => OnMember(state, c.MemberId, standing => PassGavel(state, c.MemberId, standing)),
        (_, Command.ReplaceScrutineer c) => ReplaceScrutineer(state, c),
        (MeetingPhase.CheckIn, Command.OpenMeeting) => OpenMeeting(state),
        (_, Command.OpenMeeting) => new Refusal(Refusals.WrongState),
        (MeetingPhase.CheckIn, Command.HoldTest c) => new Decided(state, [TestBallot.ToFact(c.Counts)]),
        (_, Command.HoldTest) => new Refusal(Refusals.WrongState),
        (MeetingPhase.CheckIn, _) => new Refusal(Refusals.NotInSession),
        (MeetingPhase.InSession, Command.Suspend) => Suspend(state),
        (MeetingPhase.Suspended, Command.Resume) => Resume(state),
        (_, Command.Suspend or Command.Resume) => new Refusal(Refusals.WrongState),
        (MeetingPhase.Suspended, Command.CallItem or Command.TickOff or Command.Prepare or Command.Open or Command.SetTime) => new Refusal(Refusals.MeetingSuspended),
        (_, Command.CallItem c) => OnItem(state, c.No, _ => CallItem(state, c.No)),
        (_, Command.TickOff c) => OnItem(state, c.No, item => TickOff(state, item)),
        (_, Command.Prepare c) => Prepare(state, c),
        (_, Command.Open c) => OnRound(state, c.PaperId, c.Number, r => Open(state, r, c)),
        (_, Command.ChooseWay c) => OnRound(state, c.PaperId, c.Number, r => OtherWays.Choose(state, r, c)),
        (_, Command.EnterCounts c) => OnRound(state, c.PaperId, c.Number, r => OtherWays.Enter(state, r, c)),
        (_, Command.ConfirmCounts c) => OnRound(state, c.PaperId, c.Number, r => OtherWays.Confirm(state, r, c)),
        (_, Command.SendBackCounts c) => OnRound(state, c.PaperId, c.Number, r => OtherWays.SendBack(state, r, c)),
        (_, Command.SetTime c) => OnRound(state, c.PaperId, c.Number, r => SetTime(state, r, c)),
        (_, Command.Close c) => OnRound(state, c.PaperId, c.Number, r => Close(state, r, c)),
        (_, Command.CountSilence c) => OnRound(state, c.PaperId, c.Number, r => CountSilence(state, r, c.Silence)),
        (_, Command.Tally c) => OnRound(state, c.PaperId, c.Number, r => Tally(state, r, c.Result)),
        (_, Command.GiveCastingVote c) => OnRound(state, c.PaperId, c.Number, r => ChairsVote.Give(state, r, c)),
        (_, Command.Announce c) => OnRound(state, c.PaperId, c.Number, r => Announce(state, r)),
        (_, Command.VoidRound c) => OnRound(state, c.PaperId, c.Number, r => VoidRound(state, r, c.Reason)),
        (_, Command.Certify c) => OnRound(state, c.PaperId, c.Number, r => Certify(state, r, c)),
        (_, Command.AddFollowUp { FollowUp: var f }) => OnRound(state, f.Paper, f.Round, r => FollowUp.Decide(state, r, f)),
        (_, Command.CloseMeeting) => CloseMeeting(state),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    private static Reply<Decided> OnRound(MeetingState state, string paperId, int number, Func<Round, Reply<Decided>> decide) =>
        state.Find(paperId, number) is { } round ? decide(round) : new Refusal(Refusals.UnknownRound);

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

    private static Reply<Decided> OnItem(MeetingState state, int no, Func<AgendaItem, Reply<Decided>> decide) =>
        state.Meeting.Agenda.FirstOrDefault(a => a.No == no) is { } item ? decide(item) : new Refusal(Refusals.UnknownItem, $"{no}");

    private static Reply<Decided> CallItem(MeetingState state, int no)
    {
        if (state.Rounds.Any(IsUnfinished)) return new Refusal(Refusals.RoundStillOpen);
        if (state.Agenda.Called == no) return new Decided(state, []);
        var (agenda, facts) = Called(state, no);
        return new Decided(state with { Agenda = agenda }, facts);
    }

    private static (AgendaCourse Agenda, List<Fact> Facts) Called(MeetingState state, int no)
    {
        var (agenda, facts) = (state.Agenda, new List<Fact>());
        if (state.Meeting.Agenda.FirstOrDefault(a => a.No == agenda.Called) is { } before && !IsDue(state, before))
        {
            agenda = agenda.TickOff(before.No);
            facts.Add(OfItem("item-done", before.No));
        }

        facts.Add(OfItem("item-called", no));
        return (agenda.Call(no), facts);
    }

    private static Reply<Decided> TickOff(MeetingState state, AgendaItem item)
    {
        if (state.Agenda.Done.Contains(item.No)) return new Decided(state, []);
        if (IsDue(state, item)) return new Refusal(Refusals.StillDue);
        return new Decided(state with { Agenda = state.Agenda.TickOff(item.No) }, [OfItem("item-done", item.No)]);
    }

    /// <summary>Whether a paper of this item is being voted, or due to be.</summary>
    public static bool IsDue(MeetingState state, AgendaItem item) => item.Papers.Any(id =>
        state.Rounds.Any(r => r.PaperId == id && IsUnfinished(r)) || Due(state, state.Meeting.Paper(id)!).Count > 0);

    /// <summary>The questions of a paper that a next round would hold; empty where nothing is due, or the paper is set aside.</summary>
    public static IReadOnlyList<RoundQuestion> Due(MeetingState state, Paper paper) =>
        state.SetAside.ContainsKey(paper.Id) ? [] : DueRound.Of(paper, [.. state.Rounds.Where(r => r.PaperId == paper.Id && r.Stands)]);

    private static Reply<Decided> Reorder(MeetingState state, IReadOnlyList<int> order) =>
        !order.Order().SequenceEqual(state.Agenda.Order.Order()) ? new Refusal(Refusals.UnknownItem)
        : order.SequenceEqual(state.Agenda.Order) ? new Decided(state, [])
        : new Decided(state with { Agenda = state.Agenda with { Order = [.. order] } },
            [new Fact("agenda-reordered", new JsonObject { ["items"] = new JsonArray([.. order.Select(no => (JsonNode)no)]) })]);

    private static Fact OfItem(string type, int no) => new(type, new JsonObject { ["item"] = no });

    private static Reply<Decided> Prepare(MeetingState state, Command.Prepare command)
    {
        if (state.Meeting.Paper(command.PaperId) is not { } paper) return new Refusal(Refusals.UnknownPaper, command.PaperId);
        var rounds = state.Rounds.Where(r => r.PaperId == paper.Id).ToList();
        if (rounds.Any(IsUnfinished)) return new Refusal(Refusals.RoundStillOpen);
        if (state.Amendments.ContainsKey(paper.Id)) return new Refusal(Refusals.AmendmentPending, paper.Id);
        if (state.SetAside.ContainsKey(paper.Id)) return new Refusal(Refusals.NothingDue, paper.Id);

        var facts = new List<Fact>();
        var due = Due(state, paper);
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
                ["rule"] = RecordText.Rule(q.Question.Rule),
            })])));
        return new Decided(state.With(next), facts);
    }

    private static Reply<Decided> Open(MeetingState state, Round round, Command.Open command)
    {
        if (round.State is not RoundState.Ready) return new Refusal(Refusals.WrongState, round.State.ToString());
        if (state.Rounds.Any(r => r.State is RoundState.Open)) return new Refusal(Refusals.AnotherRoundOpen);
        var roll = state.Roll.Counts();
        if (!Quorum.IsMet(state.Meeting.Body, roll.Present)) return NoQuorum(state, roll);
        var waits = state.Meeting.Paper(round.PaperId)!.LateArrivals is LateArrivals.NextRound;
        var opened = round with
        {
            State = RoundState.Open,
            OpenedAt = command.At,
            RollAtOpen = roll,
            PresentAtOpen = waits ? state.Roll.All.Where(m => m.Value.Attendance is Attendance.Present).Select(m => m.Key).ToHashSet() : null,
            Recused = state.RecusedFrom(round.PaperId),
        };
        var facts = new List<Fact>();
        // A paper is voted under its item, whoever forgot to call that.
        if (state.Meeting.Agenda.FirstOrDefault(a => a.Papers.Contains(round.PaperId)) is { } item && item.No != state.Agenda.Called)
        {
            (var agenda, facts) = Called(state, item.No);
            state = state with { Agenda = agenda };
        }

        var fact = Fact.OfRound("round-opened", round.PaperId, round.Number).With("roll", RecordText.Roll(roll));
        if (opened.Recused.Count > 0) fact = fact.With("recused", RecordText.Ids(opened.Recused.Order(StringComparer.Ordinal)));
        facts.Add(command.Key is { } key ? fact.With("key", key.DeepClone()) : fact);
        return new Decided(state.With(opened), facts);
    }

    private static Reply<Decided> SetTime(MeetingState state, Round round, Command.SetTime command)
    {
        if (round.State is not (RoundState.Ready or RoundState.Open)) return new Refusal(Refusals.WrongState, round.State.ToString());
        // Hands are counted and paper is collected until somebody says that it is done.
        if (command.Closes && !round.HasDevices) return new Refusal(Refusals.WrongState, Ways.Of(round.Way));
        var closes = command is { Closes: true, Seconds: not null };
        return new Decided(state.With(round with { Seconds = command.Seconds, TimeCloses = closes }),
            [Fact.OfRound(closes ? "time-set" : "time-advised", round.PaperId, round.Number).With("seconds", command.Seconds)]);
    }

    private static Reply<Decided> Close(MeetingState state, Round round, Command.Close command)
    {
        if (round.State is not RoundState.Open) return new Refusal(Refusals.WrongState, round.State.ToString());
        var closed = round with
        {
            State = RoundState.Closed,
            RollAtClose = command.Roll,
            Numbers = command.Numbers,
            Silence = command.Silence,
            Enterable = OtherWays.Enterable(state, round, command.Roll, command.Numbers),
        };
        var fact = Fact.OfRound("round-closed", round.PaperId, round.Number).With("roll", RecordText.Roll(command.Roll)).With("all", command.Numbers.All);
        // With hands or paper to come the bases are whole at the tally, and told there.
        return new Decided(state.With(closed), [round.IsEntered ? fact.With("byDevice", command.Numbers.Voted)
            : fact.With("present", command.Numbers.Present).With("voted", command.Numbers.Voted)]);
    }

    private static Reply<Decided> CountSilence(MeetingState state, Round round, Silence silence)
    {
        if (round.State is not RoundState.Closed) return new Refusal(Refusals.WrongState, round.State.ToString());
        return new Decided(state.With(round with { Silence = silence }),
            [Fact.OfRound("did-not-vote", round.PaperId, round.Number).With("split", RecordText.Silence(silence))]);
    }

    private static Reply<Decided> Tally(MeetingState state, Round round, RoundResult result)
    {
        if (round.State is not RoundState.Closed || round.IsEntered && round.Confirmed is null) return new Refusal(Refusals.WrongState, round.State.ToString());
        var fact = Fact.OfRound("round-tallied", round.PaperId, round.Number).With("unreadable", result.Unreadable)
            .With("questions", RecordText.Counts(round.Questions, result));
        var numbers = NumbersWithEntry(round);
        if (round.IsEntered) fact = fact.With("all", numbers.All).With("present", numbers.Present).With("voted", numbers.Voted);
        return new Decided(state.With(round with { State = RoundState.Tallied, Numbers = numbers, Result = result }), [fact]);
    }

    /// <summary>The bases of a closed round with what was entered of hands or paper: those that its counts are judged by.</summary>
    /// <exception cref="InvalidOperationException">The round is not closed.</exception>
    public static RoundNumbers NumbersWithEntry(Round round) => round is { State: RoundState.Closed, Numbers: { } numbers }
        ? OtherWays.With(numbers, round.Confirmed) : throw new InvalidOperationException($"The round is {round.State}.");

    /// <summary>The bases of a round without devices, at its close.</summary>
    public static RoundNumbers NumbersWithoutDevices(MeetingState state, Round round) => OtherWays.Numbers(state, round);

    private static Reply<Decided> Announce(MeetingState state, Round round) => round.State is RoundState.Tallied
        ? round.CastingVotesDue is [var due, ..] ? new Refusal(Refusals.CastingVoteDue, due)
        : new Decided(state.With(round with { State = RoundState.Announced }), [Fact.OfRound("round-announced", round.PaperId, round.Number)])
        : new Refusal(Refusals.WrongState, round.State.ToString());

    private static Reply<Decided> VoidRound(MeetingState state, Round round, string reason) =>
        round.State is RoundState.Ready or RoundState.Open or RoundState.Closed
            ? new Decided(state.With(round with { State = RoundState.Void, Reason = reason }),
                [Fact.OfRound("round-voided", round.PaperId, round.Number).With("reason", reason)])
            : new Refusal(Refusals.WrongState, round.State.ToString());

    private static Reply<Decided> Certify(MeetingState state, Round round, Command.Certify command)
    {
        if (round.State is not RoundState.Announced) return new Refusal(Refusals.WrongState, round.State.ToString());
        if (Reconciliation.Of(state.Meeting, round, command.Evidence).FirstOrDefault() is { } wrong)
        {
            var title = state.Meeting.Paper(round.PaperId)!.Title;
            return new Refusal(Refusals.DoesNotReconcile, $"{title}, round {round.Number}: {wrong.English}") { Chinese = $"{title}，第{round.Number}次表决：{wrong.Chinese}" };
        }

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
