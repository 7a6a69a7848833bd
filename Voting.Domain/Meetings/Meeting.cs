using Voting.Domain.Papers;

namespace Voting.Domain.Meetings;

/// <summary>A meeting as the clerk imported it, with every change since the import.</summary>
/// <param name="Id">1–64 of <c>A-Z a-z 0-9 . _ -</c>.</param>
/// <param name="Title">Printed title.</param>
/// <param name="Date">ISO 8601.</param>
/// <param name="Language">BCP 47.</param>
/// <param name="Presiding">Member id of the presiding officer (主持人).</param>
/// <param name="Body">The body that meets.</param>
/// <param name="Roll">In the printed order, which is never re-sorted.</param>
/// <param name="NonVoting">Non-voting attendees (列席).</param>
/// <param name="Agenda">In order.</param>
/// <param name="Papers">In the order of the file.</param>
public sealed record Meeting(
    string Id, string Title, string Date, string Language, string Presiding, Body Body,
    IReadOnlyList<Member> Roll, IReadOnlyList<Attendee> NonVoting, IReadOnlyList<AgendaItem> Agenda, IReadOnlyList<Paper> Papers)
{
    /// <summary>The paper of that id, or null.</summary>
    public Paper? Paper(string id) => Papers.FirstOrDefault(p => p.Id == id);

    /// <summary>Members who may vote on a paper: all of the roll, or those of its groups.</summary>
    public IEnumerable<Member> Entitled(Paper paper) => Roll.Where(paper.Entitles);

    /// <summary>The member of that id, or null.</summary>
    public Member? Member(string id) => Roll.FirstOrDefault(m => m.Id == id);

    /// <summary>What shares of all are taken of: N, or the members of the paper's groups on the roll.</summary>
    public int AllFor(Paper paper) => paper.EntitledGroups.Count == 0 ? Body.Members : Entitled(paper).Count();
}

/// <summary>The body that meets.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Members">N, all members in office; not the statutory seats and not those present.</param>
/// <param name="Quorum">What the members present must reach, or null where none is asked.</param>
public sealed record Body(string Name, int Members, Threshold? Quorum);

/// <summary>A member on the roll. Two may bear one name: identity is the id.</summary>
/// <param name="Id">Unique on the roll.</param>
/// <param name="Name">As printed.</param>
/// <param name="Attendance">What the file says; in a live meeting <c>Present</c> reads as <c>Expected</c>.</param>
/// <param name="Seat">Seat label.</param>
/// <param name="Suffix">Tells namesakes apart.</param>
/// <param name="Group">Group for entitlement.</param>
public sealed record Member(string Id, string Name, Attendance Attendance, string? Seat = null, string? Suffix = null, string? Group = null)
{
    /// <summary>Name with what tells namesakes apart.</summary>
    public string FullName => Suffix is null ? Name : $"{Name}（{Suffix}）";
}

/// <summary>A non-voting attendee (列席): may speak, never votes.</summary>
/// <param name="Name">Null where only the post is invited.</param>
/// <param name="Post">Post or office.</param>
/// <param name="Items">Printed numbers of the items attended; null where all are.</param>
public sealed record Attendee(string? Name, string Post, IReadOnlyList<int>? Items = null)
{
    /// <summary>Whether this item is attended.</summary>
    public bool Attends(AgendaItem item) => Items is null || Items.Contains(item.No);
}

/// <summary>An item of the agenda.</summary>
/// <param name="No">Printed number, unique.</param>
/// <param name="Title">Printed title.</param>
/// <param name="Papers">Ids of the papers voted under it; empty where it is only ticked off.</param>
/// <param name="Note">Remark.</param>
/// <param name="Reporter">Who reports.</param>
public sealed record AgendaItem(int No, string Title, IReadOnlyList<string> Papers, string? Note = null, string? Reporter = null);
