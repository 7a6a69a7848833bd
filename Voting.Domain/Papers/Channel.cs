using Voting.Domain.Meetings;

namespace Voting.Domain.Papers;

/// <summary>How a round is voted (表决方式). Hands and paper are the fallback for a broken system and for members on video, or chosen.</summary>
public enum Way
{
    /// <summary>表决器: every member by device.</summary>
    Devices,
    /// <summary>举手: nobody by device, hands are counted.</summary>
    Hands,
    /// <summary>纸质: nobody by device, paper ballots are counted.</summary>
    Paper,
    /// <summary>By device, and those who are named for it by a show of hands.</summary>
    DevicesAndHands,
}

/// <summary>A name written in (另选他人) with an against, and on how many ballots. Never on an abstention.</summary>
/// <param name="Name">As written, 1–64 characters, once a question.</param>
/// <param name="Count">Ballots that bear it, 1–100,000.</param>
public sealed record WriteIn(string Name, int Count);

/// <summary>What was counted by hand on one question.</summary>
/// <param name="Id">The question.</param>
/// <param name="Counts">Marks of every option of the round, zeros included; each 0–100,000.</param>
/// <param name="Blank">Of the valid without a mark; by hands those who raised none on this question. 0–100,000.</param>
/// <param name="Void">Void on this question, 0–100,000.</param>
public sealed record EnteredQuestion(string Id, IReadOnlyDictionary<string, int> Counts, int Blank, int Void)
{
    /// <summary>Names written in, at most 100; each of them also counts under <c>against</c>.</summary>
    public IReadOnlyList<WriteIn> WriteIns { get; init; } = [];
}

/// <summary>Counts of hands or of paper ballots, as the clerk enters them. They are no ballots and are never folded with them.</summary>
/// <param name="Voted">Members who voted by hands, or ballots returned (收回), 0–100,000.</param>
/// <param name="Issued">Paper ballots issued (发出), 0–100,000; null by hands.</param>
/// <param name="Questions">In the order of the round; empty where more was returned than issued.</param>
public sealed record EnteredCounts(int Voted, int? Issued, IReadOnlyList<EnteredQuestion> Questions)
{
    /// <summary>More returned than issued (R &gt; I): the whole round is void, nothing is counted.</summary>
    public bool IsOverReturned => Voted > Issued;
}

/// <summary>A round that was held while the system was down (补录): what the roll was then.</summary>
/// <param name="Roll">The roll when it was held; the sum is the length of the roll.</param>
/// <param name="Present">Members entitled and present then.</param>
/// <param name="Reason">Why it is entered afterwards, 1–500 characters.</param>
public sealed record LateEntry(RollCounts Roll, int Present, string Reason);

/// <summary>Counts of a round that the clerk entered, and what a scrutineer said to them.</summary>
/// <param name="No">Which entering of the round, from 1: a scrutineer confirms the one that was seen.</param>
/// <param name="Counts">As entered.</param>
/// <param name="By">Who entered them.</param>
/// <param name="Late">Where the round is entered afterwards; else null.</param>
public sealed record Entry(int No, EnteredCounts Counts, string By, LateEntry? Late = null)
{
    /// <summary>The scrutineer who confirmed them, or null.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>Why a scrutineer sent them back, or null.</summary>
    public string? SentBack { get; init; }

    /// <summary>Waits for a scrutineer.</summary>
    public bool IsPending => ConfirmedBy is null && SentBack is null;
}
