using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.X509;
using Voting.Domain.Records;
using Voting.Domain.Sealing;

namespace Voting.Tests.Vectors;

/// <summary>What others found to break cryptography, against the parts that sealing is made of and the verifier's own check of a signature (P9).</summary>
public sealed class StrangersVectorTests(StrangersVectorTests.Figure figure) : IClassFixture<StrangersVectorTests.Figure>
{
    /// <summary>One line when the class has run: per kind how many were accepted and refused, each as it should be.</summary>
    public sealed class Figure : IDisposable
    {
        private readonly SortedDictionary<string, (int Accepted, int Refused)> _kinds = new(StringComparer.Ordinal);

        internal void Count(string kind, bool accepted)
        {
            var (good, bad) = _kinds.GetValueOrDefault(kind);
            _kinds[kind] = accepted ? (good + 1, bad) : (good, bad + 1);
        }

        internal (int Accepted, int Refused) Of(string kind) => _kinds[kind];

        public void Dispose() => Figures.Print(string.Create(CultureInfo.InvariantCulture,
            $"P9 strangers' vectors: {_kinds.Values.Sum(k => k.Accepted + k.Refused)}, all as they should be (accepted+refused): ")
            + string.Join(", ", _kinds.Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Key} {k.Value.Accepted}+{k.Value.Refused}"))));
    }

    [Theory]
    [InlineData("AES-GCM", "aes_gcm_test", "standard", 229, 87)]
    [InlineData("SM4-GCM", "sm4_gcm_test", "sm", 75, 29)]
    public void What_is_sealed_by_gcm_is_as_in_wycheproof_and_what_was_altered_does_not_open(string kind, string file, string suite, int good, int bad)
    {
        var gcm = Suite.Find(suite)!;
        foreach (var (_, test) in Wycheproof(file))
        {
            var (key, iv, aad, text, seal) = (Hex(test, "key"), Hex(test, "iv"), Hex(test, "aad"), Hex(test, "msg"), (byte[])[.. Hex(test, "ct"), .. Hex(test, "tag")]);
            // An empty nonce is no mistake of a message but of the program, and ours has twelve bytes always.
            var opened = iv.Length == 0 ? null : gcm.Gcm(false, key, iv, aad, seal);
            if (iv.Length == 0) Assert.Throws<ArgumentException>(() => gcm.Gcm(false, key, iv, aad, seal));
            Judge(kind, test, opened is not null);
            if (opened is null) continue;
            Assert.Equal(text, opened);
            Assert.Equal(seal, gcm.Gcm(true, key, iv, aad, text));
        }

        Assert.Equal((good, bad), figure.Of(kind));
    }

    [Fact]
    public void A_common_secret_is_as_in_wycheproof_and_a_point_off_the_curve_or_compressed_gives_none()
    {
        foreach (var (_, test) in Wycheproof("ecdh_secp256r1_ecpoint_test"))
        {
            var point = Suite.Standard.Point(Hex(test, "public"));
            // A compressed point is acceptable to Wycheproof; RFC 9180 §7.1.1 knows uncompressed ones only.
            Judge("ECDH P-256", test, point is not null);
            if (point is not null) Assert.Equal(Hex(test, "shared"), Suite.DiffieHellman(point, Hex(test, "private")));
        }

        Assert.Equal((330, 25), figure.Of("ECDH P-256"));
    }

    [Fact]
    public void Keys_are_derived_as_in_wycheproof_and_never_more_than_hkdf_has()
    {
        foreach (var (_, test) in Wycheproof("hkdf_sha256_test"))
        {
            byte[]? derived = null;
            try
            {
                derived = Suite.Standard.Expand(Suite.Standard.Extract(Hex(test, "salt"), Hex(test, "ikm")), Hex(test, "info"), (int)test["size"]!);
            }
            catch (ArgumentOutOfRangeException)
            {
                // Judged below.
            }

            Judge("HKDF-SHA-256", test, derived is not null);
            if (derived is not null) Assert.Equal(Hex(test, "okm"), derived);
        }

        Assert.Equal((83, 3), figure.Of("HKDF-SHA-256"));
    }

    [Theory]
    [InlineData("HMAC-SHA-256", "hmac_sha256_test", "standard")]
    [InlineData("HMAC-SM3", "hmac_sm3_test", "sm")]
    public void A_tag_is_as_in_wycheproof_and_an_altered_one_is_not(string kind, string file, string suite)
    {
        foreach (var (group, test) in Wycheproof(file))
            Judge(kind, test, Suite.Find(suite)!.Hmac(Hex(test, "key"), Hex(test, "msg")).AsSpan(0, (int)group["tagSize"]! / 8).SequenceEqual(Hex(test, "tag")));
        Assert.Equal((66, 108), figure.Of(kind));
    }

