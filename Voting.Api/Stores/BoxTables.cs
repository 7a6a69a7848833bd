using System.Data.Common;
using Dapper;
using Voting.Api.Custody;
using Voting.Domain.Papers;

namespace Voting.Api.Stores;

/// <summary>Boxes as tables of PostgreSQL, dropped at the ceremony.</summary>
/// <remarks>
/// A dropped table is not gone: its rows are in the write-ahead log, in a standby's and in the archive, each bearing its member. So
/// envelopes and their hashes lie in the table under a link key of the box, a file in the keys folder, which is destroyed with the table
/// before the round's key is first used: what is left on any disk links nothing.
/// </remarks>
public sealed class BoxTables(PostgresDatabase database, KeyFolder keys) : IBoxStore
{
    // Made in the transaction that opens its round, so that no box is ever there without it.
    public void Prepare(string roundId, int members) { }

    public void Create(Round round, bool secret, DbConnection connection, DbTransaction transaction)
    {
        var table = BoxTable.Name(round.Id);
        // Its statistics would be copies of its rows.
        connection.Execute($"""
            CREATE TABLE {table} (
                member   text PRIMARY KEY,
                cast_id  text NOT NULL UNIQUE,
                seq      integer NOT NULL,
                hash     text NOT NULL,
                envelope bytea NOT NULL
            ) WITH (autovacuum_enabled = false);
            CREATE {(secret ? "UNIQUE " : "")}INDEX {table}_by_hash ON {table} (hash);
            INSERT INTO boxes (round) VALUES (@id);
            """, new { id = round.Id }, transaction);
        // Not before: a server whose session has ended meanwhile fails there, and writes over no key of the one that opened the round instead.
        keys.KeepLink(round.Id);
    }

    public bool Exists(string roundId)
    {
        using var connection = database.Open();
        return connection.QuerySingle<long>("SELECT count(*) FROM boxes WHERE round = @roundId", new { roundId }) > 0;
    }

    public IRoundBox Open(string roundId) => new BoxTable(database, keys, roundId);

    public void Destroy(string roundId)
    {
        using (var connection = database.Open())
        using (var transaction = connection.BeginTransaction())
        {
            connection.Execute("SELECT pg_advisory_xact_lock(@key)", new { key = database.Key("box " + roundId) }, transaction);
            // Written in any case: the commit of nothing waits for no standby, and the link key must outlive every table it opens.
            connection.Execute($"""
                DROP TABLE IF EXISTS {BoxTable.Name(roundId)};
                INSERT INTO boxes (round) VALUES (@roundId) ON CONFLICT DO NOTHING;
                DELETE FROM boxes WHERE round = @roundId
                """, new { roundId }, transaction);
            database.Commit(transaction);
        }

        keys.DestroyLink(roundId);
    }

    // Made in the transaction that opens its round, a table is never there without: what another server opens this instant is not ours to remove.
    public void DestroyAllBut(IReadOnlySet<string> roundIds) { }
}
