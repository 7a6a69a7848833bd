using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Voting.Domain.Ballots;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Stores;

/// <summary>
/// A round's box: a database file of its own, with its own state row, so that a cast and the close are guarded by one transaction.
/// One atomic row per member holds both "has voted" and the envelope. Used by one thread at a time.
/// </summary>
public sealed class BoxFile : IDisposable
{
    /// <summary>What the commit of the close fixed.</summary>
    public sealed record CloseRow(RollCounts Roll, RoundNumbers Numbers, Silence? Silence = null);

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _bearing;
    private readonly SqliteCommand _record;

    private BoxFile(SqliteConnection connection)
    {
        _connection = connection;
        _bearing = connection.CreateCommand();
        _bearing.CommandText = "SELECT member, cast_id, seq, hash FROM ballots WHERE member = $member OR cast_id = $cast_id OR hash = $hash";
        _record = connection.CreateCommand();
        _record.CommandText = """
            INSERT INTO ballots (member, cast_id, seq, hash, envelope) VALUES ($member, $cast_id, $seq, $hash, $envelope)
            ON CONFLICT (member) DO UPDATE SET cast_id = excluded.cast_id, seq = excluded.seq, hash = excluded.hash, envelope = excluded.envelope
            """;
        foreach (var command in new[] { _bearing, _record })
            foreach (var name in command == _record ? (string[])["$member", "$cast_id", "$seq", "$hash", "$envelope"] : ["$member", "$cast_id", "$hash"])
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
    }

    /// <summary>A new box, open and empty, flushed to the disk.</summary>
    public static BoxFile Create(string file)
    {
        var box = new BoxFile(Database.Connect(file, pooling: false));
        using var transaction = box._connection.BeginTransaction();
        box._connection.Execute("""
            CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), closed TEXT);
            INSERT INTO state (id) VALUES (1);
            CREATE TABLE ballots (
                member   TEXT PRIMARY KEY,
                cast_id  TEXT NOT NULL UNIQUE,
                seq      INTEGER NOT NULL,
                hash     TEXT NOT NULL,
                envelope BLOB NOT NULL
            ) WITHOUT ROWID;
            CREATE INDEX ballots_by_hash ON ballots (hash);
            """, transaction: transaction);
        transaction.Commit();
        return box;
    }

    /// <summary>A box that is there already.</summary>
    public static BoxFile Open(string file) => new(Database.Connect(file, pooling: false, create: false));

    /// <summary>A transaction that holds the box against every other writer.</summary>
    public SqliteTransaction Begin() => _connection.BeginTransaction();

    /// <summary>What the close fixed, or null while the box is open.</summary>
    public CloseRow? Closed(SqliteTransaction? transaction = null) =>
        _connection.QuerySingle<string?>("SELECT closed FROM state", transaction: transaction) is { } text ? JsonSerializer.Deserialize<CloseRow>(text) : null;

    /// <summary>The commit of this is the close.</summary>
    public void Close(SqliteTransaction transaction, CloseRow row) =>
        _connection.Execute("UPDATE state SET closed = @closed", new { closed = JsonSerializer.Serialize(row) }, transaction);

    /// <summary>What the box holds that bears on a press. Clear marks are alike by the thousand, so their hashes are not looked up.</summary>
    public BoxView Bearing(SqliteTransaction transaction, string member, Press press, bool secret)
    {
        Bind(_bearing, transaction, member, press.CastId, secret ? press.Hash : "");
        Press? mine = null;
        bool castId = false, hash = false;
        using var rows = _bearing.ExecuteReader();
        while (rows.Read())
        {
            var row = new Press(rows.GetString(1), rows.GetInt32(2), rows.GetString(3), 0);
            var own = rows.GetString(0) == member;
            if (own) mine = row;
            castId |= !own && row.CastId == press.CastId;
            hash |= row.Hash == press.Hash && (!own || row.CastId != press.CastId);
        }

        return new BoxView(mine, castId, hash);
    }

    public void Record(SqliteTransaction transaction, string member, Press press, byte[] envelope)
    {
        Bind(_record, transaction, member, press.CastId, press.Seq, press.Hash, envelope);
        _record.ExecuteNonQuery();
    }

    public IReadOnlyList<string> Voters(SqliteTransaction? transaction = null) =>
        _connection.Query<string>("SELECT member FROM ballots", transaction: transaction).AsList();

    /// <summary>The envelopes, without whose they are.</summary>
    public IReadOnlyList<byte[]> Envelopes() => _connection.Query<byte[]>("SELECT envelope FROM ballots ORDER BY hash").AsList();

    /// <summary>The clear ballots of a recorded paper.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> Named() =>
        [.. _connection.Query<(string Member, byte[] Envelope)>("SELECT member, envelope FROM ballots").Select(b => KeyValuePair.Create(b.Member, b.Envelope))];

    public int Count() => _connection.QuerySingle<int>("SELECT count(*) FROM ballots");

    /// <summary>The member's highest recorded press, or null.</summary>
    public int? Seq(string member) => _connection.QuerySingleOrDefault<int?>("SELECT seq FROM ballots WHERE member = @member", new { member });

    public void Dispose()
    {
        _bearing.Dispose();
        _record.Dispose();
        _connection.Dispose();
    }

    /// <summary>Removes a box with its journals; its connections must be closed.</summary>
    public static void Destroy(string file)
    {
        // The box itself last: as long as it is there, a start-up knows that something is left.
        foreach (var suffix in new[] { "-wal", "-shm", "-journal", "" }) File.Delete(file + suffix);
    }

    private static void Bind(SqliteCommand command, SqliteTransaction transaction, params ReadOnlySpan<object> values)
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
    }
}