    [Fact]
    public void The_verifier_and_the_server_accept_exactly_the_good_signatures_of_wycheproof()
    {
        var tests = Wycheproof("ecdsa_secp256r1_sha256_test").ToList();
        var keys = new VerifierKeys(tests.Select(t => Hex(t.Group, "publicKeyDer")));
        foreach (var (group, test) in tests)
        {
            var accepted = keys.Accept(Hex(group, "publicKeyDer"), "ES256", Hex(test, "msg"), Hex(test, "sig"));
            Judge("ECDSA P-256 DER", test, accepted);
            Assert.Equal(accepted, Signer.IsSigned(new SigningKey(Signer.Es256, Hex(group, "publicKeyDer")), Hex(test, "msg"), Hex(test, "sig")));
            Assert.False(keys.Accept(Hex(group, "publicKeyDer"), "SM2-SM3", Hex(test, "msg"), Hex(test, "sig")));
        }

        Assert.Equal((174, 310), figure.Of("ECDSA P-256 DER"));
    }

    // A record holds DER only; two numbers of 32 bytes, as browsers make them, get there by this.
    [Fact]
    public void The_verifier_accepts_exactly_the_good_pairs_of_numbers_of_wycheproof()
    {
        var tests = Wycheproof("ecdsa_secp256r1_sha256_p1363_test").ToList();
        var keys = new VerifierKeys(tests.Select(t => Hex(t.Group, "publicKeyDer")));
        foreach (var (group, test) in tests)
            Judge("ECDSA P-256 P1363", test, Hex(test, "sig") is { Length: 64 } sig && keys.Accept(Hex(group, "publicKeyDer"), "ES256", Hex(test, "msg"), Der(sig)));
        Assert.Equal((173, 89), figure.Of("ECDSA P-256 P1363"));
    }

    [Fact]
    public void A_hash_of_sm3_is_as_in_botan()
    {
        foreach (var test in Botan("sm3.vec", last: "Out"))
        {
            Assert.Equal(Convert.FromHexString(test["Out"]), Suite.Sm.Hash(Convert.FromHexString(test["In"])));
            figure.Count("SM3", true);
        }

        Assert.Equal((139, 0), figure.Of("SM3"));
    }

    [Fact]
    public void A_signature_of_sm2_is_as_in_botan_and_the_verifier_refuses_another_curve_hash_or_signer_id()
    {
        foreach (var test in Botan("sm2_sig.vec", last: "Signature").Where(t => t["Hash"] != "Raw"))
        {
            var (p, a, b, n) = (Number(test["P"]), Number(test["A"]), Number(test["B"]), Number(test["Order"]));
            var curve = new Org.BouncyCastle.Math.EC.FpCurve(p, a, b, n, Org.BouncyCastle.Math.BigInteger.One);
            var domain = new ECDomainParameters(curve, curve.CreatePoint(Number(test["xG"]), Number(test["yG"])), n);
            var point = domain.G.Multiply(Number(test["x"])).Normalize();
            var (text, signature) = (Convert.FromHexString(test["Msg"]), Der(Convert.FromHexString(test["Signature"])));
            Assert.True(Accepts(new ECPublicKeyParameters(point, domain), test["Ident"], test["Hash"], text, signature));
            figure.Count("SM2", true);
            Assert.False(Accepts(new ECPublicKeyParameters(point, domain), "1234567812345678", test["Hash"], text, signature));
            Assert.False(Accepts(new ECPublicKeyParameters(point, domain), test["Ident"], test["Hash"], [.. text, 0], signature));

            var ours = p.Equals(Suite.Sm.Curve.Curve.Field.Characteristic);
            var spki = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(
                ours ? new ECPublicKeyParameters("EC", Suite.Sm.Curve.Curve.ValidatePoint(point.AffineXCoord.ToBigInteger(), point.AffineYCoord.ToBigInteger()), GMObjectIdentifiers.sm2p256v1)
                    : new ECPublicKeyParameters(point, domain)).GetDerEncoded();
            Assert.False(new VerifierKeys([spki]).Accept(spki, "SM2-SM3", text, signature));
            figure.Count("SM2", false);
        }

        Assert.Equal((6, 6), figure.Of("SM2"));
    }

