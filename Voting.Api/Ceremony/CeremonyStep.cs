namespace Voting.Api.Ceremony;

/// <summary>
/// How far the counting of a closed round is. Each step is durable; after a crash the ceremony goes on from the last that was kept.
/// The order is what keeps a ballot secret: nothing that links envelope and voter is left when the key is first used.
/// </summary>
public enum CeremonyStep
{
    /// <summary>The box took its last press.</summary>
    Closed,
    /// <summary>The envelopes lie in the urn, sorted by hash, as many as voted.</summary>
    UrnWritten,
    /// <summary>The rows that linked them to members are gone.</summary>
    BoxDestroyed,
    /// <summary>The server signed the close: which urn is counted.</summary>
    CloseSigned,
    /// <summary>Two engines agreed and the totals are kept.</summary>
    Tallied,
    /// <summary>The key is gone.</summary>
    KeyDestroyed,
    /// <summary>The server signed that both engines agreed on it.</summary>
    TallySigned,
}
