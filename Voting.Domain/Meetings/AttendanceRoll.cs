using System.Collections.Immutable;

namespace Voting.Domain.Meetings;

/// <summary>Where a member of the roll is.</summary>
public enum Attendance
{
    /// <summary>Due and not yet checked in; counts as absent.</summary>
    Expected,
    /// <summary>Checked in (签到) and in the room.</summary>
    Present,
    /// <summary>On leave (请假), or left the room.</summary>
    Leave,
    /// <summary>Absent (缺席).</summary>
    Absent,
}

/// <summary>The roll in numbers: due (应到) is the sum of the three.</summary>
/// <param name="Present">实到, or 在场 at a round.</param>
/// <param name="Leave">请假.</param>
/// <param name="Absent">缺席, members expected and not checked in included.</param>
public sealed record RollCounts(int Present, int Leave, int Absent)
{
    /// <summary>应到, the length of the roll.</summary>
    public int Due => Present + Leave + Absent;
}

/// <summary>Where a member of the roll is, with what was noted of it. Nothing of the note is ever required.</summary>
/// <param name="Attendance">Where the member is.</param>
/// <param name="Reason">Why on leave or absent: one of <see cref="Contracts.AbsenceReasons"/>, or null.</param>
/// <param name="Note">The same in the clerk's words, or null.</param>
/// <param name="OnVideo">Present by video (视频): counts as present.</param>
public sealed record Standing(Attendance Attendance, string? Reason = null, string? Note = null, bool OnVideo = false);

/// <summary>Who is here. A value: each change gives a new roll.</summary>
public sealed class AttendanceRoll
{
    private readonly ImmutableDictionary<string, Standing> _standing;
    private readonly RollCounts _counts;

    // Counted once: every screen is told the numbers, and a roll never changes.
    private AttendanceRoll(ImmutableDictionary<string, Standing> standing)
    {
        _standing = standing;
        int present = 0, leave = 0, onVideo = 0;
        foreach (var (_, at) in standing)
        {
            if (at.Attendance is Attendance.Leave) leave++;
            if (at.Attendance is not Attendance.Present) continue;
            present++;
            if (at.OnVideo) onVideo++;
        }

        (_counts, OnVideo) = (new RollCounts(present, leave, standing.Count - present - leave), onVideo);
    }

    /// <summary>A roll from member ids and where each is.</summary>
    public static AttendanceRoll Of(IEnumerable<KeyValuePair<string, Standing>> standing) => new(standing.ToImmutableDictionary());

    /// <summary>
    /// The roll a meeting starts with: in a rehearsal what the file says; in a live meeting nobody is present before checking in.
    /// </summary>
    public static AttendanceRoll Start(Meeting meeting, bool rehearsal) => Of(meeting.Roll.Select(m => KeyValuePair.Create(
        m.Id, new Standing(m.Attendance is Attendance.Present && !rehearsal ? Attendance.Expected : m.Attendance))));

    /// <summary>Where a member is, or null where the id is not on the roll.</summary>
    public Attendance? Of(string memberId) => StandingOf(memberId)?.Attendance;

    /// <summary>Where a member is, with what was noted of it, or null where the id is not on the roll.</summary>
    public Standing? StandingOf(string memberId) => _standing.GetValueOrDefault(memberId);

    /// <summary>Whether the member is on the roll, checked in and present.</summary>
    public bool IsPresent(string memberId) => Of(memberId) is Attendance.Present;

    /// <summary>The roll with one member elsewhere.</summary>
    public AttendanceRoll With(string memberId, Standing standing) => new(_standing.SetItem(memberId, standing));

    /// <summary>The roll taken again (重新签到): whoever was present is expected.</summary>
    public AttendanceRoll TakenAgain() =>
        new(_standing.SetItems(_standing.Where(m => m.Value.Attendance is Attendance.Present).Select(m => KeyValuePair.Create(m.Key, new Standing(Attendance.Expected)))));

    /// <summary>Every member and where each is.</summary>
    public IReadOnlyDictionary<string, Standing> All => _standing;

    /// <summary>Members present by video, who are among those present.</summary>
    public int OnVideo { get; }

    /// <summary>The roll in numbers.</summary>
    public RollCounts Counts() => _counts;
}
