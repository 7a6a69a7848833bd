using System.Diagnostics;

namespace Voting.Api.Ceremony;

/// <summary>
/// A rehearsal of a crash: the process ends itself, as by SIGKILL, at a point between two steps. Only a rehearsal may ask for it.
/// </summary>
public sealed class Probe(Settings settings)
{
    /// <summary>Where a server can be made to die: before a round's opening is kept, after the box's commit, and after each step.</summary>
    public static IReadOnlyList<string> Points { get; } = ["BoxCreated", "BoxClosed", .. Enum.GetNames<CeremonyStep>(), "KeyRead"];

    public void Reached(string point)
    {
        if (settings.DieAfter == point) Process.GetCurrentProcess().Kill();
    }
}
