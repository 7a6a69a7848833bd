using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Voting.Domain.Contracts;
using Voting.Tests.House;
using Voting.Tests.Stores;

namespace Voting.Tests.Journeys;

/// <summary>What docker-compose.yml describes, up for real: in a folder of its own, with the program as it was just built and published.</summary>
public sealed class Composed : IAsyncDisposable
{
    private static readonly string[] Taken = ["docker-compose.yml", "Dockerfile", ".dockerignore", ".env.example", "proxy/nginx.conf", "meetings/wuchang-26.json"];

    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;
    private readonly string _project = "voting-test-" + Guid.NewGuid().ToString("n")[..8];
    private readonly string[] _compose;
    private readonly int _port = Chamber.FreePort();
    private readonly IDisposable _network;
    private Process? _rehearsal;

    private Composed(string[] compose, IDisposable network)
    {
        _compose = compose;
        _network = network;
        foreach (var file in Taken)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, file))!);
            File.Copy(Path.Combine(ArchitectureTests.Root(), file), Path.Combine(_folder, file));
        }
    }

    public Uri Address => new($"https://127.0.0.1:{_port}");

    /// <summary>The one authority that is trusted here.</summary>
    public string Authority => Path.Combine(_folder, "authority.pem");

    public string Codes => Path.Combine(_folder, "codes.json");

    /// <summary>Whichever Docker Compose there is; else the test is skipped, or fails in CI.</summary>
    public static async Task<Composed> Find()
    {
        foreach (var compose in (string[][])[["docker", "compose"], ["docker-compose"]])
        {
            try
            {
                if ((await Run(null, [.. compose, "version"])).ExitCode == 0 && (await Run(null, ["docker", "info"])).ExitCode == 0) return new Composed(compose, await MachineNetwork.Change());
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such program.
            }
        }

        Machines.Missing("there is no Docker Compose, or no Docker answers");
        throw new UnreachableException();
    }

    /// <summary>What stands in .env: the example, with these values.</summary>
    public void Write(params IReadOnlyList<(string Name, string Value)> values)
    {
        var lines = File.ReadAllLines(Path.Combine(_folder, ".env.example")).ToList();
        foreach (var (name, value) in values)
        {
            Assert.NotEqual(0, lines.RemoveAll(l => l.StartsWith(name + "=", StringComparison.Ordinal)));
            lines.Add($"{name}={value}");
        }

        File.WriteAllLines(Path.Combine(_folder, ".env"), [.. lines, "VOTING_TARGET=prepared", $"VOTING_IMAGE={_project}"]);
    }

    /// <summary>Fills .env in as a user does, builds, makes the certificate, starts everything and waits until the proxy reaches a server.</summary>
    public async Task Up()
    {
        string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        Write(("POSTGRES_PASSWORD", Secret()), ("REDIS_PASSWORD", Secret()), ("VOTING_KEYS_SECRET", Secret()), ("VOTING_PORT", _port.ToString(CultureInfo.InvariantCulture)));
        // Neither trimmed nor compressed, which is for tablets and takes minutes.
        Sound(await Run(null, ["dotnet", "publish", Path.Combine(ArchitectureTests.Root(), "Voting.Api"), "-c", Programs.Configuration, "--no-build", "--nologo", "-v", "quiet",
            "-p:PublishTrimmed=false", "-p:CompressionEnabled=false", "-o", Path.Combine(_folder, "publish")]));
        Sound(await Compose("build", "api1"));
        Sound(await Compose("run", "--rm", "certs", "127.0.0.1"));
        await File.WriteAllTextAsync(Authority, Sound(await Compose("run", "--rm", "--entrypoint", "cat", "certs", "/certificates/authority.pem")).Output);
        Sound(await Compose("up", "-d", "--no-build"));
        using var http = Http();
        await Until(async () => (await http.GetAsync("/health/ready")).IsSuccessStatusCode);
        await Until(async () => (await Inside("api1", "cat /codes/codes.json")) is { ExitCode: 0, Output: var told } && Told(told));

        bool Told(string text)
        {
            File.WriteAllText(Codes, text);
            return true;
        }
    }

    public Task<Programs.Outcome> Compose(params IReadOnlyList<string> arguments) => Run(_folder, [.. _compose, "-p", _project, .. arguments]);

    /// <summary>Of the container of a service.</summary>
    public async Task<string> Inspect(string service, string format) => Sound(await Docker("inspect", "-f", format, await Id(service))).Output.Trim();

    /// <summary>Runs something in the container of a service.</summary>
    public async Task<Programs.Outcome> Inside(string service, string script) => await Docker("exec", await Id(service), "sh", "-c", script);

    /// <summary>Ends it as a power cut would.</summary>
    public async Task Kill(string service) => Sound(await Docker("kill", await Id(service)));

    public async Task Stop(string service) => Sound(await Docker("stop", await Id(service)));

    public async Task Start(string service) => Sound(await Docker("start", await Id(service)));

    /// <summary>Starts the rehearsal through the proxy; it ends with the containers at the latest.</summary>
    public Process Rehearse(string record, params string[] arguments) =>
        _rehearsal = Programs.Start("Voting.Rehearsal", ["run", "--url", Address.ToString(), "--codes", Codes, "--record", record, .. arguments], Authority);

    /// <summary>As a tablet that trusts the authority.</summary>
    public HttpClient Http()
    {
        var handler = new SocketsHttpHandler { UseCookies = false };
        handler.SslOptions.CertificateChainPolicy = Policy();
        return new HttpClient(handler) { BaseAddress = Address };
    }

    /// <summary>A screen that comes back by itself, through the proxy.</summary>
    public async Task<HubConnection> Screen(string code)
    {
        using var http = Http();
        using var answer = await http.PostAsJsonAsync("/sign-in", new SignInRequest(code));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];
        var hub = new HubConnectionBuilder().WithUrl(new Uri(Address, "/hub"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.Headers["Cookie"] = cookie;
            options.WebSocketConfiguration = socket => socket.RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            {
                chain!.ChainPolicy = Policy();
                return chain.Build((X509Certificate2)certificate!);
            };
        }).WithAutomaticReconnect([.. Enumerable.Repeat(TimeSpan.FromMilliseconds(300), 400)]).Build();
        await hub.StartAsync();
        return hub;
    }

    /// <summary>Waits until something is so; what does not answer yet is not so.</summary>
    public static async Task Until(Func<Task<bool>> so)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            try
            {
                if (await so()) return;
            }
            catch (Exception e) when (e is HttpRequestException or InvalidOperationException or IOException or OperationCanceledException or System.Net.WebSockets.WebSocketException or HubException)
            {
                // Asked again.
            }

            await Task.Delay(100, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_rehearsal is { HasExited: false }) _rehearsal.Kill();
        _rehearsal?.Dispose();
        await Compose("--profile", "certs", "down", "-v", "-t", "1");
        await Docker("rmi", _project);
        Directory.Delete(_folder, recursive: true);
        _network.Dispose();
    }

    private static Programs.Outcome Sound(Programs.Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Errors);
        return outcome;
    }

    private async Task<string> Id(string service) => Sound(await Docker("ps", "-aq", "--filter", $"label=com.docker.compose.project={_project}", "--filter", $"label=com.docker.compose.service={service}",
        "--filter", "label=com.docker.compose.oneoff=False")).Output.Trim();

    private static Task<Programs.Outcome> Docker(params IReadOnlyList<string> arguments) => Run(null, ["docker", .. arguments]);

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(Authority));
        return policy;
    }

    private static async Task<Programs.Outcome> Run(string? folder, IReadOnlyList<string> command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Programs.Outcome(process.ExitCode, await output, await errors);
    }
}
