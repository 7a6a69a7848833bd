using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Voting.Api;
using Voting.Api.Ceremony;

namespace Voting.Tests.Screens;

/// <summary>A server of its own, on a port of its own.</summary>
public sealed class ServerWithPages : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-pages-").FullName;
    private WebApplication? _app;

    public HttpClient Http { get; } = new();
    public IServiceProvider Services => _app!.Services;

    public async ValueTask InitializeAsync()
    {
        _app = Program.Build(new Settings
        {
            MeetingFile = Path.Combine(AppContext.BaseDirectory, "wuchang-26.json"),
            DataFolder = Path.Combine(_folder, "data"),
            KeysFolder = Path.Combine(_folder, "keys"),
            KeysSecretFile = Path.Combine(_folder, "secret"),
            Rehearsal = true,
            Url = "http://127.0.0.1:0",
        });
        await _app.Services.GetRequiredService<Recovery>().Run(TestContext.Current.CancellationToken);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
