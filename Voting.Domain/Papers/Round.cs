using Voting.Domain.Meetings;
using Voting.Domain.Tallies;

namespace Voting.Domain.Papers;

/// <summary>Where a round stands. Void is only before the tally and has no counts; superseded keeps its counts.</summary>
public enum RoundState
{
    /// <summary>Options and rules are frozen; N, P and the number required are shown.</summary>
    Ready,
    /// <summary>Members cast.</summary>
    Open,
    /// <summary>No cast counts any more; the ceremony runs.</summary>
    Closed,
    /// <summary>Counted by two engines that agree.</summary>
    Tallied,
    /// <summary>Told to the meeting.</summary>
    Announced,
    /// <summary>Confirmed by clerk and scrutineer (签署确认).</summary>
    Certified,
    /// <summary>作废: never counted, envelopes and key destroyed unopened.</summary>
    Void,
    /// <summary>Voted again; its counts are kept.</summary>
    Superseded,
}

/// <summary>Why a question is in a round.</summary>
public enum Stage
{
    /// <summary>The paper is voted for the first time, or whole again.</summary>
    First,
    /// <summary>Among the tied only.</summary>
    Runoff,
    /// <summary>Among all not elected, for seats that no one filled; held once.</summary>
    Further,
}

/// <summary>A question as it stands in one round, frozen at Ready.</summary>
/// <param name="Question">The question of the paper.</param>
/// <param name="Stage">Why it is in the round.</param>
/// <param name="Candidates">The options of this round, in the paper's order.</param>
/// <param name="Seats">Seats to fill in this round; 0 for questions without seats.</param>
/// <param name="Runoffs">Runoffs of this question so far, this round included.</param>
public sealed record RoundQuestion(Question Question, Stage Stage, IReadOnlyList<Option> Candidates, int Seats, int Runoffs)
{
    /// <summary>The question of a first round.</summary>
    public static RoundQuestion First(Question question) =>
        new(question, Stage.First, question.Options, question.Rule is Rule.Seats s ? s.Count : 0, 0);

    /// <summary>Most marks of a valid ballot.</summary>
    public int MaxMarks => (Question.Rule, Stage) switch
    {
        (Rule.Seats s, Stage.First) => s.MaxMarks,
        (Rule.Seats, _) => Seats,
        _ => 1,
    };

    /// <summary>Fewest marks of a valid ballot.</summary>
    public int MinMarks => (Question.Rule, Stage) switch
    {
        (Rule.Seats s, Stage.First) => s.MinMarks,
        (Rule.Seats s, _) => Math.Min(s.MinMarks, Seats),
        (Rule.Tiers { Blank: BlankMeans.Void }, _) => 1,
        _ => 0,
    };

    /// <summary>What an option must reach in this round, or null where nothing is asked or tiers decide.</summary>
    public Threshold? Threshold => (Question.Rule, Stage) switch
    {
        (Rule.Majority m, _) => m.Threshold,
        (Rule.Seats s, Stage.Runoff) => s.RunoffThreshold,
        (Rule.Seats s, _) => s.Threshold,
        _ => null,
    };
}

/// <summary>What shares of a round are taken of.</summary>
/// <param name="All">Members in office, or those of the entitled groups on the roll.</param>
/// <param name="Present">Entitled and present when the round closed, and those who voted and then left.</param>
/// <param name="Voted">Ballots counted.</param>
public sealed record RoundNumbers(int All, int Present, int Voted)
{
    /// <summary>Those of <see cref="Voted"/> that came by hands or on paper: counts that were entered, not ballots that were folded.</summary>
    public int Entered { get; init; }

    /// <summary>Paper ballots issued (发出); null without paper, where every member present was issued one.</summary>
    public int? Issued { get; init; }

    /// <summary>Ballots that came by device.</summary>
    public int ByDevice => Voted - Entered;

    /// <summary>Ballots returned (收回).</summary>
    public int Returned => Issued is null ? Voted : Entered;

    /// <summary>Members who did not vote (未按表决器).</summary>
    public int DidNotVote => Present - Voted;
}

/// <summary>One opening of a paper.</summary>
/// <param name="Id">Opaque and random; names files of the store, never shown.</param>
/// <param name="PaperId">The paper.</param>
/// <param name="Number">第n次表决, from 1.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Questions">Frozen at Ready.</param>
public sealed record Round(string Id, string PaperId, int Number, RoundState State, IReadOnlyList<RoundQuestion> Questions)
{
    /// <summary>When it opened; null before.</summary>
    public DateTimeOffset? OpenedAt { get; init; }
    /// <summary>How long it is to be open, in seconds from its opening; null where nothing is set.</summary>
    public int? Seconds { get; init; }
    /// <summary>The time closes it; else it only advises.</summary>
    public bool TimeCloses { get; init; }
    /// <summary>The roll when it opened; null before.</summary>
    public RollCounts? RollAtOpen { get; init; }
    /// <summary>The roll when it closed; null before.</summary>
    public RollCounts? RollAtClose { get; init; }
    /// <summary>Members present when it opened, where late arrivals wait for the next round; else null.</summary>
    public IReadOnlySet<string>? PresentAtOpen { get; init; }
    /// <summary>Members who take no part in it (回避), as it opened; empty before.</summary>
    public IReadOnlySet<string> Recused { get; init; } = new HashSet<string>();
    /// <summary>Bases of its shares; null before the close.</summary>
    public RoundNumbers? Numbers { get; init; }
    /// <summary>Why those did not vote who could have; null before the close, and where nobody looked.</summary>
    public Silence? Silence { get; init; }
    /// <summary>Counts and verdicts; null before the tally.</summary>
    public RoundResult? Result { get; init; }
    /// <summary>Why it was voided or superseded.</summary>
    public string? Reason { get; init; }
    /// <summary>The clerk who certified it first, before a scrutineer did; null before.</summary>
    public string? CertifiedByClerk { get; init; }
    /// <summary>How it is voted; chosen before it opens.</summary>
    public Way Way { get; init; }
    /// <summary>Members who vote in it by hands and not by device, where both are mixed; else null.</summary>
    public IReadOnlySet<string>? ByHands { get; init; }
    /// <summary>How many may have voted by hands or on paper; null before the close, and where all votes by device.</summary>
    public int? Enterable { get; init; }
    /// <summary>Counts of hands or paper; null before the clerk entered them.</summary>
    public Entry? Entry { get; init; }

    /// <summary>Whether anybody votes by device: then it has a box, and where it is secret a key.</summary>
    public bool HasDevices => Way is Way.Devices or Way.DevicesAndHands;

    /// <summary>Counts of hands or paper that a scrutineer confirmed, or null: nothing else is ever counted of what was entered.</summary>
    public EnteredCounts? ConfirmedCounts => Entry is { ConfirmedBy: not null, Counts: var counts } ? counts : null;

    /// <summary>Whether counts are entered for it.</summary>
    public bool IsEntered => Way is not Way.Devices;

    /// <summary>Ids of the questions on which the presiding officer's casting vote is due; none before the tally.</summary>
    public IReadOnlyList<string> CastingVotesDue => [.. Questions.Zip(Result?.Questions ?? []).Where(q => q.Second.IsCastingVoteDue(q.First)).Select(q => q.First.Question.Id)];

    /// <summary>Whether its result counts towards what the meeting decided.</summary>
    public bool Stands => State is RoundState.Tallied or RoundState.Announced or RoundState.Certified;

    /// <summary>Whether everybody was told its result; also where it was voted again since.</summary>
    public bool IsAnnounced => State is RoundState.Announced or RoundState.Certified or RoundState.Superseded;
}
