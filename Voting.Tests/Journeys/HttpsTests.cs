using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Voting.Domain.Contracts;
using Voting.Rehearsal;
using Voting.Tests.Stores;

namespace Voting.Tests.Journeys;

/// <summary>On a network: certificates as <c>./run certs</c> makes them, a real server process that shows them, and what it refuses to start with.</summary>
public sealed class HttpsTests : IDisposable
{
    private static readonly UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;

    [Fact]
    public async Task A_second_run_keeps_the_authority_and_renews_the_certificate()
    {
        using var certificates = await Certificates.Make("vote.test.internal", "192.168.7.7");
        var (authority, server) = (Text(certificates.Authority), Text(certificates.Server));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(certificates.Folder, "authority.key")));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(certificates.Key));

        var again = await certificates.Again("192.168.7.8");

        Assert.Equal(0, again.ExitCode);
        Assert.Equal(authority, Text(certificates.Authority));
        Assert.NotEqual(server, Text(certificates.Server));
        using var renewed = X509Certificate2.CreateFromPem(Text(certificates.Server));
        using var kept = X509Certificate2.CreateFromPem(authority);
        Assert.True(renewed.MatchesHostname("192.168.7.8", allowCommonName: false));
        Assert.False(renewed.MatchesHostname("192.168.7.7", allowCommonName: false));
        Assert.InRange(renewed.NotAfter - renewed.NotBefore, TimeSpan.FromDays(396), TimeSpan.FromDays(397));
        Assert.InRange(kept.NotAfter - kept.NotBefore, TimeSpan.FromDays(5 * 365), TimeSpan.FromDays(5 * 366));
        Assert.Contains(string.Join(':', SHA256.HashData(kept.RawData).Select(b => b.ToString("X2", null))), again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_authority_vouches_for_no_site_of_the_world_that_it_was_not_made_for()
    {
        using var certificates = await Certificates.Make("vote.example.cn");
        var before = Text(certificates.Server);

        foreach (var name in new[] { "bank.example.com", "203.0.113.9", "example.cn" })
        {
            var refused = await certificates.Again(name);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains("--out", Assert.Single(refused.Errors.Trim().Split('\n')), StringComparison.Ordinal);
        }

        Assert.Equal(before, Text(certificates.Server));
        Assert.NotEqual(0, (await certificates.Again("not a name")).ExitCode);
    }

    [Fact]
    public async Task OpenSSL_takes_the_chain_and_each_name_and_no_other()
    {
        if (!File.Exists("/usr/bin/openssl")) Machines.Missing("there is no /usr/bin/openssl (apt-get install openssl)");
        using var certificates = await Certificates.Make("vote.test.internal", "192.168.7.7");
        Assert.True(await OpenSsl(certificates, "-verify_hostname", "vote.test.internal"));
        Assert.True(await OpenSsl(certificates, "-verify_ip", "192.168.7.7"));
        Assert.True(await OpenSsl(certificates, "-verify_hostname", "localhost"));
        Assert.False(await OpenSsl(certificates, "-verify_hostname", "other.test.internal"));
        Assert.False(await OpenSsl(certificates, "-verify_ip", "192.168.7.8"));
    }

    [Fact]
    public async Task A_device_that_trusts_the_authority_signs_in_and_holds_the_hub_and_a_wrong_name_or_a_stranger_is_refused()
    {
        var stop = TestContext.Current.CancellationToken;
        using var certificates = await Certificates.Make("127.0.0.1");
        await using var server = await Start(["--url", "https://127.0.0.1:0", .. certificates.Arguments]);
        Assert.Equal("https", server.Address.Scheme);
        using var http = new HttpClient(certificates.Trusting());
        using var signedIn = await http.PostAsJsonAsync(new Uri(server.Address, "/sign-in"), new SignInRequest(Code("member:m1")), stop);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.False(signedIn.Headers.Contains("Strict-Transport-Security"));

        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(server.Address, "/hub"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.Headers["Cookie"] = cookie.Split(';')[0];
            options.WebSocketFactory = async (context, cancel) =>
            {
                var socket = new System.Net.WebSockets.ClientWebSocket();
                socket.Options.SetRequestHeader("Cookie", cookie.Split(';')[0]);
                await socket.ConnectAsync(context.Uri, new HttpMessageInvoker(certificates.Trusting()), cancel);
                return socket;
            };
        }).Build();
        await hub.StartAsync(stop);
        Assert.Equal(Roles.Member, (await hub.InvokeAsync<Reply<Snapshot>>("Snapshot", stop)).Value!.Me.Role);

        using var stranger = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(new Uri(server.Address, "/health/live"), stop));
        // Another name that leads to this server.
        using var wrong = new HttpClient(Through(certificates.Trusting(), server.Address.Port));
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => wrong.GetAsync(new Uri("https://other.test.internal/health/live"), stop));
        Assert.Equal(HttpRequestError.SecureConnectionError, refused.HttpRequestError);
    }

    [Fact]
    public async Task A_whole_rehearsal_goes_over_https()
    {
        using var certificates = await Certificates.Make("127.0.0.1");
        await using var server = await Start(["--url", "https://127.0.0.1:0", .. certificates.Arguments]);
        string[] arguments = ["run", "--meeting", Path.Combine(_folder, "meeting.json"), "--url", server.Address.ToString(), "--codes", Path.Combine(_folder, "codes.json"), "--record", Path.Combine(_folder, "record.json")];

        Assert.NotEqual(0, (await Programs.Run("Voting.Rehearsal", arguments)).ExitCode);
        var held = await Programs.Run("Voting.Rehearsal", arguments, certificates.Authority);
        Assert.True(held.ExitCode == 0, held.Output + held.Errors);
    }

    [Fact]
    public async Task The_plain_listener_has_the_help_page_its_files_and_the_time_and_nothing_else()
    {
        var stop = TestContext.Current.CancellationToken;
        using var certificates = await Certificates.Make("127.0.0.1");
        var help = new Uri($"http://127.0.0.1:{Chamber.FreePort()}");
        await using var server = await Start(["--url", "https://127.0.0.1:0", "--help-url", help.ToString(), .. certificates.Arguments]);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = help };

        foreach (var path in new[] { "/help", "/help/help.js", "/help/help.css", "/help/seen.svg", "/help/authority.crt", "/time" })
        {
            using var answer = await http.GetAsync(path, stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            Assert.True(answer.Headers.CacheControl!.NoStore);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains($"img-src 'self' {server.Address.GetLeftPart(UriPartial.Authority)};", policy, StringComparison.Ordinal);
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        }

        using var root = await http.GetAsync("/", stop);
        Assert.Equal(("/help", HttpStatusCode.Found), (root.Headers.Location!.ToString(), root.StatusCode));
        foreach (var path in new[] { "/me", "/record", "/hub", "/hub/negotiate", "/health/live", "/kiosk.css", "/_framework/blazor.web.js", "/sign-in", "/cast", "/help/../record", "/authority.key" })
        {
            using var answer = await http.GetAsync(path, stop);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        foreach (var path in new[] { "/sign-in", "/cast", "/sign-out", "/hub" })
        {
            using var answer = await http.PostAsJsonAsync(path, new SignInRequest(Code("clerk")), stop);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        // The same bytes as the file, under the type that makes a tablet offer to install it.
        using var authority = await http.GetAsync("/help/authority.crt", stop);
        Assert.Equal("application/x-x509-ca-cert", authority.Content.Headers.ContentType!.MediaType);
        using var original = X509CertificateLoader.LoadCertificateFromFile(certificates.Authority);
        Assert.Equal(original.RawData, await authority.Content.ReadAsByteArrayAsync(stop));
        // A forged name never becomes part of what the page asks or allows.
        using var forged = new HttpRequestMessage(HttpMethod.Get, "/help") { Headers = { Host = "evil.example" } };
        using var page = await http.SendAsync(forged, stop);
        Assert.DoesNotContain("evil", await page.Content.ReadAsStringAsync(stop) + page.Headers, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./run certs", "--url", "http://0.0.0.0:0")]
    [InlineData("--behind-proxy", "--url", "http://192.168.1.5:0")]
    [InlineData("--certificate-key", "--url", "https://127.0.0.1:0")]
    [InlineData("https", "--url", "http://127.0.0.1:0", "--certificate", "a.pem", "--certificate-key", "b.pem")]
    [InlineData("--certificate-key", "--url", "https://127.0.0.1:0", "--certificate", "a.pem")]
    [InlineData("--help-url", "--url", "http://127.0.0.1:0", "--help-url", "http://127.0.0.1:0")]
    [InlineData("ftp://x", "--url", "ftp://x")]
    [InlineData("nonsense", "--url", "nonsense")]
    public Task An_address_that_would_not_be_safe_or_makes_no_sense_is_refused_in_one_sentence(string says, params string[] arguments) => Refused(says, arguments);

    [Fact]
    public async Task Behind_a_proxy_plain_http_is_taken_and_the_cookie_is_still_secure()
    {
        await using var server = await Start(["--behind-proxy", "--url", "http://0.0.0.0:0", "--url", "http://127.0.0.1:0"]);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var answer = await http.PostAsJsonAsync(new Uri(server.Address, "/sign-in"), new SignInRequest(Code("clerk")), TestContext.Current.CancellationToken);
        Assert.Contains("; secure", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_certificate_that_is_missing_broken_of_another_key_or_expired_is_refused_in_one_sentence()
    {
        using var certificates = await Certificates.Make("127.0.0.1");
        var broken = Keep("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        var text = Keep("text.pem", "no PEM at all");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var other = Keep("other.key", key.ExportPkcs8PrivateKeyPem());
        var withPassword = Keep("password.key", key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)));
        var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256);
        using var old = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(-2));
        using var early = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(2), DateTimeOffset.UtcNow.AddDays(9));

        await Refused("absent.pem", Https(Path.Combine(_folder, "absent.pem"), certificates.Key));
        await Refused("absent.key", Https(certificates.Server, Path.Combine(_folder, "absent.key")));
        await Refused("broken.pem", Https(broken, certificates.Key));
        await Refused("text.pem", Https(text, certificates.Key));
        await Refused("text.pem", Https(certificates.Server, text));
        await Refused("password.key", Https(certificates.Server, withPassword));
        await Refused("does not belong", Https(certificates.Server, other));
        await Refused("expired on", Https(Keep("old.pem", old.ExportCertificatePem()), other));
        await Refused("not valid yet", Https(Keep("early.pem", early.ExportCertificatePem()), other));
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
    }

    [Fact]
    public async Task People_around_a_table_use_https_while_simulated_members_stay_in_the_machine()
    {
        using var certificates = await Certificates.Make("127.0.0.1");
        var port = Chamber.FreePort();
        using var table = Programs.Start("Voting.Rehearsal", ["serve", "--simulate", "3", "--url", $"https://127.0.0.1:{port}", .. certificates.Arguments]);
        try
        {
            while (await table.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
                if (line.Contains("Ctrl+C", StringComparison.Ordinal)) break;
            using var http = new HttpClient(certificates.Trusting());
            Assert.Equal("ok", await http.GetStringAsync(new Uri($"https://127.0.0.1:{port}/health/live"), TestContext.Current.CancellationToken));
        }
        finally
        {
            using (Process.Start("kill", ["-TERM", table.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await table.WaitForExitAsync(CancellationToken.None);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Text(string path) => File.ReadAllText(path);

    private static string[] Https(string certificate, string key) => ["--url", "https://127.0.0.1:0", "--certificate", certificate, "--certificate-key", key];

    private string Keep(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Code(string who) => ServerProcess.Codes(Path.Combine(_folder, "codes.json"))[who];

    private Task<ServerProcess> Start(string[] arguments) => ServerProcess.Start(
        ["--meeting", Keep("meeting.json", Chamber.Small().ToJsonString()), "--data", Path.Combine(_folder, "data"), "--codes", Path.Combine(_folder, "codes.json"), "--rehearsal", .. arguments]);

    private async Task Refused(string says, params string[] arguments)
    {
        var fault = await Assert.ThrowsAsync<ServerException>(() => Start(arguments));
        Assert.Equal(2, fault.ExitCode);
        Assert.Contains(says, Assert.Single(fault.Message.Split('\n')), StringComparison.Ordinal);
        Assert.Contains(" / ", fault.Message, StringComparison.Ordinal);
    }

    private static SocketsHttpHandler Through(SocketsHttpHandler handler, int port)
    {
        handler.ConnectCallback = async (_, cancel) =>
        {
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        };
        return handler;
    }

    private static async Task<bool> OpenSsl(Certificates certificates, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/openssl", ["verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", certificates.Authority, .. arguments, certificates.Server])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
