using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>What the clerk notes of one member: on leave or absent and why, present by video. No reason is ever required.</summary>
public sealed class AttendanceScreen(Proceedings proceedings)
{
    public const int LongestNote = 200;

    public Asking Asking { get; } = new();

    /// <summary>Whom it is about, or null.</summary>
    public RollEntry? Member { get; private set; }

    /// <summary>One of <see cref="AbsenceReasons"/>, or null.</summary>
    public string? Reason { get; private set; }

    public string Note { get; set; } = "";

    public void Ask(RollEntry member)
    {
        (Member, Reason, Note) = (member, member.Reason, member.Note ?? "");
        Asking.Forget();
    }

    public void Return() => Member = null;

    /// <summary>A reason pressed again is taken back.</summary>
    public void Pick(string reason) => Reason = Reason == reason ? null : reason;

    private bool CanMove => Member is not null && !Asking.IsBusy && proceedings.Meeting?.Phase is not (null or "closed");

    private bool IsPresent => Member?.Attendance == "present";

    /// <summary>Leaves the room, or is on leave.</summary>
    public bool CanLeave => CanMove && Note.Trim().Length <= LongestNote;

    /// <summary>Did not come: whoever was here has left.</summary>
    public bool CanBeAbsent => CanLeave && !IsPresent;

    public bool CanJoinByVideo => CanMove && !(IsPresent && Member!.OnVideo);

    public bool CanBeInRoom => CanMove && IsPresent && Member!.OnVideo;

    public Task Leave(IVotingHub hub, bool absent)
    {
        if (absent ? !CanBeAbsent : !CanLeave) return Task.CompletedTask;
        var note = Note.Trim();
        return Do(() => hub.Leave(new LeaveRequest(Member!.Id, Reason, note.Length == 0 ? null : note, absent)));
    }

    public Task SetVideo(IVotingHub hub, bool onVideo) => (onVideo ? CanJoinByVideo : CanBeInRoom)
        ? Do(() => hub.SetVideo(new VideoRequest(Member!.Id, onVideo))) : Task.CompletedTask;

    private async Task Do(Func<Task<Reply<Done>>> ask)
    {
        if (await Asking.Ask(ask) is not null) Return();
    }
}
