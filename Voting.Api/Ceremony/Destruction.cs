using Voting.Api.Casting;
using Voting.Api.Custody;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Papers;

namespace Voting.Api.Ceremony;

/// <summary>What becomes of a round that is void: key, box and urn are destroyed unopened.</summary>
public sealed class Destruction(BallotBoxes boxes, KeyFolder keys, Screens screens)
{
    public void Of(Work work, Round round)
    {
        RoundStore.EmptyUrn(work.Connection, work.Transaction, round.Id);
        work.AfterCommit(async () =>
        {
            try
            {
                await Finish(round.Id);
            }
            finally
            {
                await screens.RoundChanged(round.Id);
            }
        });
    }

    /// <summary>Destroys what is left of a round whose void is kept; twice changes nothing.</summary>
    public async Task Finish(string roundId)
    {
        try
        {
            keys.Destroy(roundId);
        }
        finally
        {
            await boxes.Destroy(roundId);
        }
    }
}
