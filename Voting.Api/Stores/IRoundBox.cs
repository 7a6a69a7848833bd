using System.Data.Common;
using Voting.Domain.Ballots;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Stores;

/// <summary>What the commit of the close fixed.</summary>
public sealed record CloseRow(RollCounts Roll, RoundNumbers Numbers, Silence? Silence = null);

/// <summary>Where the boxes of rounds are kept: a file each, or a table each.</summary>
public interface IBoxStore
{
    /// <summary>Makes the box of a round that is ready, where a box need not come with the change that opens its round.</summary>
    /// <param name="roundId">The round's id.</param>
    /// <param name="members">How many may press, for the room that it will need.</param>
    void Prepare(string roundId, int members);

    /// <summary>A new box, open and empty, kept with the change that opens its round or before it; one that was prepared is that box.</summary>
    void Create(Round round, bool secret, DbConnection connection, DbTransaction transaction);

    bool Exists(string roundId);

    /// <summary>A box that is there already.</summary>
    IRoundBox Open(string roundId);

    /// <summary>Removes a box and all that linked its envelopes to members; its connections must be closed. Twice changes nothing.</summary>
    void Destroy(string roundId);

    /// <summary>Removes boxes of rounds that were made and never opened, at a start.</summary>
    void DestroyAllBut(IReadOnlySet<string> roundIds);
}

/// <summary>
/// A round's box with its own state, so that a cast and the close are guarded by one transaction.
/// One atomic row per member holds both "has voted" and the envelope.
/// </summary>
public interface IRoundBox : IDisposable
{
    /// <summary>A transaction for these presses that no close runs beside.</summary>
    IBoxTurn Begin(IReadOnlyList<BoxPress> presses, bool secret);

    /// <summary>Closes the box, or tells what the close fixed before.</summary>
    /// <param name="fix">What is fixed, from the members who voted.</param>
    /// <param name="within">The change that closes the round; where the box lies in the same database, its commit is the close.</param>
    CloseRow Close(Func<IReadOnlyList<string>, CloseRow> fix, DbTransaction? within);

    /// <summary>What the close fixed, or null while the box is open.</summary>
    CloseRow? Closed();

    IReadOnlyList<string> Voters();

    /// <summary>The envelopes in the order of their hashes, without whose they are.</summary>
    IReadOnlyList<byte[]> Envelopes();

    /// <summary>The clear ballots of a recorded paper.</summary>
    IReadOnlyList<KeyValuePair<string, byte[]>> Named();

    int Count();

    /// <summary>The member's highest recorded press, or null.</summary>
    int? Seq(string member);

    /// <summary>How many had voted when the turnout was last told by whichever server.</summary>
    int ToldVoted();

    void Tell(int voted);
}

/// <summary>A press and whose it is.</summary>
public sealed record BoxPress(string? MemberId, Press Press, byte[] Envelope);

/// <summary>The transaction of a batch of presses; left without its commit it changes nothing.</summary>
public interface IBoxTurn : IDisposable
{
    /// <summary>Read inside the transaction.</summary>
    bool IsOpen { get; }

    /// <summary>What the box holds that bears on a press. Clear marks are alike by the thousand, so their hashes are not looked up.</summary>
    BoxContents Bearing(string member, Press press);

    void Record(string member, Press press, byte[] envelope);

    /// <summary>Makes sure that a press which is there already outlives this server, as if it were recorded now.</summary>
    void Confirm(string member, Press press);

    /// <summary>Keeps the batch; where it throws, nobody knows whether it is kept.</summary>
    void Commit();
}
