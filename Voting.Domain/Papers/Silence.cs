namespace Voting.Domain.Papers;

/// <summary>
/// Why those did not vote who could have (未按), as far as it can be known when the round closed. In a secret round numbers only.
/// </summary>
/// <param name="NotPressed">Their device was connected and nothing came.</param>
/// <param name="Offline">Their device was not connected.</param>
/// <param name="TooLate">Their press came behind the close.</param>
public sealed record Silence(int NotPressed, int Offline, int TooLate)
{
    /// <summary>Who did not vote, in the order of the roll; null in a secret round.</summary>
    public IReadOnlyList<string>? Members { get; init; }

    /// <summary>Members who did not vote.</summary>
    public int Total => NotPressed + Offline + TooLate;
}

/// <summary>How those who did not vote are announced.</summary>
public enum SilenceShown
{
    /// <summary>Not at all; officers see the number.</summary>
    Hidden,
    /// <summary>One number.</summary>
    Total,
    /// <summary>The number and why.</summary>
    Split,
}
