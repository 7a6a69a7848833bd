using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace Voting.Domain.Sealing;

/// <summary>A public key that signatures are checked with.</summary>
/// <param name="Algorithm"><see cref="Signer.Es256"/> or <see cref="Signer.Sm2"/>.</param>
/// <param name="Spki">Its SubjectPublicKeyInfo (RFC 5480), DER, with the point uncompressed: 91 bytes in either algorithm.</param>
public sealed record SigningKey(string Algorithm, byte[] Spki)
{
    /// <summary>SHA-256 of the SPKI, lower-case hex: how a signature names its key.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Spki));
}

/// <summary>
/// Signatures of the record: ES256 (ECDSA over P-256 with SHA-256, FIPS 186-5) and SM2 with SM3 (GB/T 32918.2, signer id
/// 1234567812345678), both as DER. On BouncyCastle, because the browser's runtime has no ECDSA of its own. No randomness is
/// needed: what a signature is blinded with follows from the private key and the text (RFC 6979, and in its manner for SM2),
/// so one text signed twice by one key is signed alike.
/// </summary>
public static class Signer
{
    /// <summary>ECDSA over P-256 with SHA-256.</summary>
    public const string Es256 = "ES256";

    /// <summary>SM2 with SM3.</summary>
    public const string Sm2 = "SM2-SM3";

    // SEQUENCE { SEQUENCE { id-ecPublicKey, curve }, BIT STRING of the point }: the same length for both curves.
    private static readonly byte[] P256Info = Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d030107034200");
    private static readonly byte[] Sm2Info = Convert.FromHexString("3059301306072a8648ce3d020106082a811ccf5501822d034200");

    /// <summary>The public half of a pair, as others check signatures with it; the pair's suite says by which algorithm.</summary>
    public static SigningKey PublicKey(KeyPair pair) => pair.Suite == Suite.Sm
        ? new SigningKey(Sm2, [.. Sm2Info, .. pair.Public])
        : new SigningKey(Es256, [.. P256Info, .. pair.Public]);

    /// <summary>Whether these bytes are a public key of the algorithm: its curve, a point on it, and nothing besides.</summary>
    public static bool IsKey(SigningKey key) => PointOf(key) is not null;

    /// <summary>Signs a text.</summary>
    /// <param name="pair">Its suite says by which algorithm.</param>
    /// <param name="text">The text, not its hash.</param>
    /// <returns>DER: SEQUENCE { r, s }.</returns>
    /// <exception cref="InvalidOperationException">The pair was forgotten.</exception>
    public static byte[] Sign(KeyPair pair, byte[] text)
    {
        var scalar = pair.Scalar();
        var key = new ECPrivateKeyParameters(new BigInteger(1, scalar), CurveOf(pair.Suite));
        if (pair.Suite == Suite.Sm)
        {
            var lots = new DigestRandomGenerator(new SM3Digest());
            lots.AddSeedMaterial(pair.Suite.Hmac(scalar, text));
            var sm2 = new SM2Signer();
            sm2.Init(true, new ParametersWithRandom(key, new SecureRandom(lots)));
            sm2.BlockUpdate(text, 0, text.Length);
            return sm2.GenerateSignature();
        }

        var es256 = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
        es256.Init(true, key);
        var numbers = es256.GenerateSignature(SHA256.HashData(text));
        return StandardDsaEncoding.Instance.Encode(key.Parameters.N, numbers[0], numbers[1]);
    }

    /// <summary>Whether a value is the key's signature over a text. What is no key, no DER or out of range is none.</summary>
    /// <param name="key">Whose signature it is said to be; its algorithm is the signature's.</param>
    /// <param name="text">The text, not its hash.</param>
    /// <param name="value">DER: SEQUENCE { r, s }.</param>
    /// <remarks>With ES256 (r, n − s) is a signature wherever (r, s) is one; so nothing may be told apart by a signature's bytes.</remarks>
    public static bool IsSigned(SigningKey key, byte[] text, byte[] value)
    {
        if (PointOf(key) is not { } point) return false;
        if (key.Algorithm == Sm2)
        {
            var sm2 = new SM2Signer();
            sm2.Init(false, point);
            sm2.BlockUpdate(text, 0, text.Length);
            return Numbers(point.Parameters.N, value) is not null && sm2.VerifySignature(value);
        }

        if (Numbers(point.Parameters.N, value) is not [var r, var s]) return false;
        var es256 = new ECDsaSigner();
        es256.Init(false, point);
        return es256.VerifySignature(SHA256.HashData(text), r, s);
    }

    /// <summary>The DER form of an ES256 signature that a browser made (IEEE P1363: r, then s, 32 bytes each).</summary>
    /// <param name="signature">64 bytes, r and s each below the order of the curve.</param>
    /// <returns>DER: SEQUENCE { r, s }.</returns>
    /// <exception cref="ArgumentException">Not 64 bytes, or out of range.</exception>
    public static byte[] Der(byte[] signature)
    {
        if (signature.Length != 2 * Suite.ScalarSize) throw new ArgumentException("r and s take 32 bytes each.", nameof(signature));
        return StandardDsaEncoding.Instance.Encode(Suite.Standard.Curve.N,
            new BigInteger(1, signature[..Suite.ScalarSize]), new BigInteger(1, signature[Suite.ScalarSize..]));
    }

    private static ECPublicKeyParameters? PointOf(SigningKey key)
    {
        var (info, suite) = key.Algorithm switch { Es256 => (P256Info, Suite.Standard), Sm2 => (Sm2Info, Suite.Sm), _ => ([], null) };
        return suite is not null && key.Spki.AsSpan().StartsWith(info) && suite.Point(key.Spki[info.Length..]) is { } point
            ? new ECPublicKeyParameters(point, CurveOf(suite)) : null;
    }

    // Stricter than the signers: one form of one signature, each number from 1 to n − 1.
    private static BigInteger[]? Numbers(BigInteger order, byte[] value)
    {
        try
        {
            var numbers = StandardDsaEncoding.Instance.Decode(order, value);
            return numbers.All(n => n.SignValue > 0) ? numbers : null;
        }
        catch (Exception e) when (e is ArgumentException or IOException or InvalidCastException or ArithmeticException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ECDomainParameters CurveOf(Suite suite) => new(suite.Curve);
}
