using Voting.Api.Casting;
using Voting.Api.Custody;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Sealing;

namespace Voting.Api.Ceremony;

/// <summary>The ballots of a closed round: out of the box into its urn, opened for the count, and what is destroyed behind them.</summary>
public sealed class ClosedBallots(Database database, ImportedMeeting imported, BallotBoxes boxes, KeyFolder keys)
{
    /// <summary>Those who did not vote, with the presses that came behind the close.</summary>
    public Silence BehindTheClose(string roundId, Silence told) => boxes.Held(roundId)?.BehindTheClose(told) ?? told;

    /// <summary>Writes what is in the box where it is kept: envelopes without whose they are, or the named ballots of a recorded paper.</summary>
    /// <returns>What the record says of it.</returns>
    /// <exception cref="InvalidOperationException">The box does not hold as many as voted.</exception>
    public IReadOnlyList<Fact> TakeOut(Work work, Round round, Paper paper) => paper.Secret ? WriteUrn(work, round) : WriteNamed(work, round);

    /// <summary>Destroys the box, and with it what linked envelopes to members.</summary>
    public Task DestroyBox(string roundId) => boxes.Destroy(roundId);

    /// <summary>The ballots as marks, null for one that cannot be opened; or why they are not to be counted.</summary>
    public Reply<List<byte[]?>> Open(Round round, Paper paper, RoundStore.CeremonyRow ceremony)
    {
        if (!round.HasDevices) return new List<byte[]?>();
        using var connection = database.Connect();
        if (!paper.Secret) return new List<byte[]?>(RoundStore.Named(connection, round.Id).Values);
        // What is counted is what was published: count and root of the urn, seen by every screen before.
        var urn = RoundStore.Urn(connection, round.Id);
        if (urn.Count != round.Numbers!.ByDevice || Root(urn) != ceremony.UrnRoot) return new Refusal(Refusals.DoesNotReconcile);
        // Only now is the key needed, and only from now on can it open anything.
        if (keys.Find(round.Id, ceremony.PublicKey!, imported.Sealing) is not { } pair) return new Refusal(Refusals.KeyMissing);
        try
        {
            return OpenAll(round, pair, urn);
        }
        finally
        {
            pair.Forget();
        }
    }

    /// <summary>Destroys the key of a round whose totals are kept.</summary>
    public void DestroyKey(string roundId) => keys.Destroy(roundId);

    private List<Fact> WriteUrn(Work work, Round round)
    {
        var envelopes = boxes.Read(round.Id, box => box.Envelopes());
        if (envelopes.Count != round.Numbers!.ByDevice) throw new InvalidOperationException($"The box holds {envelopes.Count} envelopes, {round.Numbers.ByDevice} voted.");
        var root = Root(envelopes);
        RoundStore.WriteUrn(work.Connection, work.Transaction, round.Id, envelopes, root);
        return [Fact.OfRound("urn-written", round.PaperId, round.Number).With("count", envelopes.Count).With("root", root)];
    }

    private List<Fact> WriteNamed(Work work, Round round)
    {
        var ballots = boxes.Read(round.Id, box => box.Named());
        if (ballots.Count != round.Numbers!.ByDevice) throw new InvalidOperationException($"The box holds {ballots.Count} ballots, {round.Numbers.ByDevice} voted.");
        RoundStore.WriteNamed(work.Connection, work.Transaction, round.Id, ballots);
        return [Fact.OfRound("ballots-written", round.PaperId, round.Number).With("count", ballots.Count).With("hash", RecordText.BallotsHash(round.Questions, ballots))];
    }

    /// <summary>Opens an urn in memory and sorts what was in it, so that not even the order of hashes is left.</summary>
    private List<byte[]?> OpenAll(Round round, KeyPair pair, IReadOnlyList<byte[]> urn)
    {
        var binding = new EnvelopeBinding(imported.Meeting.Id, round.PaperId, round.Number, Envelope.Fingerprint(pair.Public));
        var opened = urn.AsParallel().Select(envelope => Envelope.Open(pair, binding, envelope)).ToList();
        opened.Sort((a, b) => (a ?? []).AsSpan().SequenceCompareTo(b ?? []));
        return opened;
    }

    private static string Root(IReadOnlyList<byte[]> urn) => Merkle.UrnRoot(urn.Select(e => Envelope.Hash(e)));
}
