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

/// <summary>
/// The curve, the hash and the cipher that envelopes of a meeting are sealed with. All have one shape: points of 65 bytes, hashes of
/// 32 bytes, keys and tags of 16 bytes, nonces of 12 bytes; so an envelope is as long in one suite as in the other.
/// </summary>
public sealed class Suite
{
    /// <summary>RFC 9180: DHKEM(P-256, HKDF-SHA256) 0x0010, HKDF-SHA256 0x0001, AES-128-GCM 0x0001.</summary>
    public static readonly Suite Standard = new("standard", 0x0010, 0x0001, 0x0001, "P-256", () => new Sha256Digest(), () => new AesEngine());

    /// <summary>
    /// The construction of RFC 9180 over sm2p256v1 (GB/T 32918.5), HKDF with SM3 (GB/T 32905) and SM4-GCM (GB/T 32907, RFC 8998 §3.2).
    /// Not a standard suite: its ids 0xFF10, 0xFF01, 0xFF01 are of this program alone (docs/decisions/0007).
    /// </summary>
    public static readonly Suite Sm = new("sm", 0xFF10, 0xFF01, 0xFF01, "sm2p256v1", () => new SM3Digest(), () => new SM4Engine());

    internal const int PointSize = 65;
    internal const int ScalarSize = 32;
    internal const int HashSize = 32;
    internal const int KeySize = 16;
    internal const int NonceSize = 12;
    internal const int TagSize = 16;

    private readonly Func<IDigest> _digest;
    private readonly Func<IBlockCipher> _cipher;

    private Suite(string name, ushort kem, ushort kdf, ushort aead, string curve, Func<IDigest> digest, Func<IBlockCipher> cipher)
    {
        Name = name;
        // RFC 9180 §4.1 and §5.1.
        KemId = [.. "KEM"u8, .. Two(kem)];
        HpkeId = [.. "HPKE"u8, .. Two(kem), .. Two(kdf), .. Two(aead)];
        Curve = CustomNamedCurves.GetByName(curve);
        _digest = digest;
        _cipher = cipher;
    }

    /// <summary>Every suite there is, the default first.</summary>
    public static IReadOnlyList<Suite> All => [Standard, Sm];

    /// <summary>As in settings, messages and events: <c>standard</c> or <c>sm</c>.</summary>
    public string Name { get; }

    internal byte[] KemId { get; }

    internal byte[] HpkeId { get; }

    internal X9ECParameters Curve { get; }

    /// <summary>The suite of a name, or null where there is none.</summary>
    public static Suite? Find(string? name) => All.FirstOrDefault(s => s.Name == name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>RFC 5869 §2.2.</summary>
    internal byte[] Extract(byte[] salt, byte[] ikm) => Hmac(salt.Length == 0 ? new byte[HashSize] : salt, ikm);

    /// <summary>RFC 5869 §2.3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than 255 blocks.</exception>
    internal byte[] Expand(byte[] secret, byte[] info, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, byte.MaxValue * HashSize);
        byte[] output = [];
        byte[] block = [];
        for (var counter = 1; output.Length < length; counter++)
        {
            block = Hmac(secret, [.. block, .. info, (byte)counter]);
            output = [.. output, .. block];
        }

        return output[..length];
    }

    internal byte[] Hmac(byte[] key, byte[] message)
    {
        var mac = new HMac(_digest());
        mac.Init(new KeyParameter(key));
        mac.BlockUpdate(message, 0, message.Length);
        var result = new byte[HashSize];
        mac.DoFinal(result, 0);
        return result;
    }

    internal byte[] Hash(byte[] message)
    {
        var digest = _digest();
        digest.BlockUpdate(message, 0, message.Length);
        var result = new byte[HashSize];
        digest.DoFinal(result, 0);
        return result;
    }

    /// <summary>Seals or opens; null where it does not open.</summary>
    internal byte[]? Gcm(bool seal, byte[] key, byte[] nonce, byte[] associated, byte[] input)
    {
        if (!seal && input.Length < TagSize) return null;
        var cipher = new GcmBlockCipher(_cipher());
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

    /// <summary>An uncompressed point, or null where the bytes are none of this curve.</summary>
    internal ECPoint? Point(byte[] bytes)
    {
        if (bytes.Length != PointSize || bytes[0] != 4) return null;
        try
        {
            // Decoding checks that the point is on the curve; neither curve has another subgroup (RFC 9180 §7.1.4).
            var point = Curve.Curve.DecodePoint(bytes);
            return point.IsInfinity ? null : point;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The point of a scalar, 65 bytes.</summary>
    internal byte[] Public(BigInteger scalar) => Curve.G.Multiply(scalar).Normalize().GetEncoded(false);

    /// <summary>The x of the common point, 32 bytes.</summary>
    internal static byte[] DiffieHellman(ECPoint other, byte[] scalar) => other.Multiply(new BigInteger(1, scalar)).Normalize().AffineXCoord.GetEncoded();

    private static byte[] Two(ushort id) => [(byte)(id >> 8), (byte)id];
}
