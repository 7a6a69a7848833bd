using Microsoft.Data.Sqlite;
using Voting.Api.Stores;
using Voting.Domain.Meetings;

namespace Voting.Api.Casting;

/// <summary>The roll as it stands in the main database, read again only when another connection has committed there.</summary>
public sealed class RollReader(Database database) : IDisposable
{
    private readonly SqliteConnection _connection = database.Connect();
    private readonly Lock _lock = new();
    private long _version = -1;
    private AttendanceRoll? _roll;

    public AttendanceRoll Now()
    {
        lock (_lock)
        {
            var version = Database.Version(_connection);
            if (_roll is not null && version == _version) return _roll;
            _roll = MeetingStore.Roll(_connection);
            // Not before the reading has succeeded, or a roll that is older would pass for this version.
            _version = version;
            return _roll;
        }
    }

    public void Dispose() => _connection.Dispose();
}
