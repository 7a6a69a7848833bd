using Npgsql;

namespace Voting.Rehearsal.Bench;

/// <summary>What several servers share: PostgreSQL and Redis. Each trial has a schema of its own, which is dropped after it.</summary>
/// <param name="Database">A connection string.</param>
/// <param name="Redis">An address.</param>
/// <param name="Servers">How many there are.</param>
public sealed record Shared(string Database, string Redis, int Servers)
{
    /// <summary>The environment of a server on SQLite, whatever the one of the bench says.</summary>
    public static IEnumerable<KeyValuePair<string, string>> None => [KeyValuePair.Create("VOTING_DATABASE", ""), KeyValuePair.Create("VOTING_BACKPLANE", "")];

    public string Name => $"PostgreSQL + Redis, {Servers} × server";

    /// <exception cref="IOException">A file that is named cannot be read.</exception>
    public static Shared On(string database, string redis, int servers) => new(Text(database), Text(redis), servers);

    /// <summary>What the servers of a trial are started with; not on their command line, which everybody on the machine sees.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment(string trial) =>
        [KeyValuePair.Create("VOTING_DATABASE", new NpgsqlConnectionStringBuilder(Database) { SearchPath = Schema(trial) }.ToString()), KeyValuePair.Create("VOTING_BACKPLANE", Redis)];

    /// <summary>Drops what a trial has left.</summary>
    public async Task Forget(string trial)
    {
        await using var connection = new NpgsqlConnection(Database);
        await connection.OpenAsync();
        await using var drop = new NpgsqlCommand($"DROP SCHEMA IF EXISTS {Schema(trial)} CASCADE", connection);
        await drop.ExecuteNonQueryAsync();
    }

    public string Version()
    {
        using var connection = new NpgsqlConnection(Database);
        connection.Open();
        return connection.PostgreSqlVersion.ToString();
    }

    // Names of folders have letters that a schema has not.
    private static string Schema(string trial) => "bench_" + string.Concat(trial.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));

    private static string Text(string given) => given.StartsWith('@') ? File.ReadAllText(given[1..]).Trim() : given;
}
