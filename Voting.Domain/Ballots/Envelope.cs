using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Sealing;

namespace Voting.Domain.Ballots;

/// <summary>
/// What an envelope is bound to: it opens in this round only. Never a seat, a cast id or a seq, or it could not be opened once
/// the link to the voter is gone.
/// </summary>
/// <param name="MeetingId">The meeting.</param>
/// <param name="PaperId">The paper.</param>
/// <param name="Round">The round's number.</param>
/// <param name="Fingerprint">Of the round's public key, as shown on the screens.</param>
public sealed record EnvelopeBinding(string MeetingId, string PaperId, int Round, string Fingerprint)
{
    internal byte[] Associated() => CanonicalJson.Bytes(new JsonArray("voting-envelope/1", MeetingId, PaperId, Round, Fingerprint));
}

/// <summary>A sealed ballot. A ciphertext and nothing else.</summary>
public static class Envelope
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Bytes of every envelope of a round.</summary>
    /// <param name="questions">As frozen at Ready.</param>
    /// <param name="secret">Whether the paper is secret; a recorded ballot travels in the clear.</param>
    public static int Size(IReadOnlyList<RoundQuestion> questions, bool secret) => BallotCode.Size(questions) + (secret ? Hpke.Overhead : 0);

    /// <summary>What a tablet sends for a ballot: sealed to the round's key, or as it is where the paper is recorded.</summary>
    /// <param name="meetingId">The meeting.</param>
    /// <param name="round">The open round as the tablet was told.</param>
    /// <param name="ballot">From <see cref="BallotCode"/>.</param>
    /// <param name="seed">32 random bytes, used once and forgotten.</param>
    /// <exception cref="InvalidOperationException">The paper is secret and no key was told, or one of an unknown suite: never would it be sent in the clear.</exception>
    /// <exception cref="ArgumentException">The paper is secret, and the key told is not a point of its curve or the seed is too short.</exception>
    public static byte[] Make(string meetingId, RoundView round, byte[] ballot, byte[] seed)
    {
        if (!round.Secret) return ballot;
        var key = round.Key ?? throw new InvalidOperationException("A secret ballot needs the round's key.");
        var suite = Suite.Find(key.Suite) ?? throw new InvalidOperationException("The round's key is of a suite that this program does not know.");
        return Seal(key.Public, new EnvelopeBinding(meetingId, round.Paper, round.Round, Fingerprint(key.Public)), ballot, seed, suite);
    }

    /// <summary>Seals the bytes of a ballot to the round's key.</summary>
    /// <param name="publicKey">The round's public key, 65 bytes.</param>
    /// <param name="binding">The round.</param>
    /// <param name="ballot">From <see cref="BallotCode"/>.</param>
    /// <param name="seed">32 random bytes, used once and forgotten.</param>
    /// <param name="suite">The key's; the standard one where null.</param>
    /// <returns><see cref="Hpke.Overhead"/> bytes more than the ballot.</returns>
    /// <exception cref="ArgumentException">The public key is not a point of the curve, or the seed is too short.</exception>
    public static byte[] Seal(byte[] publicKey, EnvelopeBinding binding, byte[] ballot, byte[] seed, Suite? suite = null) =>
        Hpke.Seal(publicKey, [], binding.Associated(), ballot, seed, suite);

    /// <summary>The bytes of the ballot, or null where the envelope does not open.</summary>
    /// <param name="keys">The round's pair.</param>
    /// <param name="binding">The round.</param>
    /// <param name="envelope">As it was in the urn.</param>
    /// <exception cref="InvalidOperationException">The pair was forgotten.</exception>
    public static byte[]? Open(KeyPair keys, EnvelopeBinding binding, ReadOnlySpan<byte> envelope) =>
        Hpke.Open(keys, [], binding.Associated(), envelope);

    /// <summary>SHA-256 of an envelope, lower-case hex: its leaf in the urn.</summary>
    public static string Hash(ReadOnlySpan<byte> envelope) => Convert.ToHexStringLower(SHA256.HashData(envelope));

    /// <summary>Twelve base32 characters (RFC 4648) of the SHA-256 of a public key: short enough to be read aloud.</summary>
    public static string Fingerprint(ReadOnlySpan<byte> publicKey)
    {
        var bits = SHA256.HashData(publicKey).Aggregate(System.Numerics.BigInteger.Zero, (all, b) => all << 8 | b);
        return string.Concat(Enumerable.Range(1, 12).Select(i => Base32[(int)(bits >> 256 - 5 * i & 31)]));
    }
}
