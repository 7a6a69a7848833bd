using System.Data.Common;
using Voting.Domain.Papers;

namespace Voting.Api.Stores;

/// <summary>Boxes as files in the data folder.</summary>
public sealed class BoxFiles(Settings settings) : IBoxStore
{
    private readonly string _folder = Path.Combine(settings.DataFolder, "boxes");
    private byte[]? _empty;

    public void Create(Round round, bool secret, DbConnection connection, DbTransaction transaction) => Create(round);

    /// <summary>A new box, open and empty, flushed to the disk.</summary>
    public void Create(Round round)
    {
        Directory.CreateDirectory(_folder);
        Database.Private(_folder);
        BoxFile.Destroy(PathOf(round.Id));
        _empty ??= BoxFile.Empty(PathOf("empty"));
        BoxFile.Create(PathOf(round.Id), _empty);
    }

    public bool Exists(string roundId) => File.Exists(PathOf(roundId));

    public IRoundBox Open(string roundId) => BoxFile.Open(PathOf(roundId));

    public void Destroy(string roundId) => BoxFile.Destroy(PathOf(roundId));

    public void DestroyAllBut(IReadOnlySet<string> roundIds)
    {
        if (!Directory.Exists(_folder)) return;
        foreach (var file in Directory.GetFiles(_folder).Where(f => !roundIds.Contains(Path.GetFileName(f).Split('.')[0]))) File.Delete(file);
    }

    private string PathOf(string roundId) => Path.Combine(_folder, roundId + ".db");
}
