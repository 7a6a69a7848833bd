using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using Testcontainers.PostgreSql;
using Voting.Tests.Stores;

namespace Voting.Tests.Attacks;

/// <summary>
/// Somebody who takes everything that PostgreSQL has: every file under its data folder (tables, write-ahead log, its own log with every
/// statement), and every row with what the database keeps beside it, its place and the transaction that wrote it.
/// </summary>
internal sealed partial class PostgresThief : IAsyncDisposable
{
    private readonly PostgreSqlContainer _server;
    // File of a relation → its name, also after it was dropped; the box of every round has the same.
    private readonly Dictionary<string, string> _names = [];

    private PostgresThief(PostgreSqlContainer server)
    {
        _server = server;
        Address = new NpgsqlConnectionStringBuilder(server.GetConnectionString()) { SearchPath = "m", IncludeErrorDetail = false }.ToString();
    }

    /// <summary>Of the database, with a schema for a meeting.</summary>
    public string Address { get; }

    /// <summary>Starts a database whose administrator has asked for every line that its log can have.</summary>
    public static async Task<PostgresThief> Start()
    {
        try
        {
            var server = new PostgreSqlBuilder(Machines.PostgresImage).WithCommand("-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "max_connections=200",
                "-c", "log_statement=all", "-c", "logging_collector=on", "-c", "log_directory=log", "-c", "log_filename=all.log").Build();
            await Machines.Start(server);
            return new PostgresThief(server);
        }
        catch (Exception e)
        {
            Machines.Missing($"no container could be started: {e.Message}");
            throw;
        }
    }

    /// <summary>Files and rows.</summary>
    public Copy Take(string at)
    {
        // The rows first: they tell what the files are called.
        var rows = Rows();
        return new PostgresCopy(at, Files(), rows);
    }

    /// <summary>Rows alone, which is quicker; the log that is taken later has every page of every file.</summary>
    public Copy Glance(string at) => new PostgresCopy(at, new Dictionary<string, byte[]>(), Rows());

    /// <summary>Every row of a table as a reader gets it, by its place, and in the order of the transactions that wrote it.</summary>
    public static IReadOnlyList<Rows> Read(NpgsqlConnection connection, string table, string name)
    {
        var rows = new List<(uint Transaction, byte[] Cell)>();
        try
        {
            using var command = new NpgsqlCommand($"SELECT xmin, t.* FROM {table} AS t", connection);
            using var reader = command.ExecuteReader();
            while (reader.Read()) rows.Add((reader.GetFieldValue<uint>(0), Cell(reader)));
        }
        catch (PostgresException gone) when (gone.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return [];
        }

        return [new Rows(name, [.. rows.Select(r => r.Cell)]), new Rows($"{name} by xmin", [.. rows.OrderBy(r => r.Transaction).Select(r => r.Cell)])];
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private List<Rows> Rows()
    {
        var rows = new List<Rows>();
        using var connection = new NpgsqlConnection(Address);
        connection.Open();
        foreach (var (table, name) in Relations(connection)) rows.AddRange(Read(connection, table, name));
        return rows;
    }

    private List<(string Table, string Name)> Relations(NpgsqlConnection connection)
    {
        var tables = new List<(string, string)>();
        using var command = new NpgsqlCommand("""
            SELECT c.relname::text, c.relkind::text, pg_relation_filepath(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('m', 'pg_toast') AND c.relkind IN ('r', 'i', 't')
            """, connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var (relation, kind) = (reader.GetString(0), reader.GetString(1));
            var name = Box().Replace(relation, "box");
            if (!reader.IsDBNull(2)) _names[reader.GetString(2)] = name;
            if (kind == "r") tables.Add((relation, name));
        }

        return tables;
    }

    private Dictionary<string, byte[]> Files()
    {
        using var process = Process.Start(new ProcessStartInfo("docker", ["exec", _server.Id, "sh", "-c", "tar -cf - -C \"$PGDATA\" ."]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var (files, log) = (new Dictionary<string, byte[]>(), new SortedDictionary<string, byte[]>(StringComparer.Ordinal));
        using var tar = new TarReader(process.StandardOutput.BaseStream);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is null) continue;
            using var bytes = new MemoryStream();
            entry.DataStream.CopyTo(bytes);
            var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (name.StartsWith("pg_wal/", StringComparison.Ordinal)) log[name] = bytes.ToArray();
            // The templates that every database begins with.
            else if (!name.StartsWith("base/1/", StringComparison.Ordinal) && !name.StartsWith("base/4/", StringComparison.Ordinal))
                files[_names.TryGetValue(name, out var relation) ? $"base/{relation}" : name] = bytes.ToArray();
        }

        process.WaitForExit();
        // One log, in pieces.
        files["pg_wal"] = [.. log.Values.SelectMany(piece => piece)];
        return files;
    }

    private static byte[] Cell(NpgsqlDataReader reader)
    {
        var cell = new List<byte>();
        for (var c = 1; c < reader.FieldCount; c++)
            cell.AddRange(reader.GetValue(c) switch
            {
                byte[] bytes => bytes,
                DBNull => [],
                string[] many => Encoding.UTF8.GetBytes(string.Join(',', many)),
                var value => Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!),
            });
        return [.. cell];
    }

    [GeneratedRegex("^box_[0-9a-f]{32}")]
    private static partial Regex Box();

    private sealed record PostgresCopy(string At, IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<Rows> Read) : Copy(At, Files)
    {
        public override bool IsLike(Copy? other) => other is PostgresCopy copy && Read.Select(r => (r.Name, r.Cells.Count)).SequenceEqual(copy.Read.Select(r => (r.Name, r.Cells.Count)));

        public override IReadOnlyList<Rows> Tables() => [.. Read.Select(r => r with { Name = $"{At}/{r.Name}" })];
    }
}
