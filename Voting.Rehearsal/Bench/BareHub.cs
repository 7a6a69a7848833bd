using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Voting.Domain.Contracts;

namespace Voting.Rehearsal.Bench;

/// <summary>What a hub costs that does nothing: the same messages over the same wire, and nothing behind them.</summary>
public sealed class BareHub(BareHub.Shown shown) : Hub
{
    /// <summary>The command that runs it as a process.</summary>
    public const string Command = "bench-hub";

    /// <summary>The picture that whoever connects is told.</summary>
    public sealed class Shown
    {
        public JsonElement? Picture { get; set; }
    }

    public override Task OnConnectedAsync() =>
        shown.Picture is { } picture ? Clients.Caller.SendAsync(nameof(IVotingScreen.Picture), picture) : Task.CompletedTask;

    public void Show(JsonElement picture) => shown.Picture = picture;

    public Task Push(JsonElement round) => Clients.All.SendAsync(nameof(IVotingScreen.Round), round);

#pragma warning disable CA1822 // A hub answers by methods of its own, never by static ones.
    public Reply<Receipt> Cast(CastRequest cast) => new Receipt(cast.CastId, cast.Seq);
#pragma warning restore CA1822

    public static async Task<int> Serve(string url, CancellationToken stop)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(url);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<Shown>();
        builder.Services.AddSignalR(hub => hub.MaximumReceiveMessageSize = 1024 * 1024);
        await using var app = builder.Build();
        app.MapHub<BareHub>("/hub", hub => hub.Transports = HttpTransportType.WebSockets);
        await app.StartAsync(stop);
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Console.WriteLine(ServerProcess.Ready);
        await app.WaitForShutdownAsync(stop);
        return 0;
    }
}
