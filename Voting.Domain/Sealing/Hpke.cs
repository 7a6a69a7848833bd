using System.Text;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Voting.Domain.Sealing;

/// <summary>A key pair of a suite's curve.</summary>
/// <param name="Private">Scalar, 32 bytes big-endian. Whoever has it opens every envelope of its round.</param>
/// <param name="Public">Uncompressed point, 65 bytes (SEC 1 §2.3.3).</param>
public sealed record KeyPair(byte[] Private, byte[] Public)
{
    /// <summary>What is sealed and opened with it.</summary>
    public Suite Suite { get; init; } = Suite.Standard;

    /// <summary>Overwrites the private half in memory: from now on the pair opens nothing.</summary>
    public void Forget() => System.Security.Cryptography.CryptographicOperations.ZeroMemory(Private);

    /// <summary>The private half, for whoever is about to use it.</summary>
    /// <exception cref="InvalidOperationException">The pair was forgotten.</exception>
    internal byte[] Scalar() => Private.AsSpan().ContainsAnyExcept((byte)0) ? Private : throw new InvalidOperationException("The pair was forgotten.");
}

/// <summary>
/// Hybrid public key encryption (RFC 9180), base mode, single shot: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, or the same
/// construction with another <see cref="Suite"/>. Composed from BouncyCastle's parts, because one program must run on the server and in
/// the browser, whose runtime has neither ECDH nor AES-GCM of its own. Randomness is an argument.
/// </summary>
public static class Hpke
{
    /// <summary>Bytes of an encapsulated key, in every suite.</summary>
    public const int EncapsulatedSize = Suite.PointSize;

    /// <summary>Bytes by which a sealed text is longer than the clear one, in every suite.</summary>
    public const int Overhead = EncapsulatedSize + Suite.TagSize;

    /// <summary>Bytes of randomness that a key pair is derived from.</summary>
    public const int SeedSize = 32;

    /// <summary>The key pair derived from a seed (RFC 9180 §7.1.3).</summary>
    /// <param name="seed">At least 32 random bytes, used once.</param>
    /// <param name="suite">What the pair is for; the standard one where null.</param>
    /// <exception cref="ArgumentException">The seed is too short, or gives no key (chance below 2⁻²⁵⁶).</exception>
    public static KeyPair DeriveKeyPair(byte[] seed, Suite? suite = null)
    {
        if (seed.Length < SeedSize) throw new ArgumentException($"A seed has at least {SeedSize} bytes.", nameof(seed));
        suite ??= Suite.Standard;
        var secret = LabeledExtract(suite, suite.KemId, [], "dkp_prk", seed);
        for (var counter = 0; counter <= byte.MaxValue; counter++)
        {
            var scalar = new BigInteger(1, LabeledExpand(suite, suite.KemId, secret, "candidate", [(byte)counter], Suite.ScalarSize));
            if (scalar.SignValue == 0 || scalar.CompareTo(suite.Curve.N) >= 0) continue;
            return new KeyPair(Fixed(scalar), suite.Public(scalar)) { Suite = suite };
        }

        throw new ArgumentException("The seed gives no key pair (RFC 9180 §7.1.3).", nameof(seed));
    }

    /// <summary>The public key that belongs to a private one, as shown to everybody: 65 bytes, uncompressed (RFC 9180 §7.1.1).</summary>
    /// <param name="privateKey">Scalar, 32 bytes big-endian.</param>
    /// <param name="suite">What it is for; the standard one where null.</param>
    public static byte[] PublicKey(byte[] privateKey, Suite? suite = null) => (suite ?? Suite.Standard).Public(new BigInteger(1, privateKey));

