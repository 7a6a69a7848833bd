using MediatR;
using Microsoft.AspNetCore.SignalR;
using Voting.Api.Accounts;
using Voting.Api.Features.Meetings;
using Voting.Api.Pipeline;
using Voting.Api.Telemetry;
using Voting.Domain.Contracts;

namespace Voting.Api.Hub;

/// <summary>Gives every screen that is connected here the whole picture, as if it had just connected.</summary>
public sealed class Pictures(IServiceScopeFactory scopes, Sessions sessions, IHubContext<VotingHub, IVotingScreen> hub, Reading reading, ILogger<Pictures> log)
{
    /// <summary>
    /// Gives a picture, and again where what stands has moved meanwhile: an older picture that overtook the push of a newer state would
    /// take its place, and a tablet would be without the paper that is open until somebody changes something.
    /// </summary>
    /// <param name="stands">What stands, by reference; a push is never begun before it has moved.</param>
    /// <param name="give">Makes a picture and sends it.</param>
    public static async Task Give(Func<object> stands, Func<Task> give)
    {
        object before;
        do
        {
            before = stands();
            await give();
        }
        while (!ReferenceEquals(before, stands()));
    }

    public Task Send()
    {
        // Never waited for: a device that does not read would hold up the next.
        foreach (var connection in sessions.Connections()) _ = GiveTo(connection);
        return Task.CompletedTask;
    }

    private async Task GiveTo(HubCallerContext connection)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().Take(connection.User!);
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            await Give(reading.Now, async () =>
            {
                var snapshot = await mediator.Send(new GetSnapshot());
                if (snapshot.Value is { } picture) await Told(hub.Clients.Client(connection.ConnectionId).Picture(picture));
            });
        }
        catch (Exception e)
        {
            log.PictureNotMade(e.GetType().Name);
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
