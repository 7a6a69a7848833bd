using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.StackExchangeRedis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Voting.Api.Hub;

/// <summary>The Redis backplane, but a device may connect, and cast, while Redis is away.</summary>
public sealed class PatientConnections(ILogger<RedisHubLifetimeManager<VotingHub>> logger, IOptions<RedisOptions> options, IHubProtocolResolver protocols)
    : RedisHubLifetimeManager<VotingHub>(logger, options, protocols)
{
    // The subscription is kept in either case, and is made at the server when Redis is back.
    public override Task OnConnectedAsync(HubConnectionContext connection) => Patiently(base.OnConnectedAsync(connection));

    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) =>
        Patiently(base.AddToGroupAsync(connectionId, groupName, cancellationToken));

    public override Task OnDisconnectedAsync(HubConnectionContext connection) => Patiently(base.OnDisconnectedAsync(connection));

    private static async Task Patiently(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Every screen gets the whole picture once it is back.
        }
    }
}
