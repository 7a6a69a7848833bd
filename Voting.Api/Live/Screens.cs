using Microsoft.AspNetCore.SignalR;
using Voting.Api.Casting;
using Voting.Api.Hub;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;

namespace Voting.Api.Live;

/// <summary>Tells the screens, after a commit and only what each may see.</summary>
public sealed class Screens(IHubContext<VotingHub, IVotingScreen> hub, Reading reading)
{
    public const string Seats = "seats";
    public const string Officers = "officers";
    public const string TurnoutScreens = "turnout";

    public Task MeetingChanged() => hub.Clients.All.Meeting(Views.Meeting(reading.Now().State));

    public async Task RoundChanged(string roundId)
    {
        var picture = reading.Now();
        var round = picture.State.Rounds.Single(r => r.Id == roundId);
        // What is laid before the members goes out with the opening; afterwards they have it.
        var told = hub.Clients.Group(Officers).Round(Views.Round(picture, round, officer: true, questions: round.State is RoundState.Ready or RoundState.Open));
        if (Views.ShownToSeats(round) && round.State is not RoundState.Tallied)
            await hub.Clients.Group(Seats).Round(Views.Round(picture, round, officer: false, questions: round.State is RoundState.Open));
        await told;
    }

    public Task TurnoutChanged(BallotBox box) => Told(box.Round, box.Count(), box.Present());

    /// <summary>The final turnout, flushed by the close.</summary>
    public Task FinalTurnout(Round round) => Told(round, round.Numbers!.Voted, round.Numbers.Present);

    private Task Told(Round round, int voted, int present) =>
        hub.Clients.Group(TurnoutScreens).Turnout(new Turnout(round.PaperId, round.Number, voted, present));
}
