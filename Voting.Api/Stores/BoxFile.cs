using System.Data.Common;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Voting.Domain.Ballots;

namespace Voting.Api.Stores;

/// <summary>A box that is a database file of its own. Used by one thread at a time.</summary>
public sealed class BoxFile : IRoundBox
{
    /// <summary>About what a ballot takes in table and indexes.</summary>
    private const int BytesOfARow = 1_024;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _version;
    private readonly SqliteCommand _record;
    private readonly SqliteCommand _seq;
    private readonly SqliteCommand _closed;
    private readonly SqliteCommand _count;

    // What this connection committed last, as long as no other has committed since.
    private (BoxRows Rows, long Version)? _known;

    private BoxFile(SqliteConnection connection)
    {
        _connection = connection;
        _version = connection.CreateCommand();
        _version.CommandText = "PRAGMA data_version";
        _record = connection.CreateCommand();
        _record.CommandText = """
            INSERT INTO ballots (member, cast_id, seq, hash, envelope) VALUES ($member, $cast_id, $seq, $hash, $envelope)
            ON CONFLICT (member) DO UPDATE SET cast_id = excluded.cast_id, seq = excluded.seq, hash = excluded.hash, envelope = excluded.envelope
            """;
        _seq = connection.CreateCommand();
        _seq.CommandText = "SELECT seq FROM ballots WHERE member = $member";
        _closed = connection.CreateCommand();
        _closed.CommandText = "SELECT closed FROM state";
        _count = connection.CreateCommand();
        _count.CommandText = "SELECT count(*) FROM ballots";
        Name(_record, "$member", "$cast_id", "$seq", "$hash", "$envelope");
        Name(_seq, "$member");
    }

