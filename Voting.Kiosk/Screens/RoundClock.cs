using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>How long a round has been open, by this device's own ticks: the clocks of a hundred tablets need not agree.</summary>
/// <param name="Told">What the server said.</param>
/// <param name="At">When that was heard, in ticks of a thousandth of a second.</param>
public sealed record RoundClock(Timing Told, long At)
{
    /// <summary>Whole seconds since the opening.</summary>
    public int Elapsed(long now) => (int)(Told.Elapsed + (now - At) / 1000.0);

    /// <summary>Whole seconds left of the time advised, never below nothing; null where none is advised.</summary>
    public int? Left(long now) => Told.Limit is { } limit ? Math.Max(0, limit - Elapsed(now)) : null;
}
