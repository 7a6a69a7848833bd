using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Voting.Tests.Attacks;

/// <summary>
/// A voting system as it is often built, kept here only to be attacked: who has voted in one table, what was voted in another with an
/// id that says nothing, both in the transaction of the press; marks as words of their own length; a line of the log and a word to the
/// screens for each press.
/// </summary>
internal static class NaiveStore
{
    /// <summary>Holds a round and gives what a thief would find afterwards.</summary>
    /// <param name="roll">Member ids.</param>
    /// <param name="options">Option ids.</param>
    /// <param name="presses">Member and option, in the order they come.</param>
    /// <param name="shuffled">Rows lie in the order of random ids instead of the order of their arrival.</param>
    public static Holding Hold(IReadOnlyList<string> roll, IReadOnlyList<string> options, IReadOnlyList<(int Member, int Option)> presses, bool shuffled)
    {
        var folder = Directory.CreateTempSubdirectory("voting-test-naive-").FullName;
        var (log, pushes, packets, ballots) = (new List<string>(), new List<string>(), new List<Packet>(), new List<Readable>());
        Copy copy;
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "main.db")};Pooling=false"))
        {
            connection.Open();
            var rows = shuffled ? "PRIMARY KEY) WITHOUT ROWID" : ")";
            Do("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");
            Do($"CREATE TABLE voters (member TEXT {rows}; CREATE TABLE ballots (ballot TEXT {rows}; CREATE TABLE audit (line TEXT)");
            foreach (var (member, option) in presses)
            {
                var ballot = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) + ":" + options[option];
                Do($"BEGIN; INSERT INTO voters VALUES ('{roll[member]}'); INSERT INTO ballots VALUES ('{ballot}'); INSERT INTO audit VALUES ('{roll[member]} {options[option]}'); COMMIT");
                ballots.Add(new Readable(Encoding.UTF8.GetBytes(ballot), option));
                log.Add($"info: {roll[member]} pressed {options[option]}");
                pushes.Add($"{{\"last\":\"{roll[member]}\",\"counts\":\"{options[option]}\"}}");
                packets.Add(new Packet(roll[member], Stopwatch.GetTimestamp(), true, 200 + options[option].Length));
            }

            copy = Copy.Of(folder, "after");

            void Do(string sql)
            {
                using var command = connection.CreateCommand();
                command.CommandText = sql;
                command.ExecuteNonQuery();
            }
        }

        Directory.Delete(folder, recursive: true);
        return new Holding(roll, options, [.. options.Select((_, o) => presses.Count(p => p.Option == o))])
        {
            Copies = [copy],
            Tables = copy.Tables(),
            Log = log,
            Pushes = pushes,
            Packets = packets,
            Ballots = ballots,
        };
    }

    /// <summary>
    /// The same on PostgreSQL, by somebody who has thought of it: afterwards both tables are put in the order of random ids. Each row bears
    /// the transaction that wrote it all the same.
    /// </summary>
    public static Holding HoldOn(NpgsqlConnection connection, IReadOnlyList<string> roll, IReadOnlyList<string> options, IReadOnlyList<(int Member, int Option)> presses)
    {
        var (packets, ballots) = (new List<Packet>(), new List<Readable>());
        Do("SET synchronous_commit = off; DROP TABLE IF EXISTS voters, ballots; CREATE TABLE voters (id text PRIMARY KEY, member text); CREATE TABLE ballots (ballot text PRIMARY KEY)");
        string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        foreach (var (member, option) in presses)
        {
            var ballot = $"{Random()}:{options[option]}";
            Do($"BEGIN; INSERT INTO voters VALUES ('{Random()}', '{roll[member]}'); INSERT INTO ballots VALUES ('{ballot}'); COMMIT");
            ballots.Add(new Readable(Encoding.UTF8.GetBytes(ballot), option));
            packets.Add(new Packet(roll[member], Stopwatch.GetTimestamp(), true, 200));
        }

        Do("CLUSTER voters USING voters_pkey; CLUSTER ballots USING ballots_pkey");
        return new Holding(roll, options, [.. options.Select((_, o) => presses.Count(p => p.Option == o))])
        {
            Tables = [.. PostgresThief.Read(connection, "voters", "voters"), .. PostgresThief.Read(connection, "ballots", "ballots")],
            Packets = [.. packets.OrderBy(p => p.Member, StringComparer.Ordinal).Select((p, i) => p with { At = i })],
            Ballots = ballots,
        };

        void Do(string sql)
        {
            using var command = new NpgsqlCommand(sql, connection);
            command.ExecuteNonQuery();
        }
    }
}
