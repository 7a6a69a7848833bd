using System.Data.Common;
using System.Diagnostics;
using Voting.Api.Stores;
using Voting.Api.Telemetry;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Records;

namespace Voting.Api.Pipeline;

/// <summary>The transaction of one change: what it rests on, what it keeps, what the record says of it, whom it tells after the commit.</summary>
public sealed class Work(Database database, Reading reading, Instruments instruments) : IDisposable
{
    private readonly List<Action> _withCommit = [];
    private readonly List<Func<Task>> _afterCommit = [];
    private bool _entered;
    private long _began;
    private MeetingState? _state;

    public DbConnection Connection { get; private set; } = null!;
    public DbTransaction Transaction { get; private set; } = null!;
    public List<Fact> Facts { get; } = [];

    public async Task Begin(CancellationToken stop)
    {
        await database.Writing.WaitAsync(stop);
        _entered = true;
        _began = Stopwatch.GetTimestamp();
        // What an earlier change of the same scope kept is not what stands now.
        _state = null;
        Connection = database.Connect();
        Transaction = database.BeginChange(Connection);
    }

    /// <summary>The state as it stands in this transaction, beside which no other change runs: what was committed before it, then what it kept.</summary>
    public MeetingState Load() => _state ??= reading.Before(Connection, Transaction);

    /// <summary>The same as the store has it, word for word: whoever certifies vouches for that.</summary>
    public MeetingState LoadStored() => _state = reading.Stored(Connection, Transaction);

    /// <summary>How far the counting of a round is, as it stands in this transaction.</summary>
    public RoundStore.CeremonyRow Ceremony(string roundId) => RoundStore.Ceremony(Connection, roundId, Transaction);

    /// <summary>Decides on the state as it stands in this transaction, and keeps what the decision gives.</summary>
    public Reply<MeetingState> Decide(Command command)
    {
        var before = Load();
        var reply = Conduct.Decide(before, command);
        if (reply.Value is not { } decided) return reply.Refusal!;
        Keep(before, decided);
        return decided.State;
    }

    /// <summary>Keeps what was decided on the state that was loaded.</summary>
    public void Keep(MeetingState before, Decided decided)
    {
        MeetingStore.Save(Connection, Transaction, before, decided.State);
        _state = decided.State;
        Facts.AddRange(decided.Facts);
    }

    /// <summary>Done after the commit and before the next change may begin.</summary>
    public void WithCommit(Action act) => _withCommit.Add(act);

    public void AfterCommit(Func<Task> tell) => _afterCommit.Add(tell);

    public void Commit(string by, DateTimeOffset at, ILogger log)
    {
        EventStore.Append(Connection, Transaction, Facts, by, at);
        var committed = reading.Committing(Load(), Connection, Transaction);
        database.Commit(Transaction);
        committed();
        instruments.Changed(Stopwatch.GetElapsedTime(_began));
        foreach (var act in _withCommit)
        {
            try
            {
                act();
            }
            catch (Exception e)
            {
                // The change is kept: whoever asked for it must not hear anything else, and the screens are told of it.
                log.NotDoneWithCommit(e.GetType().Name);
            }
        }
    }

    public async Task Tell(ILogger log)
    {
        Leave();
        instruments.Telling();
        foreach (var tell in _afterCommit)
        {
            try
            {
                await tell();
            }
            catch (Exception e)
            {
                // A push may fail; a reconnect gets the whole picture.
                log.PushAfterCommitFailed(e.GetType().Name);
            }
        }
    }

    public void Dispose() => Leave();

    private void Leave()
    {
        if (!_entered) return;
        _entered = false;
        try
        {
            Transaction?.Dispose();
            Connection?.Dispose();
        }
        finally
        {
            database.Writing.Release();
        }
    }
}