    /// <summary>Seals a text to a public key.</summary>
    /// <param name="publicKey">65 bytes, as shown to everybody.</param>
    /// <param name="info">Bound into the key.</param>
    /// <param name="associated">Bound into the seal, not kept in it.</param>
    /// <param name="text">What is sealed.</param>
    /// <param name="seed">At least 32 random bytes of this one envelope, forgotten at once.</param>
    /// <param name="suite">The key's; the standard one where null.</param>
    /// <returns>Encapsulated key, then ciphertext with its tag: <see cref="Overhead"/> bytes more than the text.</returns>
    /// <exception cref="ArgumentException">The public key is not a point of the curve, or the seed is too short.</exception>
    public static byte[] Seal(byte[] publicKey, byte[] info, byte[] associated, byte[] text, byte[] seed, Suite? suite = null)
    {
        suite ??= Suite.Standard;
        var receiver = suite.Point(publicKey) ?? throw new ArgumentException("Not a point of the curve.", nameof(publicKey));
        var ephemeral = DeriveKeyPair(seed, suite);
        var (key, nonce) = Schedule(suite, SharedSecret(suite, receiver, ephemeral.Private, ephemeral.Public, publicKey), info);
        return [.. ephemeral.Public, .. suite.Gcm(true, key, nonce, associated, text)!];
    }

    /// <summary>Opens what was sealed.</summary>
    /// <param name="keys">The pair whose public half it was sealed to; its suite is the seal's.</param>
    /// <param name="info">As it was sealed with.</param>
    /// <param name="associated">As it was sealed with.</param>
    /// <param name="envelope">What <see cref="Seal"/> gave.</param>
    /// <returns>The text, or null where it was not sealed to this key with its suite, this info and associated data, or is no envelope at all.</returns>
    /// <exception cref="InvalidOperationException">The pair was forgotten.</exception>
    public static byte[]? Open(KeyPair keys, byte[] info, byte[] associated, ReadOnlySpan<byte> envelope)
    {
        // Never would ballots be void because of it.
        var scalar = keys.Scalar();
        if (envelope.Length < Overhead) return null;
        var suite = keys.Suite;
        var encapsulated = envelope[..EncapsulatedSize].ToArray();
        if (suite.Point(encapsulated) is not { } sender) return null;
        var (key, nonce) = Schedule(suite, SharedSecret(suite, sender, scalar, encapsulated, keys.Public), info);
        return suite.Gcm(false, key, nonce, associated, envelope[EncapsulatedSize..].ToArray());
    }

    // RFC 9180 §4.1, ExtractAndExpand over the Diffie-Hellman value and both public keys.
    private static byte[] SharedSecret(Suite suite, ECPoint other, byte[] scalar, byte[] encapsulated, byte[] receiver)
    {
        var extracted = LabeledExtract(suite, suite.KemId, [], "eae_prk", Suite.DiffieHellman(other, scalar));
        return LabeledExpand(suite, suite.KemId, extracted, "shared_secret", [.. encapsulated, .. receiver], Suite.HashSize);
    }

    // RFC 9180 §5.1, KeySchedule in base mode, and §5.2 for the first nonce.
    private static (byte[] Key, byte[] Nonce) Schedule(Suite suite, byte[] sharedSecret, byte[] info)
    {
        var id = suite.HpkeId;
        byte[] context = [0, .. LabeledExtract(suite, id, [], "psk_id_hash", []), .. LabeledExtract(suite, id, [], "info_hash", info)];
        var secret = LabeledExtract(suite, id, sharedSecret, "secret", []);
        return (LabeledExpand(suite, id, secret, "key", context, Suite.KeySize), LabeledExpand(suite, id, secret, "base_nonce", context, Suite.NonceSize));
    }

    private static byte[] LabeledExtract(Suite suite, byte[] id, byte[] salt, string label, byte[] ikm) =>
        suite.Extract(salt, [.. "HPKE-v1"u8, .. id, .. Encoding.ASCII.GetBytes(label), .. ikm]);

    private static byte[] LabeledExpand(Suite suite, byte[] id, byte[] secret, string label, byte[] info, int length) =>
        suite.Expand(secret, [0, (byte)length, .. "HPKE-v1"u8, .. id, .. Encoding.ASCII.GetBytes(label), .. info], length);

    private static byte[] Fixed(BigInteger scalar)
    {
        var bytes = scalar.ToByteArrayUnsigned();
        return [.. new byte[Suite.ScalarSize - bytes.Length], .. bytes];
    }
}
