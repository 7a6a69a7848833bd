using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Npgsql;
using Voting.Api.Custody;
using Voting.Domain.Ballots;

namespace Voting.Api.Stores;

/// <summary>
/// A box that is a table of PostgreSQL, cast into from any server. Casts hold a lock of the box together, the close holds it alone; only
/// then the state is read.
/// </summary>
public sealed class BoxTable(PostgresDatabase database, KeyFolder keys, string roundId) : IRoundBox
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private sealed record Row(string Member, string CastId, int Seq, string Hash);

    private sealed record Sealed(string Member, byte[] Envelope);

    private readonly PostgresDatabase _database = database;
    private readonly string _round = roundId;
    private readonly string _table = Name(roundId);
    private readonly long _lock = database.Key("box " + roundId);
    private readonly Lock _linkLock = new();
    private byte[]? _link;

    /// <summary>The name of a box's table.</summary>
    public static string Name(string roundId) =>
        roundId.Length is > 0 and <= 64 && roundId.All(char.IsAsciiLetterOrDigit) ? "box_" + roundId.ToLowerInvariant() : throw new ArgumentException("The id names no table.", nameof(roundId));

    public IBoxTurn Begin(IReadOnlyList<BoxPress> presses, bool secret) => new Turn(this, presses, secret);

    public CloseRow Close(Func<IReadOnlyList<string>, CloseRow> fix, DbTransaction? within)
    {
        if (within is not null) return Close(fix, within.Connection!, within);
        using var connection = _database.Open();
        using var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        var row = Close(fix, connection, transaction);
        _database.Commit(transaction);
        return row;
    }

    public CloseRow? Closed()
    {
        using var connection = _database.Open();
        return Closed(connection, null);
    }

    public IReadOnlyList<string> Voters()
    {
        using var connection = _database.Open();
        return Voters(connection, null);
    }

    public IReadOnlyList<byte[]> Envelopes() => [.. All().Select(b => b.Value).OrderBy(e => Envelope.Hash(e), StringComparer.Ordinal)];

    public IReadOnlyList<KeyValuePair<string, byte[]>> Named() => All();

    public int Count()
    {
        using var connection = _database.Open();
        return (int)connection.QuerySingle<long>($"SELECT count(*) FROM {_table}");
    }

    public int? Seq(string member)
    {
        using var connection = _database.Open();
        return connection.QuerySingleOrDefault<int?>($"SELECT seq FROM {_table} WHERE member = @member", new { member });
    }

    public int ToldVoted()
    {
        using var connection = _database.Open();
        return (int)connection.QuerySingleOrDefault<long>("SELECT told FROM boxes WHERE round = @_round", new { _round });
    }

    public void Tell(int voted)
    {
        using var connection = _database.Open();
        connection.Execute("UPDATE boxes SET told = @voted WHERE round = @_round", new { voted, _round });
    }

    public void Dispose() { }

    private CloseRow Close(Func<IReadOnlyList<string>, CloseRow> fix, DbConnection connection, DbTransaction transaction)
    {
        connection.Execute("SELECT pg_advisory_xact_lock(@_lock)", new { _lock }, transaction);
        if (Closed(connection, transaction) is { } before) return before;
        var row = fix(Voters(connection, transaction));
        connection.Execute("UPDATE boxes SET closed = @closed WHERE round = @_round", new { closed = JsonSerializer.Serialize(row), _round }, transaction);
        return row;
    }

    private CloseRow? Closed(DbConnection connection, DbTransaction? transaction) =>
        connection.QuerySingle<string?>("SELECT closed FROM boxes WHERE round = @_round", new { _round }, transaction) is { } text ? JsonSerializer.Deserialize<CloseRow>(text) : null;

    private List<string> Voters(DbConnection connection, DbTransaction? transaction) =>
        connection.Query<string>($"SELECT member FROM {_table}", transaction: transaction).AsList();

    private List<KeyValuePair<string, byte[]>> All()
    {
        using var connection = _database.Open();
        return [.. connection.Query<Sealed>($"SELECT member, envelope FROM {_table}").Select(b => KeyValuePair.Create(b.Member, Open(b.Envelope)))];
    }

    private byte[] Link()
    {
        lock (_linkLock) return _link ??= keys.FindLink(_round) ?? throw new InvalidOperationException("The link key of a box is missing.");
    }

    private string Tag(string hash) => Convert.ToHexStringLower(HMACSHA256.HashData(Link(), Encoding.ASCII.GetBytes(hash)));

    private byte[] Seal(byte[] envelope)
    {
        var wrapped = new byte[NonceSize + envelope.Length + TagSize];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceSize));
        using var wrap = new AesGcm(Link(), TagSize);
        wrap.Encrypt(wrapped.AsSpan(0, NonceSize), envelope, wrapped.AsSpan(NonceSize, envelope.Length), wrapped.AsSpan(NonceSize + envelope.Length));
        return wrapped;
    }

    private byte[] Open(byte[] wrapped)
    {
        var envelope = new byte[wrapped.Length - NonceSize - TagSize];
        using var wrap = new AesGcm(Link(), TagSize);
        wrap.Decrypt(wrapped.AsSpan(0, NonceSize), wrapped.AsSpan(NonceSize, envelope.Length), wrapped.AsSpan(NonceSize + envelope.Length), envelope);
        return envelope;
    }

    private sealed class Turn : IBoxTurn
    {
        private readonly BoxTable _box;
        private readonly NpgsqlConnection _connection;
        private readonly NpgsqlTransaction _transaction;
        private readonly BoxRows _rows;
        // As they are in the table, and what the batch writes.
        private readonly Dictionary<string, Row> _before = [];
        private readonly Dictionary<string, (Row Row, byte[]? Envelope)> _after = [];

        public Turn(BoxTable box, IReadOnlyList<BoxPress> presses, bool secret)
        {
            _box = box;
            _rows = new BoxRows(secret);
            _connection = box._database.Open();
            try
            {
                _transaction = _connection.BeginTransaction(IsolationLevel.ReadCommitted);
                // Each statement sees what was committed before it began: the lock first.
                _connection.Execute("SELECT pg_advisory_xact_lock_shared(@_lock)", new { box._lock }, _transaction);
                using var read = _connection.QueryMultiple($"""
                    SELECT closed FROM boxes WHERE round = @_round;
                    SELECT member, cast_id AS CastId, seq, hash FROM {box._table} WHERE member = ANY(@members) OR cast_id = ANY(@castIds) OR hash = ANY(@hashes)
                    """, new
                {
                    box._round,
                    members = presses.Select(p => p.MemberId ?? "").ToArray(),
                    castIds = presses.Select(p => p.Press.CastId).ToArray(),
                    hashes = secret ? presses.Select(p => box.Tag(p.Press.Hash)).ToArray() : [],
                }, _transaction);
                IsOpen = read.ReadSingle<string?>() is null;
                foreach (var row in read.Read<Row>())
                {
                    _before[row.Member] = row;
                    _rows.Put(row.Member, new Press(row.CastId, row.Seq, row.Hash, 0));
                }
            }
            catch
            {
                _transaction?.Dispose();
                _connection.Dispose();
                throw;
            }
        }

        public bool IsOpen { get; }

        public BoxContents Bearing(string member, Press press)
        {
            var tagged = Tagged(press);
            var contents = _rows.Bearing(member, tagged);
            return contents.Mine?.Hash == tagged.Hash ? contents with { Mine = contents.Mine with { Hash = press.Hash } } : contents;
        }

        public void Record(string member, Press press, byte[] envelope)
        {
            var tagged = Tagged(press);
            _after[member] = (new Row(member, tagged.CastId, tagged.Seq, tagged.Hash), _box.Seal(envelope));
            _rows.Put(member, tagged);
        }

        // Written once more: the commit of a row that is only read waits for no standby.
        public void Confirm(string member, Press press)
        {
            if (!_after.ContainsKey(member)) _after[member] = (_before[member], null);
        }

        public void Commit()
        {
            var rows = _after.Values.OrderBy(r => r.Row.Member, StringComparer.Ordinal).ToList();
            var made = rows.Where(r => !_before.ContainsKey(r.Row.Member)).ToList();
            var changed = rows.Where(r => _before.ContainsKey(r.Row.Member)).ToList();
            if (made.Count > 0)
            {
                _connection.Execute($"""
                    INSERT INTO {_box._table} (member, cast_id, seq, hash, envelope)
                    SELECT * FROM unnest(@members, @castIds, @seqs, @hashes, @envelopes)
                    """, Columns(made), _transaction);
            }

            if (changed.Count > 0)
            {
                // Over the row that was read and no other: another server may have taken a press of the same member meanwhile.
                var written = _connection.Execute($"""
                    UPDATE {_box._table} AS b SET cast_id = n.cast_id, seq = n.seq, hash = n.hash, envelope = coalesce(n.envelope, b.envelope)
                    FROM unnest(@members, @castIds, @seqs, @hashes, @envelopes, @were) AS n (member, cast_id, seq, hash, envelope, was)
                    WHERE b.member = n.member AND b.cast_id = n.was
                    """, Columns(changed), _transaction);
                if (written != changed.Count) throw new PostgresDatabase.UncertainException("Another server changed a row of the batch.", again: true);
            }

            _box._database.Commit(_transaction);
        }

        public void Dispose()
        {
            _transaction.Dispose();
            _connection.Dispose();
        }

        // The table knows an envelope by a tag that only the link key makes.
        private Press Tagged(Press press) => press with { Hash = _box.Tag(press.Hash) };

        private object Columns(IReadOnlyList<(Row Row, byte[]? Envelope)> rows) => new
        {
            members = rows.Select(r => r.Row.Member).ToArray(),
            castIds = rows.Select(r => r.Row.CastId).ToArray(),
            seqs = rows.Select(r => r.Row.Seq).ToArray(),
            hashes = rows.Select(r => r.Row.Hash).ToArray(),
            envelopes = rows.Select(r => r.Envelope).ToArray(),
            were = rows.Select(r => _before.TryGetValue(r.Row.Member, out var before) ? before.CastId : "").ToArray(),
        };
    }
}
