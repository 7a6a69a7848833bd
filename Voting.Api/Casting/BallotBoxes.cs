using System.Collections.Concurrent;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Casting;

/// <summary>The boxes of rounds that are open, or closed and not yet emptied into their urn.</summary>
public sealed class BallotBoxes(Settings settings, Database database, ImportedMeeting imported, ILogger<BallotBox> log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, BallotBox> _boxes = new();
    private readonly string _folder = Path.Combine(settings.DataFolder, "boxes");

    public BallotBox? Find(string paper, int number) => _boxes.Values.FirstOrDefault(b => b.Round.PaperId == paper && b.Round.Number == number);

    /// <summary>The box that takes presses now; a meeting has one at most.</summary>
    public BallotBox? Open => _boxes.Values.FirstOrDefault(b => !b.IsClosed);

    /// <summary>The box of this round, where it is not yet destroyed and this server has it in its hands.</summary>
    public BallotBox? Held(string roundId) => _boxes.GetValueOrDefault(roundId);

    public bool IsOpen(string roundId) => _boxes.ContainsKey(roundId);

    public bool Exists(string roundId) => File.Exists(PathOf(roundId));

    /// <summary>Makes the box of a round, empty; nobody casts into it before <see cref="Start"/>.</summary>
    public void Create(Round round)
    {
        Directory.CreateDirectory(_folder);
        Database.Private(_folder);
        BoxFile.Destroy(PathOf(round.Id));
        BoxFile.Create(PathOf(round.Id)).Dispose();
    }

    public BallotBox Start(Round round) => _boxes.GetOrAdd(round.Id, _ =>
    {
        // A paper that is opened is not changed any more.
        using var connection = database.Connect();
        return new BallotBox(imported.Versions.Now(connection).Meeting, round, PathOf(round.Id), database, log);
    });

    /// <summary>The box of a test ballot, made before; it stands with no round's, and whoever asks for it ends it.</summary>
    public BallotBox ForTest(Meeting meeting, Round round, AttendanceRoll everybody) => new(meeting, round, PathOf(round.Id), database, log, everybody);

    /// <summary>Reads a box that is closed.</summary>
    public T Read<T>(string roundId, Func<BoxFile, T> read)
    {
        using var box = BoxFile.Open(PathOf(roundId));
        return read(box);
    }

    /// <summary>Stops the writer and removes the files; without a box it does nothing.</summary>
    public async Task Destroy(string roundId)
    {
        if (_boxes.TryRemove(roundId, out var box)) await box.DisposeAsync();
        BoxFile.Destroy(PathOf(roundId));
    }

    /// <summary>Removes boxes of rounds that never opened: a crash between making the box and committing the opening.</summary>
    public void DestroyAllBut(IReadOnlySet<string> roundIds)
    {
        if (!Directory.Exists(_folder)) return;
        foreach (var file in Directory.GetFiles(_folder).Where(f => !roundIds.Contains(Path.GetFileName(f).Split('.')[0]))) File.Delete(file);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var box in _boxes.Values) await box.DisposeAsync();
        _boxes.Clear();
    }

    private string PathOf(string roundId) => Path.Combine(_folder, roundId + ".db");
}
