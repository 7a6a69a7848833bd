using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.AspNetCore.SignalR.StackExchangeRedis;
using Microsoft.Extensions.Options;
using Voting.Api.Accounts;
using Voting.Api.Casting;
using Voting.Api.Ceremony;
using Voting.Api.Certificates;
using Voting.Api.Custody;
using Voting.Api.Features.People;
using Voting.Api.Features.Rounds;
using Voting.Api.Help;
using Voting.Api.Http;
using Voting.Api.Hub;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Servers;
using Voting.Api.Stores;
using Voting.Api.Telemetry;
using Voting.Domain.Files;

namespace Voting.Api;

/// <summary>The server: a table of contents.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => Settings.Run(args, Run);

    private static async Task<int> Run(Settings settings, CancellationToken stop)
    {
        try
        {
            await using var app = Build(settings);
            if (app.Services.GetService<Follower>() is { } follower) await follower.Begin(stop);
            else await app.Services.GetRequiredService<Recovery>().Run(stop);
            await app.StartAsync(stop);
            if (app.Services.GetService<HelpListener>() is { } help) Console.WriteLine($"新平板先打开 / a new tablet opens first: {help.Address}");
            Announce(app);
            await app.WaitForShutdownAsync(stop);
            return 0;
        }
        catch (Exception e) when (e is StartException or IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }

    private static void Announce(WebApplication app)
    {
        var imported = app.Services.GetRequiredService<ImportedMeeting>();
        Console.WriteLine($"{imported.Meeting.Title}{(imported.Rehearsal ? "（演练）" : "")}");
        Console.WriteLine(string.Join(' ', app.Urls));
        app.Services.GetRequiredService<Codes>().Tell();
        Console.WriteLine("ready");
    }

    /// <param name="settings">What the server was started with.</param>
    /// <param name="engines">What counts; those of the house where null.</param>
    /// <param name="clock">The time of day; the system's where null.</param>
    public static WebApplication Build(Settings settings, Engines? engines = null, TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        if (settings.Fault() is { } fault) throw new StartException(fault);
        var certificate = ServerCertificate.Load(settings, clock.GetUtcNow());
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseUrls(settings.Url);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256 * 1024;
            if (certificate is not null)
                kestrel.ConfigureHttpsDefaults(https => (https.ServerCertificate, https.ServerCertificateChain) = (certificate.Certificate, certificate.Between));
        });
        builder.Logging.WriteAs(settings.Log).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.PostConfigure<LoggerFilterOptions>(LogFloor.Set);
        builder.Services.AddSingleton<Microsoft.AspNetCore.Components.PersistentComponentStateSerializer<Voting.Domain.Contracts.Snapshot>, Kiosk.PaintedPicture>();
        builder.AddPages(visitor => new Kiosk.Visit(visitor.Language, visitor.AsksFactor, visitor.Picture));

        var services = builder.Services;
        services.AddSingleton(settings).AddSingleton(clock).AddSingleton(_ => Database.Open(settings));
        services.AddSingleton(p => MeetingImport.Load(settings, p.GetRequiredService<Database>(), clock));
        services.AddSingleton<IBoxStore>(p => p.GetRequiredService<Database>() is PostgresDatabase shared
            ? new BoxTables(shared, p.GetRequiredService<KeyFolder>()) : new BoxFiles(settings));
        services.AddSingleton<BallotBoxes>().AddSingleton<Standby>().AddSingleton<KeysSecret>().AddSingleton<KeyFolder>().AddSingleton<Lease>();
        services.AddSingleton<Probe>().AddSingleton<ServerChanges>().AddSingleton<ServerKey>().AddSingleton(engines ?? Engines.Ours).AddSingleton<Recovery>().AddSingleton<ClosedBallots>().AddSingleton<CountingCeremony>().AddSingleton<Destruction>().AddHostedService(p => p.GetRequiredService<CountingCeremony>());
        services.AddSingleton<TestBallots>().AddSingleton<Pictures>().AddSingleton<RoundCloser>().AddHostedService<TimedClose>();
        services.AddSingleton<Reading>().AddSingleton<CurrentRecord>().AddSingleton<Screens>().AddSingleton<UrnLeaves>().AddHostedService<TurnoutPump>();
        services.AddSingleton<OneTimeCodes>().AddSingleton<Passwords>().AddSingleton<MemberSecrets>().AddSingleton<SecondFactors>().AddSingleton<Codes>().AddSingleton<Sessions>().AddSingleton<WrongTries>().AddSingleton<Tokens>();
        services.AddSingleton<Readiness>();
        services.AddTelemetry(settings);
        services.AddPipeline();
        services.AddScoped<PassOn>().AddScoped<MakeReady>();
        if (settings.HelpUrl is { } help)
            services.AddSingleton(p => new HelpListener(help, certificate!, p.GetRequiredService<IServer>(), clock)).AddHostedService(p => p.GetRequiredService<HelpListener>());

        services.AddDataProtection().SetApplicationName("voting");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, CookieKeys>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => Cookies.Configure(cookie, settings))
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(Tokens.Scheme, configureOptions: null);
        services.AddReaderLimit().AddDescription();
        Policies.AddTo(services.AddAuthorizationBuilder());
        services.AddSingleton<PolicyFilter>();
        var signalR = services.AddSignalR(hub =>
        {
            // 128 KiB. The longest message is a paper, in which each quote takes a byte more: a third is more than they are.
            hub.MaximumReceiveMessageSize = AmendedFile.LongestPaper / 3 * 4;
            hub.AddFilter<PolicyFilter>();
        });
        if (settings.Database is not null)
        {
            services.AddSingleton(p => (PostgresDatabase)p.GetRequiredService<Database>()).AddSingleton<Backplane>();
            services.AddSingleton<Follower>().AddHostedService(p => p.GetRequiredService<Follower>());
        }

        if (settings.Redis is not null)
        {
            signalR.AddStackExchangeRedis();
            services.AddOptions<RedisOptions>().Configure<Backplane>((redis, backplane) => redis.ConnectionFactory = _ => Task.FromResult(backplane.Redis));
            services.AddSingleton<HubLifetimeManager<VotingHub>, PatientConnections>();
        }

        services.AddSingleton<JsonHubProtocol>();
        services.Remove(services.Single(s => s.ServiceType == typeof(IHubProtocol)));
        services.AddSingleton<IHubProtocol, ForgivingProtocol>();

        var app = builder.Build();
        if (settings.BehindProxy) app.UseProxy();
        app.UsePageRules();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapEndpoints();
        app.MapReaderEndpoints();
        app.MapDescription();
        app.MapHelp(certificate, _ => null);
        app.MapPages<Kiosk.Document>();
        app.MapInstallation<Kiosk.Away>();
        app.MapHub<VotingHub>(VotingHub.Path, hub => hub.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets);
        return app;
    }
}
