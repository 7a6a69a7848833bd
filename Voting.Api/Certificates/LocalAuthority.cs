using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Voting.Api.Certificates;

/// <summary>An authority of one's own, for a network without one: made once, installed on each tablet, and vouching for the server.</summary>
public static class LocalAuthority
{
    // Browsers take no certificate of a server that is valid for longer.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(397) - TimeSpan.FromSeconds(1);
    // A tablet whose clock is a little slow must not take it for a certificate of the future.
    private static readonly TimeSpan Backdated = TimeSpan.FromHours(1);

    /// <summary>Makes the authority; five years.</summary>
    public static X509Certificate2 Make(ECDsa key, IReadOnlyCollection<string> names, DateTimeOffset now)
    {
        var request = new CertificateRequest($"CN=Voting local authority {now:yyyy-MM-dd} {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(2))}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(NameConstraints.Permitting(names));
        return request.CreateSelfSigned(now - Backdated, now.AddYears(5));
    }

    /// <summary>Vouches for a server with these names and addresses.</summary>
    public static X509Certificate2 Issue(X509Certificate2 authority, ECDsa key, IReadOnlyCollection<string> names, DateTimeOffset now)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            if (IPAddress.TryParse(name, out var address)) alternatives.AddIpAddress(address);
            else alternatives.AddDnsName(name);
        // Browsers read the alternative names only; the subject is for people, and a long host name does not fit it.
        var request = new CertificateRequest("CN=Voting server", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var (from, until) = (now - Backdated, now - Backdated + Longest);
        if (from < authority.NotBefore) from = authority.NotBefore;
        if (until > authority.NotAfter) until = authority.NotAfter;
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x7f | 0x40);
        return request.Create(authority, from, until, serial);
    }

    /// <summary>Whether a tablet that trusts the authority would take the certificate: its dates, and names within the authority's.</summary>
    public static bool VouchesFor(X509Certificate2 authority, X509Certificate2 server)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(server);
    }
}
