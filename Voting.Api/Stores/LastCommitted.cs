using System.Data.Common;

namespace Voting.Api.Stores;

/// <summary>The last committed value: a change hands in what it committed; what anybody else committed is read at the next question.</summary>
public sealed class LastCommitted<T>(Database database, Func<DbConnection, DbTransaction, T> read) : IDisposable
    where T : class
{
    private readonly DbConnection? _kept = database.CountsByConnection ? database.Connect() : null;
    private readonly Lock _lock = new();
    private DbCommand? _asks;
    private long? _version;
    private long _turns;
    private long _answered;
    private T? _value;

    public T Now()
    {
        // Who came before the question was put may take its answer: a chamber that comes back in one second asks a few times, not each for itself.
        var turn = Interlocked.Increment(ref _turns);
        lock (_lock)
        {
            if (turn <= _answered) return _value!;
            var answers = Volatile.Read(ref _turns);
            var connection = _kept ?? database.Connect();
            try
            {
                var version = Version(connection);
                if (version != _version)
                {
                    using var transaction = database.BeginReading(connection);
                    // Where several servers commit, what is read bears the version of its own instant, or a later state would pass for an earlier one.
                    if (_kept is null) version = Version(connection, transaction);
                    _value = read(connection, transaction);
                    // Not before the reading has succeeded, or one that is older would pass for this version.
                    _version = version;
                }

                _answered = answers;
                return _value!;
            }
            finally
            {
                if (_kept is null) connection.Dispose();
            }
        }
    }

    /// <summary>What this server last committed or read, without a question: of several servers another may have committed since.</summary>
    public T Known()
    {
        lock (_lock)
            if (_value is { } value) return value;
        return Now();
    }

    /// <summary>What stands, as a change finds it that no other runs beside; null where that is to be read in the change itself.</summary>
    /// <param name="stamps">Of the change, where it bears one.</param>
    public T? Before(ChangeStamps? stamps)
    {
        if (stamps is null) return Now();
        lock (_lock) return _version == stamps.Before ? _value : null;
    }

    /// <summary>Takes what a change has committed for what stands. Told before the next change may begin.</summary>
    public void Set(T value, ChangeStamps? stamps)
    {
        lock (_lock)
        {
            // Who waits since before this must ask: another server may have committed meanwhile.
            _answered = 0;
            try
            {
                // What another server has committed since is read at the next question, for its stamp is another.
                (_version, _value) = (stamps?.Own ?? Version(_kept!), value);
            }
            catch (Exception e) when (e is DbException or InvalidOperationException)
            {
                // The change is kept, whatever became of the disk since: what stands is read at the next question.
                (_version, _value) = (null, value);
            }
        }
    }

    public void Dispose()
    {
        _asks?.Dispose();
        _kept?.Dispose();
    }

    // Asked for every screen that comes back: on the connection that is kept the command is prepared once.
    private long Version(DbConnection connection, DbTransaction? transaction = null)
    {
        if (_kept is not null) return Read(_asks ??= database.AskVersion(_kept));
        using var asks = database.AskVersion(connection);
        asks.Transaction = transaction;
        return Read(asks);
    }

    private static long Read(DbCommand asks) => (long)asks.ExecuteScalar()!;
}
