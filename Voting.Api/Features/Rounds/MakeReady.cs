using Voting.Api.Casting;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Rounds;

/// <summary>The next round of a paper is made ready, and every screen is told which rounds changed with it.</summary>
public sealed class MakeReady(Work work, ImportedMeeting imported, Standby standby, Screens screens, TimeProvider time)
{
    public Reply<RoundView> Next(string paper, string? again = null)
    {
        var before = work.Load().Rounds.ToDictionary(r => r.Id);
        // Random, not ordered by time: the id names the files of the box and the key.
        var reply = work.Decide(new Command.Prepare(paper, Guid.NewGuid().ToString("n"), again));
        if (reply.Value is not { } state) return reply.Refusal!;
        foreach (var round in state.Rounds.Where(r => !before.TryGetValue(r.Id, out var old) || old.State != r.State))
            work.AfterCommit(() => screens.RoundChanged(round.Id));
        var ready = state.Rounds[^1];
        work.WithCommit(() => standby.Make(ready, sealing: state.Meeting.Paper(paper)!.Secret));
        var picture = new Reading.Picture(state, RoundStore.Ceremonies(work.Connection, work.Transaction), imported.Sealing.Name);
        return Views.Round(picture, ready, officer: true, questions: true, time.GetUtcNow());
    }
}
