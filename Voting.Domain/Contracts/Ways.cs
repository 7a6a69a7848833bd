using Voting.Domain.Papers;

namespace Voting.Domain.Contracts;

/// <summary>How a round is voted, as messages and the record name it.</summary>
public static class Ways
{
#pragma warning disable CS1591 // Each says itself.
    public const string Devices = "devices";
    public const string Hands = "hands";
    public const string Paper = "paper";
    public const string DevicesAndHands = "devices-and-hands";
#pragma warning restore CS1591

    /// <summary>Each of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Devices, Hands, Paper, DevicesAndHands];

    /// <summary>The name of a way.</summary>
    public static string Of(Way way) => All[(int)way];

    /// <summary>The way of that name, or null.</summary>
    public static Way? Find(string name) => All.ToList().IndexOf(name) is >= 0 and var place ? (Way)place : null;
}
