using System.Data.Common;
using System.Reflection;
using DbUp.Builder;

namespace Voting.Api.Stores;

/// <summary>What the version of the database is after a change, and was before it.</summary>
public sealed record ChangeStamps(long Own, long Before);

/// <summary>The main database: everything but the ballots of open rounds.</summary>
public abstract class Database : IDisposable
{
    /// <summary>The one the settings name: SQLite in the data folder, or PostgreSQL.</summary>
    public static Database Open(Settings settings) => Settings.Secret(settings.Database) is { } address ? new PostgresDatabase(address) : new SqliteDatabase(settings);

    /// <summary>One change after another; waiting here is fairer than at the database.</summary>
    public SemaphoreSlim Writing { get; } = new(1, 1);

    /// <summary>Whether other servers may write it too.</summary>
    public abstract bool IsShared { get; }

    public abstract DbConnection Connect();

    /// <summary>A transaction that no other change of the meeting runs beside, here or on another server.</summary>
    public abstract DbTransaction BeginChange(DbConnection connection);

    /// <summary>Commits, and throws where nobody can know whether every copy of the database has it.</summary>
    public virtual void Commit(DbTransaction transaction) => transaction.Commit();

    /// <summary>A transaction whose every reading is of one instant, and which holds up nobody.</summary>
    public abstract DbTransaction BeginReading(DbConnection connection);

    /// <summary>Asks for a number that changes whenever another connection has committed a change.</summary>
    public DbCommand AskVersion(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = Version;
        return command;
    }

    /// <summary>The question itself.</summary>
    protected abstract string Version { get; }

    /// <summary>The stamp of a change and of the one before it, read in its own transaction; null where one server makes all changes and they bear none.</summary>
    public virtual ChangeStamps? Stamps(DbTransaction change) => null;

    /// <summary>Whether what is read again and again keeps one connection: SQLite counts the changes of others by connection.</summary>
    public abstract bool CountsByConnection { get; }

    /// <summary>Only the owner may look into the folders of a server.</summary>
    public static void Private(string folder)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Brings the schema to what this program knows.</summary>
    /// <exception cref="StartException">A newer program wrote it, or a migration failed; each is a transaction, so nothing is half done.</exception>
    protected static void Migrate(UpgradeEngineBuilder database, bool postgres)
    {
        var migrations = database
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.EndsWith(".sql", StringComparison.Ordinal) && (postgres || !name.Contains(".Postgres.", StringComparison.Ordinal)))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build();
        if (migrations.GetExecutedButNotDiscoveredScripts() is { Count: > 0 } newer)
            throw new StartException($"数据由更新版本的程序写成 / the data was written by a newer version: {newer[0]}");
        var upgrade = migrations.PerformUpgrade();
        if (!upgrade.Successful) throw new StartException($"数据库无法升级 / the database cannot be migrated: {upgrade.Error.Message}");
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Writing.Dispose();
    }
}
