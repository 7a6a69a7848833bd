using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Voting.Api;
using Voting.Api.Casting;
using Voting.Api.Custody;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Api.Telemetry;
using Voting.Tests.Journeys;

namespace Voting.Tests.Stores;

/// <summary>The stores of a small meeting, in a folder or in a schema of its own.</summary>
public sealed class SmallStores : IAsyncDisposable
{
    private readonly string _folder;
    private readonly bool _owns;

    private SmallStores(Settings settings, string folder, bool owns)
    {
        (Settings, _folder, _owns) = (settings, folder, owns);
        Directory.CreateDirectory(settings.KeysFolder);
        Database = Database.Open(settings);
        Imported = MeetingImport.Load(settings, Database, TimeProvider.System);
        Reading = new Reading(Database, Imported);
        Boxes = Database is PostgresDatabase shared ? new BoxTables(shared, new KeyFolder(settings, new KeysSecret(settings))) : new BoxFiles(settings);
        Casting = new BallotBoxes(Boxes, Reading, new Instruments(), NullLogger<BallotBox>.Instance);
    }

    public Settings Settings { get; }
    public Database Database { get; }
    public ImportedMeeting Imported { get; }
    public Reading Reading { get; }
    public IBoxStore Boxes { get; }
    public BallotBoxes Casting { get; }

    /// <param name="database">A connection string, or null for SQLite.</param>
    public static SmallStores New(string? database)
    {
        var folder = Directory.CreateTempSubdirectory("voting-test-").FullName;
        var file = Path.Combine(folder, "meeting.json");
        File.WriteAllText(file, Chamber.Small().ToJsonString(), Encoding.UTF8);
        return new SmallStores(new Settings
        {
            MeetingFile = file,
            DataFolder = Path.Combine(folder, "data"),
            Database = database,
            KeysFolder = Path.Combine(folder, "keys"),
            KeysSecretFile = Path.Combine(folder, "secret"),
            Rehearsal = true,
        }, folder, owns: true);
    }

    /// <summary>The same meeting on a second server.</summary>
    public SmallStores Again() => new(Settings, _folder, owns: false);

    public async ValueTask DisposeAsync()
    {
        await Casting.DisposeAsync();
        Reading.Dispose();
        Database.Dispose();
        if (!_owns) return;
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (Settings.Database is { } address) await Machines.Drop(address);
        Directory.Delete(_folder, recursive: true);
    }
}
