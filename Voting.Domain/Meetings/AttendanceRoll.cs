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

/// <summary>Who is here. A value: each change gives a new roll.</summary>
public sealed class AttendanceRoll
{
    private readonly ImmutableDictionary<string, Attendance> _attendance;

    private AttendanceRoll(ImmutableDictionary<string, Attendance> attendance) => _attendance = attendance;

    /// <summary>A roll from member ids and where each is.</summary>
    public static AttendanceRoll Of(IEnumerable<KeyValuePair<string, Attendance>> attendance) => new(attendance.ToImmutableDictionary());

    /// <summary>
    /// The roll a meeting starts with: in a rehearsal what the file says; in a live meeting nobody is present before checking in.
    /// </summary>
    public static AttendanceRoll Start(Meeting meeting, bool rehearsal) => Of(meeting.Roll.Select(m => KeyValuePair.Create(
        m.Id, m.Attendance is Attendance.Present && !rehearsal ? Attendance.Expected : m.Attendance)));

    /// <summary>Where a member is, or null where the id is not on the roll.</summary>
    public Attendance? Of(string memberId) => _attendance.TryGetValue(memberId, out var a) ? a : null;

    /// <summary>Whether the member is on the roll, checked in and present.</summary>
    public bool IsPresent(string memberId) => Of(memberId) is Attendance.Present;

    /// <summary>The roll with one member elsewhere.</summary>
    public AttendanceRoll With(string memberId, Attendance attendance) => new(_attendance.SetItem(memberId, attendance));

    /// <summary>Every member and where each is.</summary>
    public IReadOnlyDictionary<string, Attendance> All => _attendance;

    /// <summary>The roll in numbers.</summary>
    public RollCounts Counts()
    {
        var present = _attendance.Values.Count(a => a is Attendance.Present);
        var leave = _attendance.Values.Count(a => a is Attendance.Leave);
        return new RollCounts(present, leave, _attendance.Count - present - leave);
    }
}
