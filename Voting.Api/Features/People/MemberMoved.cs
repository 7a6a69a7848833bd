using Voting.Api.Live;
using Voting.Api.Pipeline;

namespace Voting.Api.Features.People;

/// <summary>What follows where a member came or left, however it was asked.</summary>
public static class MemberMoved
{
    /// <summary>Tells every screen, and the member's own; nobody where nothing changed, for a device may ask as often as it likes.</summary>
    public static void Tell(Work work, Screens screens, string member)
    {
        if (work.Facts.Count == 0) return;
        work.AfterCommit(screens.MeetingChanged);
        work.AfterCommit(() => screens.PresenceChanged(member));
    }
}
