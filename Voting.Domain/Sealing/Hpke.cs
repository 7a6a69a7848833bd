using System.Text;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Voting.Domain.Sealing;

/// <summary>A key pair of DHKEM(P-256).</summary>
/// <param name="Private">Scalar, 32 bytes big-endian. Whoever has it opens every envelope of its round.</param>
/// <param name="Public">Uncompressed point, 65 bytes (SEC 1 §2.3.3).</param>
public sealed record KeyPair(byte[] Private, byte[] Public);

/// <summary>
/// Hybrid public key encryption (RFC 9180), base mode, single shot: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.
/// Composed from BouncyCastle's parts, because one program must run on the server and in the browser, whose runtime has neither
/// ECDH nor AES-GCM of its own. Randomness is an argument.
/// </summary>
public static class Hpke
{
    /// <summary>Bytes of an encapsulated key.</summary>
    public const int EncapsulatedSize = 65;

    /// <summary>Bytes by which a sealed text is longer than the clear one.</summary>
    public const int Overhead = EncapsulatedSize + TagSize;

    /// <summary>Bytes of randomness that a key pair is derived from.</summary>
    public const int SeedSize = 32;

    private const int TagSize = 16;
    private const int KeySize = 16;
    private const int NonceSize = 12;
    private const int HashSize = 32;

    private static readonly X9ECParameters P256 = CustomNamedCurves.GetByName("P-256");

    // RFC 9180 §4.1 and §5.1: kem 0x0010, kdf 0x0001, aead 0x0001.
    private static readonly byte[] KemSuite = [.. "KEM"u8, 0x00, 0x10];
    private static readonly byte[] HpkeSuite = [.. "HPKE"u8, 0x00, 0x10, 0x00, 0x01, 0x00, 0x01];

    /// <summary>The key pair derived from a seed (RFC 9180 §7.1.3).</summary>
    /// <param name="seed">At least 32 random bytes, used once.</param>
    /// <exception cref="ArgumentException">The seed is too short, or gives no key (chance below 2⁻²⁵⁶).</exception>
    public static KeyPair DeriveKeyPair(byte[] seed)
    {
        if (seed.Length < SeedSize) throw new ArgumentException($"A seed has at least {SeedSize} bytes.", nameof(seed));
        var secret = LabeledExtract(KemSuite, [], "dkp_prk", seed);
        for (var counter = 0; counter <= byte.MaxValue; counter++)
        {
            var scalar = new BigInteger(1, LabeledExpand(KemSuite, secret, "candidate", [(byte)counter], 32));
            if (scalar.SignValue == 0 || scalar.CompareTo(P256.N) >= 0) continue;
            return new KeyPair(Fixed(scalar), P256.G.Multiply(scalar).Normalize().GetEncoded(false));
        }

        throw new ArgumentException("The seed gives no key pair (RFC 9180 §7.1.3).", nameof(seed));
    }

    /// <summary>Seals a text to a public key.</summary>
    /// <param name="publicKey">65 bytes, as shown to everybody.</param>
    /// <param name="info">Bound into the key.</param>
    /// <param name="associated">Bound into the seal, not kept in it.</param>
    /// <param name="text">What is sealed.</param>
    /// <param name="seed">32 random bytes of this one envelope, forgotten at once.</param>
    /// <returns>Encapsulated key, then ciphertext with its tag: <see cref="Overhead"/> bytes more than the text.</returns>
    /// <exception cref="ArgumentException">The public key is not a point of the curve.</exception>
    public static byte[] Seal(byte[] publicKey, byte[] info, byte[] associated, byte[] text, byte[] seed)
    {
        var receiver = Point(publicKey) ?? throw new ArgumentException("Not a point of P-256.", nameof(publicKey));
        var ephemeral = DeriveKeyPair(seed);
        var (key, nonce) = Schedule(SharedSecret(receiver, ephemeral.Private, ephemeral.Public, publicKey), info);
        return [.. ephemeral.Public, .. AesGcm(true, key, nonce, associated, text)!];
    }

