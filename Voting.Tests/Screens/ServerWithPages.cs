using Voting.Tests.Journeys;

namespace Voting.Tests.Screens;

/// <summary>A server of its own, on a port of its own, for requests that need nobody.</summary>
public sealed class ServerWithPages : IAsyncLifetime
{
    private Hosted? _server;

    public HttpClient Http { get; } = new();
    public IServiceProvider Services => _server!.Services;

    public async ValueTask InitializeAsync()
    {
        _server = await Hosted.Start(Chamber.Wuchang().ToJsonString());
        Http.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server!.DisposeAsync();
    }
}
