using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Voting.Api.Certificates;
using Voting.Api.Http;

namespace Voting.Api.Help;

/// <summary>
/// The help page over plain http, for tablets that do not trust the certificate yet. An application of its own: no sign-in, hub, cookie or
/// page of the other can be reached here, whatever is added there.
/// </summary>
public sealed class HelpListener : IHostedService, IAsyncDisposable
{
    private readonly string _url;
    private readonly WebApplication _app;
    private readonly ServerCertificate _certificate;
    private readonly IServer _main;

    public HelpListener(string url, ServerCertificate certificate, IServer main, TimeProvider clock)
    {
        (_url, _certificate, _main) = (url, certificate, main);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(url);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 4096;
            kestrel.Limits.MaxConcurrentConnections = 5_000;
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(clock);
        _app = builder.Build();
        _app.Use((http, next) =>
        {
            HelpPage.Rules(http.Response.Headers, Origin(http.Request.Host.Host));
            return next(http);
        });
        _app.MapGet("/", () => TypedResults.Redirect("/help")).AllowAnonymous();
        _app.MapHelp(certificate, http => Origin(http.Request.Host.Host));
    }

    /// <summary>Where tablets find it, under a name of the certificate where it listens everywhere.</summary>
    public Uri Address
    {
        get
        {
            var bound = BindingAddress.Parse(_app.Urls.First());
            var asked = BindingAddress.Parse(_url).Host;
            return new Uri($"http://{Bracketed(asked is "0.0.0.0" or "[::]" or "*" or "+" ? _certificate.NameFor("0.0.0.0") : asked.Trim('[', ']'))}:{bound.Port}/help");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // Asked for at each visit: the main server starts after this one, and may have been given port 0.
    private string? Origin(string host) =>
        _main.Features.Get<IServerAddressesFeature>()?.Addresses.Select(Addresses.Read).FirstOrDefault(a => a is not null && Addresses.IsSecure(a)) is { } address
            ? $"https://{Bracketed(_certificate.NameFor(host.Trim('[', ']')))}:{address.Port}"
            : null;

    private static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
}
