using System.Diagnostics;
using Dapper;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Npgsql;
using Testcontainers.PostgreSql;

namespace Voting.Tests.Stores;

/// <summary>A PostgreSQL with a synchronous standby, both in containers, for they are killed.</summary>
public sealed class Pair : IAsyncDisposable
{
    private readonly PostgreSqlContainer _first;
    private readonly IContainer _standby;
    private readonly IDisposable _network;

    private Pair(PostgreSqlContainer first, IContainer standby, IDisposable network)
    {
        (_first, _standby, _network) = (first, standby, network);
        var schema = "t_" + Guid.NewGuid().ToString("n");
        Address = new NpgsqlConnectionStringBuilder(first.GetConnectionString())
        {
            Host = $"127.0.0.1:{first.GetMappedPublicPort(5432)},127.0.0.1:{standby.GetMappedPublicPort(5432)}",
            SearchPath = schema,
            Timeout = 5,
        }.ToString();
    }

    /// <summary>Both hosts, whichever takes writes; with a schema of its own.</summary>
    public string Address { get; }

    public static async Task<Pair> Start()
    {
        var network = await MachineNetwork.Change();
        try
        {
            return await In(network);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static async Task<Pair> In(IDisposable network)
    {
        PostgreSqlContainer first;
        try
        {
            first = Machines.NewPostgres();
            await Machines.Start(first);
        }
        catch (Exception e)
        {
            Machines.Missing($"no container could be started: {e.Message}");
            throw;
        }

        await first.ExecAsync(["sh", "-c", "echo 'host replication all all scram-sha-256' >> $PGDATA/pg_hba.conf"]);
        var login = new NpgsqlConnectionStringBuilder(first.GetConnectionString());
        await using var connection = new NpgsqlConnection(login.ToString());
        await connection.ExecuteAsync("SELECT pg_reload_conf()");
        var standby = new ContainerBuilder(Machines.PostgresImage)
            .WithEntrypoint("sh", "-c")
            .WithCommand($"umask 077; pg_basebackup -d 'host={first.IpAddress} user={login.Username} password={login.Password}' -D /tmp/standby -R -X stream -c fast && exec postgres -D /tmp/standby -c listen_addresses='*'")
            .WithCreateParameterModifier(parameters => parameters.User = "postgres")
            .WithPortBinding(5432, assignRandomHostPort: true)
            .Build();
        await Machines.Start(standby);
        // Not the copying itself, which streams too.
        while (await connection.QuerySingleAsync<long>("SELECT count(*) FROM pg_stat_replication WHERE application_name = 'walreceiver' AND state = 'streaming'") == 0) await Task.Delay(100);
        await connection.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = 'walreceiver'");
        await connection.ExecuteAsync("SELECT pg_reload_conf()");
        while (await connection.QuerySingleAsync<long>("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == 0) await Task.Delay(100);
        return new Pair(first, standby, network);
    }

    /// <summary>The first dies at once, and the standby takes its place, without a standby of its own.</summary>
    public async Task FailOver(Action killed)
    {
        using var kill = Process.Start(new ProcessStartInfo("docker", ["kill", _first.Id]) { RedirectStandardOutput = true })!;
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
        killed();
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_first.GetConnectionString()) { Port = _standby.GetMappedPublicPort(5432), Pooling = false }.ToString());
        await connection.ExecuteAsync("SELECT pg_promote()");
    }

    /// <summary>The standby stands still, and every commit waits for it.</summary>
    public Task Pause() => _standby.PauseAsync();

    public Task Unpause() => _standby.UnpauseAsync();

    /// <summary>Waits until a commit waits for the standby; its process.</summary>
    public async Task<int> Waiting()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var connection = new NpgsqlConnection(_first.GetConnectionString());
        while (true)
        {
            if (await connection.QueryFirstOrDefaultAsync<int?>("SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'") is { } pid) return pid;
            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>An administrator loses patience.</summary>
    public async Task Cancel(int process)
    {
        await using var connection = new NpgsqlConnection(_first.GetConnectionString());
        await connection.ExecuteAsync("SELECT pg_cancel_backend(@process)", new { process });
    }

    public async ValueTask DisposeAsync()
    {
        await _standby.DisposeAsync();
        await _first.DisposeAsync();
        _network.Dispose();
    }
}
