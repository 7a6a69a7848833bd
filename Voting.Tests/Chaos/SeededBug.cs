using System.Data.Common;
using Voting.Api.Stores;
using Voting.Domain.Ballots;
using Voting.Domain.Papers;

namespace Voting.Tests.Chaos;

/// <summary>A fault put into a box on purpose: what checks histories is worth nothing unless it finds each of them.</summary>
public enum SeededBug
{
    /// <summary>None: the box as it is.</summary>
    None,
    /// <summary>The answer goes out before the commit, and now and then the power goes in between.</summary>
    AnsweredBeforeCommit,
    /// <summary>Whether the round is open is read before the transaction that records.</summary>
    StateReadOutsideTheLock,
    /// <summary>A press replaces a later one.</summary>
    OlderReplacesLater,
    /// <summary>Each press has a row of its own.</summary>
    CountedByPress,
}

/// <summary>A store whose boxes have a fault.</summary>
public sealed class SeededStore(IBoxStore store, SeededBug bug) : IBoxStore
{
    public void Prepare(string roundId, int members) => store.Prepare(roundId, members);

    public void Create(Round round, bool secret, DbConnection connection, DbTransaction transaction) => store.Create(round, secret, connection, transaction);

    public bool Exists(string roundId) => store.Exists(roundId);

    public IRoundBox Open(string roundId) => new Box(store.Open(roundId), bug);

    public void Destroy(string roundId) => store.Destroy(roundId);

    public void DestroyAllBut(IReadOnlySet<string> roundIds) => store.DestroyAllBut(roundIds);

    private sealed class Box(IRoundBox box, SeededBug bug) : IRoundBox
    {
        public IBoxTurn Begin(IReadOnlyList<BoxPress> presses, bool secret)
        {
            var wasOpen = box.Closed() is null;
            if (bug is SeededBug.StateReadOutsideTheLock) Thread.Sleep(Random.Shared.Next(3));
            return new Turn(box.Begin(presses, secret), bug, wasOpen);
        }

        public CloseRow Close(Func<IReadOnlyList<string>, CloseRow> fix, DbTransaction? within) => box.Close(fix, within);

        public CloseRow? Closed() => box.Closed();

        public IReadOnlyList<string> Voters() => box.Voters();

        public IReadOnlyList<byte[]> Envelopes() => box.Envelopes();

        public IReadOnlyList<KeyValuePair<string, byte[]>> Named() => box.Named();

        public int Count() => box.Count();

        public int? Seq(string member) => box.Seq(member);

        public int ToldVoted() => box.ToldVoted();

        public void Tell(int voted) => box.Tell(voted);

        public void Dispose() => box.Dispose();
    }

    private sealed class Turn(IBoxTurn turn, SeededBug bug, bool wasOpen) : IBoxTurn
    {
        public bool IsOpen => bug is SeededBug.StateReadOutsideTheLock ? wasOpen : turn.IsOpen;

        public BoxContents Bearing(string member, Press press)
        {
            var view = turn.Bearing(member, press);
            return bug is SeededBug.OlderReplacesLater or SeededBug.CountedByPress ? view with { Mine = null } : view;
        }

        public void Record(string member, Press press, byte[] envelope) =>
            turn.Record(bug is SeededBug.CountedByPress ? $"{member} {press.Seq}" : member, press, envelope);

        public void Confirm(string member, Press press) => turn.Confirm(member, press);

        public void Commit()
        {
            if (bug is SeededBug.AnsweredBeforeCommit && Random.Shared.Next(10) == 0) return;
            turn.Commit();
        }

        public void Dispose() => turn.Dispose();
    }
}
