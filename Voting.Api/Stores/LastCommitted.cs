using System.Data.Common;

namespace Voting.Api.Stores;

/// <summary>What the main database says, read again only when another connection has committed there.</summary>
public sealed class LastCommitted<T>(Database database, Func<DbConnection, DbTransaction, T> read) : IDisposable
    where T : class
{
    private readonly DbConnection? _kept = database.CountsByConnection ? database.Connect() : null;
    private readonly Lock _lock = new();
    private DbCommand? _asks;
    private long _version = -1;
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
                if (_value is null || version != _version)
                {
                    using var transaction = database.BeginReading(connection);
                    _value = read(connection, transaction);
                    // Not before the reading has succeeded, or one that is older would pass for this version.
                    _version = version;
                }

                _answered = answers;
                return _value;
            }
            finally
            {
                if (_kept is null) connection.Dispose();
            }
        }
    }

    public void Dispose()
    {
        _asks?.Dispose();
        _kept?.Dispose();
    }

    // Asked for every screen that comes back: on the connection that is kept the command is prepared once.
    private long Version(DbConnection connection)
    {
        if (_kept is not null) return Read(_asks ??= database.AskVersion(_kept));
        using var asks = database.AskVersion(connection);
        return Read(asks);
    }

    private static long Read(DbCommand asks) => (long)asks.ExecuteScalar()!;
}
