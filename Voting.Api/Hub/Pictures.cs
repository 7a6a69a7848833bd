using MediatR;
using Microsoft.AspNetCore.SignalR;
using Voting.Api.Accounts;
using Voting.Api.Ceremony;
using Voting.Api.Features.Meetings;
using Voting.Api.Pipeline;
using Voting.Api.Telemetry;
using Voting.Domain.Contracts;

namespace Voting.Api.Hub;

/// <summary>Gives screens the whole picture: one that connects, or all that are connected here.</summary>
public sealed class Pictures(
    IServiceScopeFactory scopes, Sessions sessions, IHubContext<VotingHub, IVotingScreen> hub, Reading reading, TestBallots tests, ILogger<Pictures> log)
{
    /// <summary>A device's own calls wait until it was given its picture.</summary>
    private const int MostAtOnce = 5;

    /// <summary>
    /// Gives a picture, and again where what stands has moved meanwhile: an older picture that overtook the push of a newer state would
    /// take its place, and a tablet would be without the paper that is open until somebody changes something.
    /// </summary>
    /// <param name="give">Makes a picture and sends it.</param>
    public Task Give(Func<Task> give) => Give(Standing, give);

    /// <inheritdoc cref="Give(Func{Task})"/>
    /// <param name="stands">What pushes tell of; a push is never begun before it has moved.</param>
    /// <param name="give">Makes a picture and sends it.</param>
    public static async Task Give<T>(Func<T> stands, Func<Task> give)
    {
        var before = stands();
        for (var given = 0; given < MostAtOnce; given++)
        {
            await give();
            var after = stands();
            if (Equals(before, after)) return;
            before = after;
        }
    }

    // That somebody signed in leaves the state what it is.
    private (object State, string Steps, int? Test) Standing()
    {
        var picture = reading.Pushed();
        return (picture.State, picture.Once(nameof(Standing), () => string.Join(' ', picture.Ceremonies.Values.Select(c => $"{c.Id} {c.Step} {c.Fault}"))), tests.Number);
    }

    /// <summary>One after the other, and not again where something moved: this comes each second while much is changed, and on a shared database each asks.</summary>
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
