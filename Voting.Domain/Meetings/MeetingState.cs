using System.Collections.Immutable;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;

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
    public Refusal? Bar(Round round, Member member) => CastingDecision.Entitlement(Meeting.Paper(round.PaperId)!, round, Roll, member);

    /// <summary>The round of a paper by its number, or null.</summary>
    public Round? Find(string paperId, int number) => Rounds.FirstOrDefault(r => r.PaperId == paperId && r.Number == number);

    /// <summary>The state with one round replaced, or added.</summary>
    public MeetingState With(Round round) => this with
    {
        Rounds = Rounds.Any(r => r.Id == round.Id) ? [.. Rounds.Select(r => r.Id == round.Id ? round : r)] : [.. Rounds, round],
    };
}