    // openssl dgst -sm3 -sigopt distid:1234567812345678 -sign, over the four letters "text", by OpenSSL 3.0.
    [Fact]
    public void The_verifier_and_the_server_accept_a_signature_of_sm2_with_sm3_that_openssl_made_and_no_alteration_of_it()
    {
        var spki = Convert.FromBase64String("MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAED8q6FeLEDEDhUCOHNOGQGwlax2qEZ6kVWpso5oUZf8TmaiPGl++9tjeuZdmIihryI71ZUjLBlHKGabLQ91P1Eg==");
        var value = Convert.FromBase64String("MEUCIDQpG0Ar4khSIS6pkMIa4NtcDWoszfAmIqahiCmpzM5KAiEA0BswXK/q6izX9OrHOiN2zwVQMI1DB49Bljxpc0KHOP0=");
        var keys = new VerifierKeys([spki]);

        Assert.True(keys.Accept(spki, "SM2-SM3", "text"u8.ToArray(), value));
        Assert.True(Signer.IsSigned(new SigningKey(Signer.Sm2, spki), "text"u8.ToArray(), value));
        Assert.False(keys.Accept(spki, "ES256", "text"u8.ToArray(), value));
        Assert.False(keys.Accept(spki, "SM2-SM3", "Text"u8.ToArray(), value));
        for (var bit = 0; bit < value.Length * 8; bit++)
        {
            byte[] altered = [.. value];
            altered[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(keys.Accept(spki, "SM2-SM3", "text"u8.ToArray(), altered));
            Assert.False(Signer.IsSigned(new SigningKey(Signer.Sm2, spki), "text"u8.ToArray(), altered));
        }
    }

    [Fact]
    public void The_seals_of_rfc_9180_open_and_the_canonical_texts_and_trees_are_as_published()
    {
        var suite = JsonNode.Parse(VectorFiles.Read("hpke", "rfc9180-p256-base.json"))!["suites"]!.AsArray().Single(s => (string?)s!["setup"]!["aead_id"] == "1")!;
        var setup = suite["setup"]!;
        foreach (var seal in suite["encryptions"]!.AsArray())
        {
            byte[] envelope = [.. Hex(setup, "enc"), .. Hex(seal!, "ct")];
            var opened = Hpke.Open(new KeyPair(Hex(setup, "skRm"), Hex(setup, "pkRm")), Hex(setup, "info"), Hex(seal!, "aad"), envelope);
            Assert.Equal((string?)seal!["sequence_number"] == "0", opened is not null);
            figure.Count("RFC 9180", opened is not null);
        }

        foreach (var name in VectorFiles.List("jcs", "testdata", "input"))
        {
            Assert.Equal(VectorFiles.Read("jcs", "testdata", "output", name), CanonicalJson.Bytes(JsonNode.Parse(VectorFiles.Read("jcs", "testdata", "input", name))));
            figure.Count("RFC 8785", true);
        }

        foreach (var kind in new[] { "inclusion", "consistency" })
            foreach (var name in VectorFiles.List("merkle-rfc6962", "testdata", kind))
            {
                var vector = JsonNode.Parse(VectorFiles.Read("merkle-rfc6962", "testdata", kind, name))!;
                var accepted = kind == "inclusion" ? MerkleVectorTests.IsIncluded(vector) : MerkleVectorTests.IsConsistent(vector);
                Assert.NotEqual((bool)vector["wantErr"]!, accepted);
                figure.Count("RFC 6962", accepted);
            }
    }

    private void Judge(string kind, JsonNode test, bool accepted)
    {
        Assert.True(accepted == ((string?)test["result"] == "valid"), $"{kind} {test["tcId"]}: {test["comment"]}");
        figure.Count(kind, accepted);
    }

    private static IEnumerable<(JsonNode Group, JsonNode Test)> Wycheproof(string file) =>
        JsonNode.Parse(VectorFiles.Read("wycheproof", file + ".json"))!["testGroups"]!.AsArray().SelectMany(g => g!["tests"]!.AsArray().Select(t => (g, t!)));

    private static byte[] Hex(JsonNode node, string field) => Convert.FromHexString((string)node[field]!);

    /// <summary>A value holds until another takes its place; a vector is complete with its last field.</summary>
    private static List<Dictionary<string, string>> Botan(string file, string last)
    {
        var (vectors, values) = (new List<Dictionary<string, string>>(), new Dictionary<string, string>());
        foreach (var line in Encoding.ASCII.GetString(VectorFiles.Read("sm", file)).Split('\n').Where(l => !l.StartsWith('#') && l.Contains('=')))
        {
            var (name, value) = (line[..line.IndexOf('=')].Trim(), line[(line.IndexOf('=') + 1)..].Trim());
            values[name] = value;
            if (name == last) vectors.Add(new(values));
        }

        return vectors;
    }

    private static Org.BouncyCastle.Math.BigInteger Number(string hex) => new(hex[2..], 16);

    private static bool Accepts(ECPublicKeyParameters key, string signerId, string hash, byte[] text, byte[] signature)
    {
        var signer = new SM2Signer(hash == "SM3" ? new SM3Digest() : (IDigest)new Sha256Digest());
        signer.Init(false, new ParametersWithID(key, Encoding.ASCII.GetBytes(signerId)));
        signer.BlockUpdate(text, 0, text.Length);
        return signer.VerifySignature(signature);
    }

    private static byte[] Der(byte[] pair)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(pair.AsSpan(0, 32), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(pair.AsSpan(32), isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }
}
