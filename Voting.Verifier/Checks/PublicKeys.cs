using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using Voting.Verifier.Json;

namespace Voting.Verifier.Checks;

/// <summary>The public keys given from outside, by the SHA-256 of their SPKI.</summary>
internal sealed class PublicKeys : IDisposable
{
    private const int KeysMebibytes = 1;

    private readonly Dictionary<string, byte[]> keys = new(StringComparer.Ordinal);

    // A record has many signatures of few keys, and reading a key costs as much as checking a signature.
    private readonly Dictionary<string, ECDsa?> es256 = new(StringComparer.Ordinal);

    public static PublicKeys Read(string path)
    {
        using var file = JsonFile.Read(path, KeysMebibytes);
        var read = new PublicKeys();
        foreach (var (id, value, place) in Values.Members(file.Root, Place.Root))
        {
            var spki = Base64.Read(value, place);
            var due = Convert.ToHexStringLower(SHA256.HashData(spki));
            if (id != due)
            {
                throw new RefusedException(place, $"密钥标识应为公钥的 SHA-256：{due}", $"the key id is not the SHA-256 of its SPKI, {due}");
            }

            read.keys.Add(id, spki);
        }

        return read;
    }

    public void Dispose()
    {
        foreach (var key in es256.Values)
        {
            key?.Dispose();
        }
    }

    public bool Holds(string id) => keys.ContainsKey(id);

    /// <summary>Whether the key fits the algorithm and the value is its signature over the text.</summary>
    public bool Accepts(string id, string algorithm, byte[] text, byte[] value)
    {
        try
        {
            return IsDer(value) && (algorithm == "ES256" ? AcceptsEs256(id, text, value) : AcceptsSm2(keys[id], text, value));
        }
        catch (Exception fault) when (fault is CryptographicException or CryptoException or ArgumentException or IOException
            or AsnContentException or InvalidCastException or ArithmeticException or GeneralSecurityException or InvalidOperationException)
        {
            // What the two libraries throw for keys and signatures that are no such thing.
            return false;
        }
    }

    // Stricter than the libraries, which take numbers whose leading zero is missing.
    private static bool IsDer(byte[] value)
    {
        var outer = new AsnReader(value, AsnEncodingRules.DER);
        var numbers = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var (r, s) = (numbers.ReadInteger(), numbers.ReadInteger());
        numbers.ThrowIfNotEmpty();
        return r.Sign > 0 && s.Sign > 0;
    }

    private bool AcceptsEs256(string id, byte[] text, byte[] value)
    {
        if (!es256.TryGetValue(id, out var key))
        {
            es256[id] = key = ReadEs256(keys[id]);
        }

        return key is not null && key.VerifyData(text, value, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static ECDsa? ReadEs256(byte[] spki)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(spki, out var read);
            if (read == spki.Length && key.ExportParameters(false).Curve.Oid.Value == "1.2.840.10045.3.1.7")
            {
                return key;
            }
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or InvalidOperationException)
        {
            // No key on a curve: no signature is its.
        }

        key.Dispose();
        return null;
    }

    private static bool AcceptsSm2(byte[] spki, byte[] text, byte[] value)
    {
        if (PublicKeyFactory.CreateKey(spki) is not ECPublicKeyParameters key || !GMObjectIdentifiers.sm2p256v1.Equals(key.PublicKeyParamSet))
        {
            return false;
        }

        // With SM3 and the customary signer id 1234567812345678, which are the signer's defaults.
        var signer = new SM2Signer();
        signer.Init(false, key);
        signer.BlockUpdate(text, 0, text.Length);
        return signer.VerifySignature(value);
    }
}
