using Microsoft.AspNetCore.SignalR;
using Voting.Api.Casting;
using Voting.Api.Hub;
using Voting.Api.Pipeline;
using Voting.Api.Telemetry;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Live;

/// <summary>Tells the screens, after a commit and only what each may see.</summary>
/// <remarks>
/// A push is begun in the order of the states it tells, and never waited for: a device that does not read would hold up the close,
/// the ceremony and every other screen until its connection is given up.
/// </remarks>
public sealed class Screens(IHubContext<VotingHub, IVotingScreen> hub, Reading reading, TimeProvider time, Instruments instruments, ILogger<Screens> log)
{
    private readonly Lock _order = new();

    public const string Seats = "seats";
    /// <summary>Hall and attendees: of a paper under embargo they learn the questions with the result.</summary>
    public const string Onlookers = "onlookers";
    public const string Officers = "officers";
    public const string TurnoutScreens = "turnout";

    public Task MeetingChanged()
    {
        lock (_order) _ = Pushed(hub.Clients.All.Meeting(Views.Meeting(reading.Now().State)));
        return Task.CompletedTask;
    }

    /// <summary>Every screen of this member, the officer's among them.</summary>
    public static string Of(string memberId) => $"member:{memberId}";

    /// <summary>Tells a member whether they are checked in.</summary>
    public Task PresenceChanged(string memberId)
    {
        lock (_order)
        {
            var state = reading.Now().State;
            // Whoever comes late may have to wait, and hears it before the paper is marked in vain.
            if (Views.Bar(state, memberId) is { } bar) _ = Pushed(hub.Clients.Group(Of(memberId)).Barred(bar));
            _ = Pushed(hub.Clients.Group(Of(memberId)).Presence(state.Roll.IsPresent(memberId)));
        }

        return Task.CompletedTask;
    }

    /// <summary>Nobody is checked in any more.</summary>
    public Task RollIsTakenAgain()
    {
        lock (_order) _ = Pushed(hub.Clients.All.Presence(false));
        return Task.CompletedTask;
    }

    public Task AgendaChanged()
    {
        lock (_order)
        {
            var state = reading.Now().State;
            _ = Pushed(hub.Clients.Group(Officers).Agenda(Views.Agenda(state, officer: true)));
            _ = Pushed(hub.Clients.Groups(Seats, Onlookers).Agenda(Views.Agenda(state, officer: false)));
        }

        return Task.CompletedTask;
    }

    public Task AmendmentsChanged()
    {
        lock (_order) _ = Pushed(hub.Clients.Group(Officers).Amendments(Views.Amendments(reading.Now().State)));
        return Task.CompletedTask;
    }

    public Task RoundChanged(string roundId)
    {
        lock (_order)
        {
            var (picture, now) = (reading.Now(), time.GetUtcNow());
            var round = picture.State.Rounds.Single(r => r.Id == roundId);
            if (round.State is RoundState.Open) TellBarred(picture.State, round);
            // The members first: they wait for the paper, and what is laid before them goes out with the opening.
            if (Views.ShownToSeats(round) && round.State is not RoundState.Tallied) TellRoom(picture, round, now);
            _ = Pushed(hub.Clients.Group(Officers).Round(Views.Round(picture, round, officer: true, questions: round.State is RoundState.Ready or RoundState.Open, now)));
            // What is due of its paper may have changed with it.
            _ = Pushed(hub.Clients.Group(Officers).Agenda(Views.Agenda(picture.State, officer: true)));
        }

        return Task.CompletedTask;
    }

    /// <summary>Tells a device whose session ended, and closes its connection.</summary>
    public async Task Fence(HubCallerContext connection)
    {
        // A device that does not read must not hold up the one that takes its place.
        await Task.WhenAny(Pushed(hub.Clients.Client(connection.ConnectionId).Fenced()), Task.Delay(500, CancellationToken.None));
        connection.Abort();
    }

    /// <summary>A test ballot is on or over, on every screen.</summary>
    public Task TestChanged(RoundView test)
    {
        lock (_order) _ = Pushed(hub.Clients.All.TestBallot(test));
        return Task.CompletedTask;
    }

    private void TellRoom(Reading.Picture picture, Round round, DateTimeOffset now)
    {
        _ = Pushed(hub.Clients.Group(Seats).Round(Views.Round(picture, round, officer: false, questions: round.State is RoundState.Open, now)));
        // Where they were kept back, the questions go out with the result.
        var known = round.State is RoundState.Open || round.IsAnnounced;
        _ = Pushed(hub.Clients.Group(Onlookers).Round(Views.Round(picture, round, officer: false, questions: known && !Views.IsUnderEmbargo(picture.State, round), now)));
    }

    // Before the round itself: nobody marks a paper in vain.
    private void TellBarred(MeetingState state, Round round)
    {
        foreach (var member in state.Meeting.Roll)
            if (state.Bar(round, member)?.Code is { } code and not Refusals.NotPresent) _ = Pushed(hub.Clients.Group(Of(member.Id)).Barred(new Bar(round.PaperId, round.Number, code)));
    }

    public Task TurnoutChanged(BallotBox box)
    {
        var (voted, present) = box.Tell();
        lock (_order)
        {
            // Read before the close and told after it, it would take the final one's place.
            if (reading.Now().State.Rounds.Any(r => r.Id == box.Round.Id && r.State is RoundState.Open)) TellTurnout(box.Round, voted, present);
        }

        return Task.CompletedTask;
    }

    /// <summary>The final turnout of the devices, flushed by the close.</summary>
    public Task FinalTurnout(Round round)
    {
        lock (_order) TellTurnout(round, round.Numbers!.ByDevice, round.Numbers.Present - (round.Way is Way.DevicesAndHands ? round.Enterable ?? 0 : 0));
        return Task.CompletedTask;
    }

    // Not measured: a push of the turnout follows a press.
    private void TellTurnout(Round round, int voted, int present) =>
        _ = Sent(hub.Clients.Group(TurnoutScreens).Turnout(new Turnout(round.PaperId, round.Number, voted, present)));

    private async Task Pushed(Task push)
    {
        if (await Sent(push)) instruments.Pushed();
        else instruments.PushFailed();
    }

    private async Task<bool> Sent(Task push)
    {
        try
        {
            await push;
            return true;
        }
        catch (Exception e)
        {
            // A reconnect gets the whole picture.
            log.PushFailed(e.GetType().Name);
            return false;
        }
    }
}
