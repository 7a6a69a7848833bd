using Voting.Domain.Meetings;

namespace Voting.Domain.Papers;

/// <summary>What is laid before the members and cast in one act (表决票、测评票、选票).</summary>
/// <param name="Id">1–64 of <c>A-Z a-z 0-9 . _ -</c>, unique in the meeting.</param>
/// <param name="Title">Printed title.</param>
/// <param name="Secret">Secret (无记名), else recorded (记名).</param>
/// <param name="Questions">At least one.</param>
/// <param name="Mover">Who moved it, if the file says so.</param>
/// <param name="Press">Which press counts.</param>
/// <param name="LateArrivals">Whether a member who checks in while a round is open may still vote in it.</param>
/// <param name="EntitledGroups">Groups of the roll that may vote; empty where all may.</param>
public sealed record Paper(
    string Id, string Title, bool Secret, IReadOnlyList<Question> Questions, string? Mover,
    PressThatCounts Press, LateArrivals LateArrivals, IReadOnlyList<string> EntitledGroups)
{
    /// <summary>Whether its persons may be voted together (合并表决).</summary>
    public EnBloc EnBloc { get; init; }

    /// <summary>In which order persons are voted one after another.</summary>
    public VotingOrder VotingOrder { get; init; }

    /// <summary>Whether its questions are kept from hall and attendees until a result is announced; by default where it names persons.</summary>
    public bool Embargo { get; init; }

    /// <summary>How percentages are printed beside its counts, or null where none are.</summary>
    public Percentages? Percentages { get; init; }

    /// <summary>Hall and officers see who marked what as soon as it is recorded; for recorded papers only. Else officers after the close.</summary>
    public bool LiveNames { get; init; }

    /// <summary>The result is announced as soon as it is counted; else the presiding officer announces it.</summary>
    public bool ResultIsDirect { get; init; }

    /// <summary>How those who did not vote are announced.</summary>
    public SilenceShown DidNotVote { get; init; } = SilenceShown.Total;

    /// <summary>Whether it is this member's to vote on: it is everybody's, or that of the member's group.</summary>
    public bool Entitles(Member member) => EntitledGroups.Count == 0 || member.Group is { } group && EntitledGroups.Contains(group);
}

/// <summary>Whether persons may be voted together (合并表决).</summary>
public enum EnBloc
{
    /// <summary>Each alone.</summary>
    Never,
    /// <summary>Those to whom nobody objects.</summary>
    UnlessObjected,
    /// <summary>Where the meeting so votes, less those to whom somebody objects.</summary>
    IfVoted,
}

/// <summary>In which order persons are voted one after another; they are printed in the order of the file.</summary>
public enum VotingOrder
{
    /// <summary>As printed.</summary>
    Printed,
    /// <summary>Removals before appointments (Shenzhen's rule: a post is vacated before it is filled).</summary>
    RemovalFirst,
}

/// <summary>A question of a paper.</summary>
/// <param name="Id">Unique in the paper.</param>
/// <param name="Title">Printed title.</param>
/// <param name="Kind">One option or several.</param>
/// <param name="Options">In printed order.</param>
/// <param name="Rule">How it is decided, written out in full.</param>
/// <param name="Detail">Text that unfolds.</param>
/// <param name="Items">Names shown as a list.</param>
/// <param name="Act">Appointment or removal, for personnel.</param>
/// <param name="Person">Whom it concerns.</param>
/// <param name="Post">Which post.</param>
public sealed record Question(
    string Id, string Title, QuestionKind Kind, IReadOnlyList<Option> Options, Rule Rule,
    string? Detail = null, IReadOnlyList<string>? Items = null, PersonnelAct? Act = null, string? Person = null, string? Post = null)
{
    /// <summary>Whether another name may be written in with an against (另选他人), on paper ballots.</summary>
    public bool WriteIns { get; init; }

    /// <summary>The item whose dimension this question is (合规、文书、效果): questions one after another with the same group stand under it.</summary>
    public string? Group { get; init; }

    /// <summary>The title, with the item it is a dimension of.</summary>
    public string FullTitle => Group is null ? Title : $"{Group}：{Title}";
}

/// <summary>An option of a question.</summary>
/// <param name="Id">Unique in the question.</param>
/// <param name="Label">As printed.</param>
/// <param name="Detail">Text that unfolds.</param>
/// <param name="Lead">Bodies in charge.</param>
public sealed record Option(string Id, string Label, string? Detail = null, IReadOnlyList<string>? Lead = null);

/// <summary>How many options a ballot may mark.</summary>
public enum QuestionKind
{
    /// <summary>One; two are a void ballot.</summary>
    ChooseOne,
    /// <summary>As many as the rule says.</summary>
    ChooseMany,
}

/// <summary>Which press of the voting unit counts (GB 50799-2012 offers both).</summary>
public enum PressThatCounts
{
    /// <summary>The last before the close.</summary>
    Last,
    /// <summary>The first; a second is refused.</summary>
    First,
}

/// <summary>What happens to a member who checks in while a round is open.</summary>
public enum LateArrivals
{
    /// <summary>May vote in it.</summary>
    Admit,
    /// <summary>Waits for the next round.</summary>
    NextRound,
}

/// <summary>What a personnel question does (任免).</summary>
public enum PersonnelAct
{
    /// <summary>任命.</summary>
    Appoint,
    /// <summary>免去.</summary>
    Remove,
}
