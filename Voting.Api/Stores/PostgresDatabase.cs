using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using DbUp;
using DbUp.Engine;
using Npgsql;

namespace Voting.Api.Stores;

/// <summary>
/// PostgreSQL, for more than one server. One schema holds one meeting: the first of the search path, made where it is missing.
/// </summary>
public sealed partial class PostgresDatabase : Database
{
    private const string Host = "Host=…;Database=…;Username=…";

    private readonly string _address;
    private bool _wasUncertain;

    public PostgresDatabase(string address)
    {
        var wanted = Wanted(address);
        Schema = wanted.SearchPath!;
        if (!SchemaPattern().IsMatch(Schema)) throw new StartException($"Search Path 须为一个小写的模式名 / Search Path must be one schema name in lower case: {Schema}");
        _address = wanted.ToString();
        try
        {
            using var connection = Connect();
            if (connection.QuerySingle<string>("SHOW fsync") != "on")
                throw new StartException($"数据库 fsync 已关闭，断电会丢失选票 / the database does not write to its disk, a power cut would lose ballots: fsync = on ({wanted.Host})");
            // What is acknowledged is on the disk, and where there is a synchronous standby on its disk too, whatever the database takes for good enough.
            if (connection.QuerySingle<string>("SHOW synchronous_commit") is not ("on" or "remote_apply"))
            {
                wanted.Options = $"{wanted.Options} -c synchronous_commit=on".Trim();
                _address = wanted.ToString();
            }

            // Two servers that start together migrate one after the other; a session's lock, for each migration is a transaction of its own.
            connection.Execute("SELECT pg_advisory_lock(@key)", new { key = Key("migrations") });
            connection.Execute($"CREATE SCHEMA IF NOT EXISTS {Schema}");
            Migrate(DeployChanges.To.PostgresqlDatabase(_address, Schema).WithPreprocessor(new Dialect()), postgres: true);
            connection.Execute("SELECT pg_advisory_unlock(@key)", new { key = Key("migrations") });
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // Never the address itself: it may hold a password.
            throw new StartException($"无法连接数据库 / the database cannot be reached: {wanted.Host}:{wanted.Port}/{wanted.Database}: {e.Message}");
        }
    }

    /// <summary>This server among those on the database.</summary>
    public string Server { get; } = Guid.NewGuid().ToString("n");

    /// <summary>Of this meeting.</summary>
    public string Schema { get; }

    public override bool IsShared => true;

    public override bool CountsByConnection => false;

    public override DbConnection Connect() => Open();

    public NpgsqlConnection Open() => Open(_address);

    /// <summary>A connection that ends when it is closed: whatever its session holds ends with it.</summary>
    public NpgsqlConnection OpenAlone() => Open(_address + ";Pooling=false");

    private static NpgsqlConnection Open(string address)
    {
        var connection = new NpgsqlConnection(address);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Number of a lock of this meeting's own.</summary>
    public long Key(string purpose) => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"voting {Schema} {purpose}")));

    public override DbTransaction BeginChange(DbConnection connection)
    {
        var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        // What is read after the lock is what the change before it left.
        connection.Execute("SELECT pg_advisory_xact_lock(@key)", new { key = Key("change") }, transaction);
        connection.Execute("UPDATE changes SET number = number + 1, by = @Server, stamp_before = stamp, stamp = @stamp",
            new { Server, stamp = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) }, transaction);
        return transaction;
    }

    /// <summary>Whether nobody knew of a commit here if it was kept, since this was asked last: what follows such a commit has not been done.</summary>
    public bool WasUncertain() => Interlocked.Exchange(ref _wasUncertain, false);

    public override void Commit(DbTransaction transaction)
    {
        var connection = (NpgsqlConnection)transaction.Connection!;
        string? warning = null;
        void Note(object sender, NpgsqlNoticeEventArgs told)
        {
            if (told.Notice.InvariantSeverity == "WARNING") warning = told.Notice.SqlState;
        }

        connection.Notice += Note;
        try
        {
            transaction.Commit();
        }
        catch
        {
            _wasUncertain = true;
            throw;
        }
        finally
        {
            connection.Notice -= Note;
        }

        // "canceling wait for synchronous replication": it is kept here, and perhaps nowhere else.
        if (warning is null) return;
        _wasUncertain = true;
        throw new UncertainException($"The commit was answered with a warning ({warning}).", again: false);
    }

    public override DbTransaction BeginReading(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    protected override string Version => "SELECT stamp # number FROM changes";

    // With the number: a server of an earlier version counts its changes and does not stamp them.
    public override ChangeStamps? Stamps(DbTransaction change) =>
        change.Connection!.QuerySingle<ChangeStamps>("SELECT stamp # number AS Own, stamp_before # (number - 1) AS Before FROM changes", transaction: change);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            using var any = new NpgsqlConnection(_address);
            NpgsqlConnection.ClearPool(any);
        }

        base.Dispose(disposing);
    }

    private static NpgsqlConnectionStringBuilder Wanted(string address)
    {
        NpgsqlConnectionStringBuilder wanted;
        try
        {
            wanted = new NpgsqlConnectionStringBuilder(address);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException)
        {
            throw new StartException($"数据库连接串有误，应形如 / the connection string is wrong, it should be like: --database \"{Host}\"");
        }

        if (string.IsNullOrEmpty(wanted.Host)) throw new StartException($"数据库连接串缺少 Host / the connection string names no Host: --database \"{Host}\"");
        if (string.IsNullOrEmpty(wanted.SearchPath)) wanted.SearchPath = "voting";
        // Of several hosts the one that takes writes, found again soon after a fail-over.
        if (wanted.Host.Contains(',', StringComparison.Ordinal)) wanted.TargetSessionAttributes ??= "primary";
        wanted.HostRecheckSeconds = 1;
        // Several servers share what a database takes, a hundred where nobody says otherwise.
        wanted.MaxPoolSize = Math.Min(wanted.MaxPoolSize, 40);
        // A commit is waited for however long it takes: given up, nobody would know whether it is kept. A host that is gone is
        // noticed by the network, not by a clock.
        wanted.CommandTimeout = 0;
        wanted.CancellationTimeout = -1;
        wanted.TcpKeepAlive = true;
        wanted.TcpKeepAliveTime = 5;
        wanted.TcpKeepAliveInterval = 1;
        wanted.MaxAutoPrepare = 50;
        wanted.AutoPrepareMinUsages = 2;
        wanted.IncludeErrorDetail = false;
        wanted.PersistSecurityInfo = true;
        wanted.ApplicationName ??= "voting";
        return wanted;
    }

    /// <summary>Something nobody knows the fate of; or something to be done again, on what another server has written meanwhile.</summary>
    public sealed class UncertainException(string message, bool again) : DbException(message)
    {
        public override bool IsTransient => !again;
    }

    [GeneratedRegex(@"^[a-z_][a-z0-9_]{0,40}\z")]
    private static partial Regex SchemaPattern();

    /// <summary>The migrations are written once; three words of SQLite are others here.</summary>
    private sealed partial class Dialect : IScriptPreprocessor
    {
        public string Process(string contents) => Integer().Replace(Blob().Replace(contents.Replace(" WITHOUT ROWID", "", StringComparison.Ordinal), "bytea"), "bigint");

        [GeneratedRegex(@"\bBLOB\b")]
        private static partial Regex Blob();

        [GeneratedRegex(@"\bINTEGER\b")]
        private static partial Regex Integer();
    }
}
