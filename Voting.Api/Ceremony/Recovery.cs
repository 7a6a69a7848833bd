using Voting.Api.Casting;
using Voting.Api.Custody;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Ceremony;

/// <summary>
/// Start-up after any end: the main database follows what each box says. An open box is opened again for casting; a box whose
/// close was committed is closed; a box past "urn written" is destroyed; a round whose box is gone (a restored backup) is void.
/// Of several servers the one that takes over from another does the same.
/// </summary>
public sealed class Recovery(
    Database database, ImportedMeeting imported, BallotBoxes boxes, KeyFolder keys, Destruction destruction, ServerKey signing, CountingCeremony counting, ServerChanges changes)
{
    public async Task Run(CancellationToken stop)
    {
        await signing.Load(stop);
        // What is read next may be on this one copy of the database only; what is committed first is not.
        if (database.IsShared) await changes.Run(_ => { }, stop);
        IReadOnlyDictionary<string, RoundStore.CeremonyRow> ceremonies;
        IReadOnlyList<Round> rounds;
        using (var connection = database.Connect())
        {
            ceremonies = RoundStore.Ceremonies(connection);
            rounds = imported.State(connection).Rounds;
        }

        bool Past(Round round, CeremonyStep step) => ceremonies[round.Id].Step is { } s && Enum.Parse<CeremonyStep>(s) >= step;
        var casting = rounds.Where(r => r.HasDevices).Where(r => r.State is RoundState.Open || r.State is RoundState.Closed && !Past(r, CeremonyStep.UrnWritten)).ToList();
        boxes.DestroyAllBut(casting.Select(r => r.Id).ToHashSet());
        // A test may be on at another server.
        if (!database.IsShared) keys.Destroy(TestBallots.RoundId(imported.Meeting));
        // Only keys of rounds that are known here: another meeting's server may keep its keys in the same folder.
        // Another server may be opening a round that is still ready here: its new key is not ours to destroy, and an old one is written over.
        foreach (var round in rounds.Where(r => r.State is not (RoundState.Open or RoundState.Closed) && !(r.Stands && !Past(r, CeremonyStep.KeyDestroyed))
            && !(database.IsShared && r.State is RoundState.Ready)))
        {
            // What cannot be destroyed now must not keep the server, and the rounds that are open, from coming back.
            if (round.State is RoundState.Void)
            {
                if (destruction.IsLeft(round.Id)) await destruction.Finally(round.Id);
                continue;
            }

            keys.Destroy(round.Id);
            keys.DestroyLink(round.Id);
            if (database.IsShared && boxes.Exists(round.Id)) await boxes.Destroy(round.Id);
        }

        foreach (var round in rounds.Where(r => r.State is RoundState.Open && r.HasDevices))
        {
            if (!boxes.Exists(round.Id)) await changes.Run(work => Void(work, round), stop);
            else if (boxes.Read(round.Id, box => box.Closed()) is { } close) await changes.Run(work => Close(work, round, close), stop);
            else boxes.Start(round);
        }

        foreach (var round in rounds.Where(r => r.State is not (RoundState.Ready or RoundState.Void) && !Past(r, CeremonyStep.TallySigned)))
            if (!(round.State is RoundState.Open && boxes.IsHeld(round.Id))) counting.Begin(round.Id);
    }

    private static void Close(Work work, Round round, CloseRow close)
    {
        if (RoundCloser.Follow(work, round, close).Refusal is { } refusal) throw RoundCloser.NotFollowed(refusal);
    }

    private void Void(Work work, Round round)
    {
        // Another server may have voided it since.
        if (work.Load().Rounds.Single(r => r.Id == round.Id).State is not RoundState.Open) return;
        if (work.Decide(new Command.VoidRound(round.PaperId, round.Number, "票箱缺失（恢复自备份） / the box is gone (restored from a backup)")).Refusal is { } refusal)
            throw new InvalidOperationException($"A round without a box could not be voided: {refusal.Code}");
        keys.Destroy(round.Id);
        keys.DestroyLink(round.Id);
    }
}
