using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Voting.Rehearsal.Bench;

/// <summary>What the disk costs alone: the rows of a box, group-committed with <c>synchronous=FULL</c> by prepared statements.</summary>
public static class BareInserts
{
    /// <summary>Rows of one commit, as in a box.</summary>
    private const int InOneCommit = 1_024;

    /// <summary>A row of a box.</summary>
    public sealed record BoxRow(string Member, string CastId, int Seq, string Hash, byte[] Envelope);

    /// <summary>Writes the rows into a new file.</summary>
    /// <returns>Milliseconds until the last is on the disk.</returns>
    public static double Write(string file, IReadOnlyList<BoxRow> rows)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute(connection, """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
            CREATE TABLE ballots (
                member   TEXT PRIMARY KEY,
                cast_id  TEXT NOT NULL UNIQUE,
                seq      INTEGER NOT NULL,
                hash     TEXT NOT NULL,
                envelope BLOB NOT NULL
            ) WITHOUT ROWID;
            CREATE INDEX ballots_by_hash ON ballots (hash);
            """);
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO ballots (member, cast_id, seq, hash, envelope) VALUES ($member, $cast_id, $seq, $hash, $envelope)";
        SqliteParameter[] parameters = [.. ((string[])["$member", "$cast_id", "$seq", "$hash", "$envelope"]).Select(name => insert.Parameters.Add(new SqliteParameter { ParameterName = name }))];
        insert.Prepare();

        var from = Stopwatch.GetTimestamp();
        foreach (var batch in rows.Chunk(InOneCommit))
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var row in batch)
            {
                object[] values = [row.Member, row.CastId, row.Seq, row.Hash, row.Envelope];
                for (var i = 0; i < values.Length; i++) parameters[i].Value = values[i];
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
