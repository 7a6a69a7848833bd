using System.Text.Json.Serialization;

namespace Voting.Domain.Contracts;

/// <summary>Why something asked was not done. A value, because it must cross the hub; the code is stable, the words are in <see cref="Refusals"/>.</summary>
/// <param name="Code">One of <see cref="Refusals"/>.</param>
/// <param name="Detail">What it is about: an id, a number, the name of a field. Never a mark.</param>
public sealed record Refusal(string Code, string? Detail = null)
{
    /// <summary>The detail in Chinese where it is a sentence; null where it is the same in both languages.</summary>
    public string? Chinese { get; init; }
}

/// <summary>Nothing, as an answer that succeeded.</summary>
public sealed record Done
{
    /// <summary>The only one.</summary>
    public static Done It { get; } = new();
}

/// <summary>What a hub method or endpoint answers: a value or a refusal, never both.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <param name="Value">The answer, where it was done.</param>
/// <param name="Refusal">Why not, where it was not.</param>
public sealed record Reply<T>(T? Value, Refusal? Refusal) : IReply<Reply<T>> where T : class
{
    /// <summary>Whether it was done.</summary>
    [JsonIgnore]
    public bool IsDone => Refusal is null;

    /// <inheritdoc/>
    public static Reply<T> Refuse(Refusal refusal) => new(null, refusal);

#pragma warning disable CA2225, CS1591 // The conversions are the constructor.
    public static implicit operator Reply<T>(T value) => new(value, null);
    public static implicit operator Reply<T>(Refusal refusal) => new(null, refusal);
#pragma warning restore CA2225, CS1591
}

/// <summary>An answer that may be a refusal.</summary>
/// <typeparam name="TSelf">The answer.</typeparam>
public interface IReply<TSelf> where TSelf : IReply<TSelf>
{
    /// <summary>Why it was not done, or null where it was.</summary>
    Refusal? Refusal { get; }

    /// <summary>The answer that refuses.</summary>
    static abstract TSelf Refuse(Refusal refusal);
}
