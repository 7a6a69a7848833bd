using System.Data.Common;
using Voting.Domain.Papers;

namespace Voting.Api.Stores;

/// <summary>Boxes as files in the data folder.</summary>
public sealed class BoxFiles(Settings settings) : IBoxStore
{
    /// <summary>How many a round in progress holds to its box: its writer's and its readers'.</summary>
    private const int Connections = 2;

    private readonly string _folder = Path.Combine(settings.DataFolder, "boxes");
    private readonly Lock _preparing = new();
    private (string RoundId, Queue<BoxFile> Connections)? _prepared;
    private byte[]? _empty;

    public void Create(Round round, bool secret, DbConnection connection, DbTransaction transaction)
    {
        lock (_preparing)
        {
            // Nobody has cast into it as long as nobody has taken a connection.
            if (_prepared is { Connections.Count: Connections } prepared && prepared.RoundId == round.Id && Exists(round.Id)) return;
            LetGo(round.Id);
        }

        Create(round);
    }

    public void Prepare(string roundId, int members)
    {
        lock (_preparing)
        {
            // Before its file is made anew: what is opened here later must be the file at its path.
            LetGo(_prepared?.RoundId);
            Create(roundId);
            var connections = new Queue<BoxFile>();
            _prepared = (roundId, connections);
            try
            {
                while (connections.Count < Connections) connections.Enqueue(BoxFile.Open(PathOf(roundId)));
                connections.Peek().MakeRoom(members);
                foreach (var box in connections) box.Prepare();
            }
            catch
            {
                LetGo(roundId);
                throw;
            }
        }
    }

    /// <summary>A new box, open and empty, flushed to the disk.</summary>
    public void Create(Round round) => Create(round.Id);

    private void Create(string roundId)
    {
        Directory.CreateDirectory(_folder);
        Database.Private(_folder);
        BoxFile.Destroy(PathOf(roundId));
        _empty ??= BoxFile.Empty(PathOf("empty"));
        BoxFile.Create(PathOf(roundId), _empty);
    }

    public bool Exists(string roundId) => File.Exists(PathOf(roundId));

    public IRoundBox Open(string roundId)
    {
        lock (_preparing)
            if (_prepared is { } prepared && prepared.RoundId == roundId && prepared.Connections.TryDequeue(out var box)) return box;
        return BoxFile.Open(PathOf(roundId));
    }

    public void Destroy(string roundId)
    {
        lock (_preparing) LetGo(roundId);
        BoxFile.Destroy(PathOf(roundId));
    }

    public void DestroyAllBut(IReadOnlySet<string> roundIds)
    {
        if (!Directory.Exists(_folder)) return;
        foreach (var file in Directory.GetFiles(_folder).Where(f => !roundIds.Contains(Path.GetFileName(f).Split('.')[0]))) File.Delete(file);
    }

    private void LetGo(string? roundId)
    {
        if (_prepared is not { } prepared || prepared.RoundId != roundId) return;
        _prepared = null;
        foreach (var box in prepared.Connections) box.Dispose();
    }

    private string PathOf(string roundId) => Path.Combine(_folder, roundId + ".db");
}