    /// <summary>
    /// What an open and empty box is on the disk. Every box begins as a copy of it: made anew, its tables would cost the disk nine
    /// flushes while a chamber waits for its paper.
    /// </summary>
    /// <param name="file">Where it is made; gone afterwards.</param>
    public static byte[] Empty(string file)
    {
        Destroy(file);
        using (var connection = SqliteDatabase.Connect(file, pooling: false))
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute("""
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
            // At its end the connection would keep to itself that the disk was full, and every box of the meeting would begin without tables.
            if (connection.QuerySingle<long>("PRAGMA wal_checkpoint(TRUNCATE)") != 0) throw new IOException("The journal of an empty box could not be written into its file.");
        }

        var empty = File.ReadAllBytes(file);
        Destroy(file);
        return empty;
    }

    /// <summary>A new box, open and empty, flushed to the disk.</summary>
    public static void Create(string file, byte[] empty)
    {
        try
        {
            using var made = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            made.Write(empty);
            made.Flush(flushToDisk: true);
        }
        catch
        {
            // Half a box would be taken for one.
            File.Delete(file);
            throw;
        }
    }

    /// <summary>A box that is there already.</summary>
    public static BoxFile Open(string file)
    {
        var connection = SqliteDatabase.Connect(file, pooling: false, create: false);
        try
        {
            // In KiB and in pages, so that the box of the largest chamber fits in both: at 10,000 each batch would write the whole box again.
            connection.Execute("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16384;");
            return new BoxFile(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Gives file and journal the size that they will have, while nobody waits: the flush of a file that grows takes twice as long.
    /// </summary>
    /// <param name="members">How many may press.</param>
    public void MakeRoom(int members)
    {
        _connection.Execute("""
            BEGIN IMMEDIATE;
            CREATE TABLE room (filler BLOB);
            INSERT INTO room VALUES (zeroblob(@bytes));
            DROP TABLE room;
            COMMIT;
            PRAGMA wal_checkpoint(RESTART);
            """, new { bytes = members * BytesOfARow });
    }

    /// <summary>Prepares what a press asks.</summary>
    public void Prepare()
    {
        foreach (var command in (SqliteCommand[])[_version, _record, _seq, _closed, _count]) command.Prepare();
    }

    public IBoxTurn Begin(IReadOnlyList<BoxPress> presses, bool secret)
    {
        var transaction = _connection.BeginTransaction();
        try
        {
            _version.Transaction = transaction;
            var version = (long)_version.ExecuteScalar()!;
            var rows = _known is { } known && known.Version == version ? known.Rows : Rows(transaction, secret);
            // Not before the batch is committed: whatever happens to it, the next one begins with what is on the disk.
            _known = null;
            return new Turn(this, transaction, rows, version);
        }
        catch
        {
            transaction.Dispose();
            throw;
        }
    }

    public CloseRow Close(Func<IReadOnlyList<string>, CloseRow> fix, DbTransaction? within)
    {
        // A file of its own: the commit of this is the close, and the main database follows.
        using var transaction = _connection.BeginTransaction();
        if (Closed(transaction) is { } before) return before;
        var row = fix(Voters(transaction));
        _connection.Execute("UPDATE state SET closed = @closed", new { closed = JsonSerializer.Serialize(row) }, transaction);
        transaction.Commit();
        return row;
    }

    public CloseRow? Closed() => Closed(null);

    public IReadOnlyList<string> Voters() => Voters(null);

    public IReadOnlyList<byte[]> Envelopes() => _connection.Query<byte[]>("SELECT envelope FROM ballots ORDER BY hash").AsList();

    public IReadOnlyList<KeyValuePair<string, byte[]>> Named() =>
        [.. _connection.Query<(string Member, byte[] Envelope)>("SELECT member, envelope FROM ballots").Select(b => KeyValuePair.Create(b.Member, b.Envelope))];

    public int Count() => (int)(long)_count.ExecuteScalar()!;

    // Asked by every tablet that comes back, all of them in the same second.
    public int? Seq(string member)
    {
        _seq.Parameters[0].Value = member;
        return (int?)(long?)_seq.ExecuteScalar();
    }

    // The one server that tells it keeps it in memory, and after a restart what it tells first is the box.
    public int ToldVoted() => Count();

    public void Tell(int voted) { }

    public void Dispose()
    {
        _version.Dispose();
        _record.Dispose();
        _seq.Dispose();
        _closed.Dispose();
        _count.Dispose();
        _connection.Dispose();
    }

    /// <summary>Removes a box with its journals; its connections must be closed.</summary>
    public static void Destroy(string file)
    {
        // The box itself last: as long as it is there, a start-up knows that something is left.
        foreach (var suffix in new[] { "-wal", "-shm", "-journal", "" }) File.Delete(file + suffix);
    }

    // Asked by every batch.
    private CloseRow? Closed(SqliteTransaction? transaction)
    {
        _closed.Transaction = transaction;
        return _closed.ExecuteScalar() is string text ? JsonSerializer.Deserialize<CloseRow>(text) : null;
    }

    private BoxRows Rows(SqliteTransaction transaction, bool secret)
    {
        var rows = new BoxRows(secret);
        foreach (var row in _connection.Query<(string Member, string CastId, long Seq, string Hash)>("SELECT member, cast_id, seq, hash FROM ballots", transaction: transaction))
            rows.Put(row.Member, new Press(row.CastId, (int)row.Seq, row.Hash, 0));
        return rows;
    }

    private List<string> Voters(SqliteTransaction? transaction) => _connection.Query<string>("SELECT member FROM ballots", transaction: transaction).AsList();

    private static void Name(SqliteCommand command, params ReadOnlySpan<string> parameters)
    {
        foreach (var name in parameters) command.Parameters.Add(new SqliteParameter { ParameterName = name });
    }

    private static void Bind(SqliteCommand command, SqliteTransaction transaction, params ReadOnlySpan<object> values)
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
    }

    private sealed class Turn(BoxFile box, SqliteTransaction transaction, BoxRows rows, long version) : IBoxTurn
    {
        public bool IsOpen { get; } = box.Closed(transaction) is null;

        public BoxContents Bearing(string member, Press press) => rows.Bearing(member, press);

        public void Record(string member, Press press, byte[] envelope)
        {
            Bind(box._record, transaction, member, press.CastId, press.Seq, press.Hash, envelope);
            box._record.ExecuteNonQuery();
            rows.Put(member, press);
        }

        // Every commit is on this disk before it can be read.
        public void Confirm(string member, Press press) { }

        public void Commit()
        {
            transaction.Commit();
            box._known = (rows, version);
        }

        public void Dispose() => transaction.Dispose();
    }
}
