using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Voting.Api.Certificates;

/// <summary>The certificate the server shows, and the authority behind it where the file ends in one, for tablets to install.</summary>
public sealed record ServerCertificate(X509Certificate2 Certificate, X509Certificate2Collection Between, X509Certificate2? Authority)
{
    private const long Largest = 1 << 20;

    /// <summary>Reads the files of the settings; null where there are none.</summary>
    /// <exception cref="StartException">A file is missing, is not what it should be, does not belong to the other, or its time is not now.</exception>
    public static ServerCertificate? Load(Settings settings, DateTimeOffset now)
    {
        if (settings is not { CertificateFile: { } file, CertificateKeyFile: { } keyFile }) return null;
        var (pem, keyPem) = (Read(file), Read(keyFile));
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            all.Clear();
        }

        if (all.Count == 0) throw new StartException($"不是 PEM 格式的证书 / not a certificate in PEM: {file}");
        if (keyPem.Contains("ENCRYPTED", StringComparison.Ordinal)) throw new StartException($"私钥带有口令，请先去除口令 / the key has a password, give it without one: {keyFile}");
        if (!IsKey(keyPem)) throw new StartException($"不是 PEM 格式的私钥 / not a private key in PEM: {keyFile}");
        var until = all[0].NotAfter.ToUniversalTime();
        if (until < now.UtcDateTime)
            throw new StartException($"证书已于 {until:yyyy-MM-dd} 到期，请换新（本地机构：./run certs） / the certificate expired on {until:yyyy-MM-dd}, renew it (a local authority's: ./run certs): {file}");
        if (all[0].NotBefore.ToUniversalTime() > now.UtcDateTime)
            throw new StartException($"证书尚未生效，请核对服务器时钟 / the certificate is not valid yet, is this machine's clock right? {file}");
        return new ServerCertificate(
            WithKey(pem, keyPem) ?? throw new StartException($"私钥与证书不匹配 / the key does not belong to the certificate: {keyFile}, {file}"),
            [.. all.Skip(1).Where(c => !IsRoot(c))],
            all.Skip(1).LastOrDefault(IsRoot));
    }

    /// <summary>The name or address by which a tablet that came to <paramref name="host"/> finds the server under this certificate.</summary>
    public string NameFor(string host)
    {
        var kind = Uri.CheckHostName(host);
        if (kind is not UriHostNameType.Unknown && Certificate.MatchesHostname(host, allowCommonName: false)) return host;
        var names = Certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        var hosts = names?.EnumerateDnsNames().Where(n => Uri.CheckHostName(n) is UriHostNameType.Dns).ToList() ?? [];
        var addresses = names?.EnumerateIPAddresses().Select(a => a.ToString()).ToList() ?? [];
        // Never what the visitor wrote where the certificate has a name of its own; a name of another machine's loopback is the last resort.
        return (kind is UriHostNameType.IPv4 or UriHostNameType.IPv6 ? addresses.Concat(hosts) : hosts.Concat(addresses))
            .OrderBy(n => n == "localhost" || IPAddress.TryParse(n, out var address) && IPAddress.IsLoopback(address))
            .FirstOrDefault() ?? (kind is UriHostNameType.Unknown ? "localhost" : host);
    }

    private static bool IsRoot(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static string Read(string path)
    {
        if (!File.Exists(path)) throw new StartException($"没有此文件 / there is no such file: {path}");
        if (new FileInfo(path).Length > Largest) throw new StartException($"文件过大，不是证书或私钥 / too large for a certificate or a key: {path}");
        try
        {
            return File.ReadAllText(path);
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartException($"无权读取此文件 / this file may not be read: {path}");
        }
    }

    private static bool IsKey(string pem)
    {
        using var ecdsa = ECDsa.Create();
        using var rsa = RSA.Create();
        return Takes(ecdsa.ImportFromPem, pem) || Takes(rsa.ImportFromPem, pem);
    }

    private static bool Takes(Action<ReadOnlySpan<char>> import, string pem)
    {
        try
        {
            import(pem);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static X509Certificate2? WithKey(string pem, string keyPem)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPem(pem, keyPem);
            if (!OperatingSystem.IsWindows()) return certificate;
            // Windows shows a certificate only with a key that it keeps itself.
            using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
