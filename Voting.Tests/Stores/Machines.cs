using System.Collections.Concurrent;
using DotNet.Testcontainers.Containers;
using Npgsql;
using Testcontainers.PostgreSql;
using Testcontainers.Redis;
using Voting.Tests.Stores;

[assembly: AssemblyFixture(typeof(Machines))]

namespace Voting.Tests.Stores;

/// <summary>
/// PostgreSQL and Redis for tests: at the address the environment names, else in a container, else the test is skipped and says why.
/// In CI a missing one is a failure.
/// </summary>
public sealed class Machines : IAsyncDisposable
{
    public const string PostgresImage = "postgres:15";
    public const string RedisImage = "redis:7";

    private static readonly ConcurrentBag<IContainer> Started = [];

    private static readonly Lazy<Task<Found>> PostgresOnce = new(() => Find("VOTING_POSTGRES", async () =>
    {
        var container = NewPostgres();
        await Start(container);
        return container.GetConnectionString();
    }));

    private static readonly Lazy<Task<Found>> RedisOnce = new(() => Find("VOTING_REDIS", async () =>
    {
        var container = new RedisBuilder(RedisImage).Build();
        await Start(container);
        return container.GetConnectionString();
    }));

    private sealed record Found(string? Address, string? Why);

    /// <summary>A connection string to a database in which schemas may be made.</summary>
    public static async Task<string> Postgres() => Needed(await PostgresOnce.Value);

    /// <summary>An address of Redis as StackExchange.Redis takes it.</summary>
    public static async Task<string> Redis() => Needed(await RedisOnce.Value);

    /// <summary>A connection string with an empty schema of its own: a meeting's.</summary>
    public static async Task<string> Meeting() =>
        new NpgsqlConnectionStringBuilder(await Postgres()) { SearchPath = "t_" + Guid.NewGuid().ToString("n") }.ToString();

    /// <summary>As durable as a real one: Testcontainers turns everything off that makes it so.</summary>
    public static PostgreSqlContainer NewPostgres() =>
        new PostgreSqlBuilder(PostgresImage).WithCommand("-c", "fsync=on", "-c", "full_page_writes=on", "-c", "synchronous_commit=on").Build();

    /// <summary>Removes a meeting's schema.</summary>
    public static async Task Drop(string meeting)
    {
        var address = new NpgsqlConnectionStringBuilder(meeting);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(meeting) { SearchPath = null, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var drop = new NpgsqlCommand($"DROP SCHEMA IF EXISTS {address.SearchPath} CASCADE", connection);
        await drop.ExecuteNonQueryAsync();
    }

    /// <summary>Starts a container that is removed after the last test. Whoever calls has the machine's network to change, or runs beside nothing.</summary>
    public static async Task Start(IContainer container)
    {
        Started.Add(container);
        await container.StartAsync();
    }

    /// <summary>Skips the test, or fails it in CI.</summary>
    public static void Missing(string why)
    {
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"In CI this must be there: {why}");
        Assert.Skip(why);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var container in Started) await container.DisposeAsync();
    }

    private static string Needed(Found found)
    {
        if (found.Address is null) Missing(found.Why!);
        return found.Address!;
    }

    private static async Task<Found> Find(string variable, Func<Task<string>> start)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } address) return new Found(address, null);
        using var network = await MachineNetwork.Change();
        try
        {
            return new Found(await start(), null);
        }
        catch (Exception e)
        {
            return new Found(null, $"{variable} names no server, and no container could be started: {e.Message}");
        }
    }
}