    /// <summary>Opens what was sealed.</summary>
    /// <returns>The text, or null where it was not sealed to this key with this info and associated data, or is no envelope at all.</returns>
    public static byte[]? Open(KeyPair keys, byte[] info, byte[] associated, ReadOnlySpan<byte> envelope)
    {
        if (envelope.Length < Overhead) return null;
        var encapsulated = envelope[..EncapsulatedSize].ToArray();
        if (Point(encapsulated) is not { } sender) return null;
        var (key, nonce) = Schedule(SharedSecret(sender, keys.Private, encapsulated, keys.Public), info);
        return AesGcm(false, key, nonce, associated, envelope[EncapsulatedSize..].ToArray());
    }

    // RFC 9180 §4.1, ExtractAndExpand over the Diffie-Hellman value and both public keys.
    private static byte[] SharedSecret(ECPoint other, byte[] scalar, byte[] encapsulated, byte[] receiver)
    {
        var diffieHellman = other.Multiply(new BigInteger(1, scalar)).Normalize().AffineXCoord.GetEncoded();
        var extracted = LabeledExtract(KemSuite, [], "eae_prk", diffieHellman);
        return LabeledExpand(KemSuite, extracted, "shared_secret", [.. encapsulated, .. receiver], HashSize);
    }

    // RFC 9180 §5.1, KeySchedule in base mode, and §5.2 for the first nonce.
    private static (byte[] Key, byte[] Nonce) Schedule(byte[] sharedSecret, byte[] info)
    {
        byte[] context = [0, .. LabeledExtract(HpkeSuite, [], "psk_id_hash", []), .. LabeledExtract(HpkeSuite, [], "info_hash", info)];
        var secret = LabeledExtract(HpkeSuite, sharedSecret, "secret", []);
        return (LabeledExpand(HpkeSuite, secret, "key", context, KeySize), LabeledExpand(HpkeSuite, secret, "base_nonce", context, NonceSize));
    }

    private static byte[] LabeledExtract(byte[] suite, byte[] salt, string label, byte[] ikm) =>
        Hmac(salt.Length == 0 ? new byte[HashSize] : salt, [.. "HPKE-v1"u8, .. suite, .. Encoding.ASCII.GetBytes(label), .. ikm]);

    private static byte[] LabeledExpand(byte[] suite, byte[] secret, string label, byte[] info, int length)
    {
        // RFC 5869 §2.3; every length asked for here fits in one block.
        byte[] labeled = [0, (byte)length, .. "HPKE-v1"u8, .. suite, .. Encoding.ASCII.GetBytes(label), .. info, 1];
        return Hmac(secret, labeled)[..length];
    }

    private static byte[] Hmac(byte[] key, byte[] message)
    {
        var mac = new HMac(new Sha256Digest());
        mac.Init(new KeyParameter(key));
        mac.BlockUpdate(message, 0, message.Length);
        var result = new byte[HashSize];
        mac.DoFinal(result, 0);
        return result;
    }

    private static byte[]? AesGcm(bool seal, byte[] key, byte[] nonce, byte[] associated, byte[] input)
    {
        var cipher = new GcmBlockCipher(new AesEngine());
        cipher.Init(seal, new AeadParameters(new KeyParameter(key), TagSize * 8, nonce, associated));
        var output = new byte[cipher.GetOutputSize(input.Length)];
        try
        {
            var written = cipher.ProcessBytes(input, 0, input.Length, output, 0);
            cipher.DoFinal(output, written);
            return output;
        }
        catch (InvalidCipherTextException)
        {
            return null;
        }
    }

    private static ECPoint? Point(byte[] bytes)
    {
        if (bytes.Length != EncapsulatedSize || bytes[0] != 4) return null;
        try
        {
            // Decoding checks that the point is on the curve; P-256 has no other subgroup (RFC 9180 §7.1.4).
            var point = P256.Curve.DecodePoint(bytes);
            return point.IsInfinity ? null : point;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static byte[] Fixed(BigInteger scalar)
    {
        var bytes = scalar.ToByteArrayUnsigned();
        return [.. new byte[32 - bytes.Length], .. bytes];
    }
}
