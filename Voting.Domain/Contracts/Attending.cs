namespace Voting.Domain.Contracts;

/// <summary>A member leaves the room, or is on leave or absent. A reason is never required.</summary>
/// <param name="Member">Member id.</param>
/// <param name="Reason">One of <see cref="AbsenceReasons"/>, or null.</param>
/// <param name="Note">The same in words, 1–200 characters, or null.</param>
/// <param name="Absent">Did not come (缺席), else left or is on leave (请假).</param>
public sealed record LeaveRequest(string Member, string? Reason = null, string? Note = null, bool Absent = false);

/// <summary>Why members are on leave, as the clerk picks it.</summary>
public static class AbsenceReasons
{
    /// <summary>因病.</summary>
    public const string Illness = "illness";
    /// <summary>因公.</summary>
    public const string Duty = "duty";
    /// <summary>因事.</summary>
    public const string Private = "private";
    /// <summary>其他, in words or not at all.</summary>
    public const string Other = "other";

    /// <summary>Each of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Illness, Duty, Private, Other];
}

/// <summary>A member takes part by video (视频), or no longer does and is in the room.</summary>
/// <param name="Member">Member id.</param>
/// <param name="OnVideo">By video.</param>
public sealed record VideoRequest(string Member, bool OnVideo);

/// <summary>A member takes no part in a paper (回避).</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Member">Member id.</param>
/// <param name="Reason">Kept in the record, 1–500 characters; null takes the recusal back.</param>
public sealed record RecuseRequest(string Paper, string Member, string? Reason);

/// <summary>Another member presides (主持人变更).</summary>
/// <param name="Member">Member id.</param>
/// <param name="Factor">The second factor of the officer who asks, where the meeting asks for one; at most 20 characters.</param>
public sealed record GavelRequest(string Member, string? Factor = null);

/// <summary>Another scrutineer takes a post: a member of the roll, or somebody from outside by name.</summary>
/// <param name="Number">Of the post, 1 or 2.</param>
/// <param name="Member">Member id, or null.</param>
/// <param name="Name">Of somebody from outside, 1–50 characters, or null where it is a member.</param>
/// <param name="Factor">The clerk's second factor, where the meeting asks for one; at most 20 characters.</param>
public sealed record ScrutineerRequest(int Number, string? Member, string? Name, string? Factor = null);

/// <summary>What somebody new in a post signs in with; shown once.</summary>
/// <param name="Post">One of <see cref="Posts"/>.</param>
/// <param name="Name">Who holds it now, with what tells namesakes apart.</param>
/// <param name="Code">A one-time code.</param>
/// <param name="Password">Of the post from now on.</param>
public sealed record IssuedPost(string Post, string Name, string Code, string Password)
{
    /// <summary>The post's new second factor, where the meeting asks for one.</summary>
    public IssuedFactor? Factor { get; init; }
}

/// <summary>A new second factor; shown once.</summary>
/// <param name="Picture">What an authenticator takes, for its camera.</param>
/// <param name="Printed">Ten codes of eight digits, each right once: 1234-5678, with spaces between them.</param>
public sealed record IssuedFactor(QrView Picture, string Printed);

/// <summary>Why a member may not vote in a round that is open, told to that member's screens only.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number, from 1.</param>
/// <param name="Code">One of <see cref="Refusals"/>; null where nothing is in the way.</param>
public sealed record Bar(string Paper, int Round, string? Code);

/// <summary>Who takes part in a round, for officers.</summary>
/// <param name="Groups">Groups of the roll that vote on it; empty where all do.</param>
/// <param name="All">Members in office, or those of the groups on the roll.</param>
/// <param name="Present">Of those, present and not recused.</param>
/// <param name="LateArrivalsWait">Whoever checks in after the opening waits for the next round, else may vote.</param>
/// <param name="Recused">Who takes no part, and why.</param>
public sealed record TakingPart(IReadOnlyList<string> Groups, int All, int Present, bool LateArrivalsWait, IReadOnlyList<RecusedView> Recused);

/// <summary>A member who takes no part in a paper (回避).</summary>
/// <param name="Member">Member id.</param>
/// <param name="Name">With what tells namesakes apart.</param>
/// <param name="Reason">As recorded.</param>
public sealed record RecusedView(string Member, string Name, string Reason);
