using MediatR;
using Microsoft.AspNetCore.SignalR;
using Voting.Api.Accounts;
using Voting.Api.Features.Meetings;
using Voting.Api.Pipeline;
using Voting.Api.Telemetry;
using Voting.Domain.Contracts;

namespace Voting.Api.Hub;

/// <summary>Gives every screen that is connected here the whole picture, as if it had just connected.</summary>
public sealed class Pictures(IServiceScopeFactory scopes, Sessions sessions, IHubContext<VotingHub, IVotingScreen> hub, ILogger<Pictures> log)
{
    public async Task Send()
    {
        foreach (var connection in sessions.Connections())
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Caller>().Take(connection.User!);
                var snapshot = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new GetSnapshot());
                // Never waited for: a device that does not read would hold up the next.
                if (snapshot.Value is { } picture) _ = Told(hub.Clients.Client(connection.ConnectionId).Picture(picture));
            }
            catch (Exception e)
            {
                log.PictureNotMade(e.GetType().Name);
            }
        }
    }

    private static async Task Told(Task push)
    {
        try
        {
            await push;
        }
        catch (Exception)
        {
            // A device that goes away is no fault, and is given the whole picture when it is back.
        }
    }
}
