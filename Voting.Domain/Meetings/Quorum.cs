namespace Voting.Domain.Meetings;

/// <summary>
/// Whether enough members are here. Checked at every opening of a round against the roll as it stands then
/// (地方组织法 art. 14 and 51, GB 50799-2012 §12.2.10).
/// </summary>
public static class Quorum
{
    /// <summary>Whether the meeting may be held with the members present.</summary>
    /// <param name="body">N and the share asked for.</param>
    /// <param name="present">P, members present, ≥ 0.</param>
    public static bool IsMet(Body body, int present) => body.Quorum is not { } q || q.Met(present, body.Members);

    /// <summary>The fewest members who must be present; 0 where no quorum is asked.</summary>
    public static int Need(Body body) => body.Quorum is { } q ? q.Need(body.Members) : 0;
}
