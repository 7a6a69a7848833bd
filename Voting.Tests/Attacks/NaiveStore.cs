using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

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
}
