using System.Security.Cryptography.X509Certificates;

namespace Voting.Tests.Journeys;

/// <summary>A folder with what <c>./run certs</c> makes.</summary>
public sealed class Certificates : IDisposable
{
    private Certificates(string folder) => Folder = folder;

    public string Folder { get; }
    public string Authority => Path.Combine(Folder, "authority.pem");
    public string Server => Path.Combine(Folder, "server.pem");
    public string Key => Path.Combine(Folder, "server.key");

    public static async Task<Certificates> Make(params IReadOnlyList<string> names)
    {
        var made = new Certificates(Directory.CreateTempSubdirectory("voting-certificates-").FullName);
        Assert.Equal(0, (await made.Again(names)).ExitCode);
        return made;
    }

    public Task<Programs.Outcome> Again(params IReadOnlyList<string> names) => Programs.Run("Voting.Api", ["certs", "--out", Folder, .. names]);

    public IReadOnlyList<string> Arguments => ["--certificate", Server, "--certificate-key", Key];

    /// <summary>As a tablet that has installed the authority would judge, and trusts nothing else.</summary>
    public SocketsHttpHandler Trusting()
    {
        var handler = new SocketsHttpHandler { UseCookies = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(Authority));
        return handler;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
