using System.Reflection;
using Dapper;
using DbUp;
using Microsoft.Data.Sqlite;

namespace Voting.Api.Stores;

/// <summary>The main database: everything but the ballots of open rounds. One file, WAL, every commit flushed to the disk.</summary>
public sealed class Database : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _file;

    public Database(Settings settings)
    {
        Directory.CreateDirectory(settings.DataFolder);
        Private(settings.DataFolder);
        try
        {
            _lock = new FileStream(Path.Combine(settings.DataFolder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new StartException($"数据文件夹正被另一个服务器使用 / another server is using the data folder: {settings.DataFolder}");
        }

        _file = Path.Combine(settings.DataFolder, "main.db");
        Migrate();
    }

    /// <summary>SQLite has one writer; waiting here is fairer than its busy handler.</summary>
    public SemaphoreSlim Writing { get; } = new(1, 1);

    /// <summary>Only the owner may look into the folders of a server.</summary>
    public static void Private(string folder)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public SqliteConnection Connect() => Connect(_file, pooling: true);

    public static SqliteConnection Connect(string file, bool pooling, bool create = true)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            DefaultTimeout = 30,
            Pooling = pooling,
            // A box that was destroyed must not come back empty because somebody still looked for it.
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
        }.ToString());
        connection.Open();
        using var pragmas = connection.CreateCommand();
        pragmas.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
        pragmas.ExecuteNonQuery();
        return connection;
    }

    /// <summary>Changes whenever another connection has committed.</summary>
    public static long Version(SqliteConnection connection) => connection.QuerySingle<long>("PRAGMA data_version");

    private void Migrate()
    {
        var migrations = DeployChanges.To.SqliteDatabase($"Data Source={_file}")
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly())
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build();
        if (migrations.GetExecutedButNotDiscoveredScripts() is { Count: > 0 } newer)
            throw new StartException($"数据由更新版本的程序写成 / the data folder was written by a newer version: {newer[0]}");
        var upgrade = migrations.PerformUpgrade();
        if (!upgrade.Successful) throw new StartException($"数据库无法升级 / the database cannot be migrated: {upgrade.Error.Message}");
    }

    public void Dispose()
    {
        _lock.Dispose();
        Writing.Dispose();
    }
}
