using System.Data.Common;
using Dapper;
using DbUp;
using Microsoft.Data.Sqlite;

namespace Voting.Api.Stores;

/// <summary>One file in the data folder, WAL, every commit flushed to the disk. One server at a time.</summary>
public sealed class SqliteDatabase : Database
{
    private readonly FileStream _lock;
    private readonly string _file;

    public SqliteDatabase(Settings settings)
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
        Migrate(DeployChanges.To.SqliteDatabase($"Data Source={_file}"), postgres: false);
    }

    public override bool IsShared => false;

    public override bool CountsByConnection => true;

    public override DbConnection Connect() => Connect(_file, pooling: true);

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

    public override DbTransaction BeginChange(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction();

    public override DbTransaction BeginReading(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    protected override string Version => "PRAGMA data_version";

    protected override void Dispose(bool disposing)
    {
        if (disposing) _lock.Dispose();
        base.Dispose(disposing);
    }
}
