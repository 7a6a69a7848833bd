using Microsoft.Data.Sqlite;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Meetings;

namespace Voting.Api.Live;

/// <summary>What every screen is painted from: the last committed state, read again only after another commit.</summary>
public sealed class Reading(Database database, ImportedMeeting imported) : IDisposable
{
    private readonly SqliteConnection _connection = database.Connect();
    private readonly Lock _lock = new();
    private long _version = -1;
    private Picture? _picture;

    public sealed record Picture(MeetingState State, IReadOnlyDictionary<string, RoundStore.CeremonyRow> Ceremonies, string Sealing);

    public Picture Now()
    {
        lock (_lock)
        {
            var version = Database.Version(_connection);
            if (_picture is not null && version == _version) return _picture;
            using var transaction = _connection.BeginTransaction(deferred: true);
            _picture = new Picture(imported.State(_connection, transaction), RoundStore.Ceremonies(_connection, transaction), imported.Sealing.Name);
            _version = version;
            return _picture;
        }
    }

    public void Dispose() => _connection.Dispose();
}
