using System.Text;
using Microsoft.Data.Sqlite;

namespace Voting.Tests.Attacks;

/// <summary>
/// What an attacker holds of one round, whatever the store: everything that can be copied, and what everybody knows anyway. How the
/// members really voted is not in it.
/// </summary>
/// <param name="Roll">Member ids in the printed order.</param>
/// <param name="Options">Option ids in the printed order.</param>
/// <param name="Totals">Ballots for each option, as announced.</param>
internal sealed record Holding(IReadOnlyList<string> Roll, IReadOnlyList<string> Options, IReadOnlyList<int> Totals)
{
    /// <summary>Files as they were at some instant, by their path; a box has the same name in every round.</summary>
    public IReadOnlyList<Copy> Copies { get; init; } = [];

    /// <summary>The rows of its tables, each in an order that a store gives away.</summary>
    public IReadOnlyList<Rows> Tables { get; init; } = [];

    /// <summary>Everything that was printed.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>Everything that was told to a screen of each kind.</summary>
    public IReadOnlyList<string> Pushes { get; init; } = [];

    /// <summary>Sizes and times on the wire.</summary>
    public IReadOnlyList<Packet> Packets { get; init; } = [];

    /// <summary>Ballots that can be read, by the bytes that stand for each in the files; none without a key.</summary>
    public IReadOnlyList<Readable> Ballots { get; init; } = [];
}

/// <param name="At">The instant, by name.</param>
/// <param name="Files">Bytes by path.</param>
internal record Copy(string At, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>Takes every file there is, as a thief would: while the server writes, and without asking it.</summary>
    public static Copy Of(string folder, string at)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            try
            {
                var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
                files[name.StartsWith("boxes/", StringComparison.Ordinal) ? "boxes/box" + Path.GetFileName(name)[32..] : name] = File.ReadAllBytes(file);
            }
            catch (IOException)
            {
                // Gone meanwhile, or the one file that is locked and empty.
            }
        }

        return new Copy(at, files);
    }

    /// <summary>Whether nothing seems to have happened in between.</summary>
    public virtual bool IsLike(Copy? other) => other is not null && Files.Count == other.Files.Count
        && Files.All(f => other.Files.TryGetValue(f.Key, out var bytes) && bytes.Length == f.Value.Length);

    public Copy Without(string folder) => this with { Files = Files.Where(f => !f.Key.StartsWith(folder, StringComparison.Ordinal)).ToDictionary() };

    /// <summary>The tables of the SQLite databases among the files, each in the order in which a reader gets its rows.</summary>
    public virtual IReadOnlyList<Rows> Tables()
    {
        var tables = new List<Rows>();
        var folder = Directory.CreateTempSubdirectory("voting-test-copy-").FullName;
        foreach (var (name, _) in Files.Where(f => f.Key.EndsWith(".db", StringComparison.Ordinal)))
        {
            var file = Path.Combine(folder, Path.GetFileName(name));
            foreach (var end in (string[])["", "-wal"]) if (Files.TryGetValue(name + end, out var bytes)) File.WriteAllBytes(file + end, bytes);
            try
            {
                using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
                connection.Open();
                foreach (var table in Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"))
                    tables.Add(new Rows($"{At}/{name}/{Encoding.UTF8.GetString(table)}", [.. Read(connection, $"SELECT * FROM \"{Encoding.UTF8.GetString(table)}\"")]));
            }
            catch (SqliteException)
            {
                // Copied in the middle of a write.
            }
        }

        Directory.Delete(folder, recursive: true);
        return tables;
    }

    private static IEnumerable<byte[]> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var row = new List<byte>();
            for (var c = 0; c < rows.FieldCount; c++)
                row.AddRange(rows.GetValue(c) switch
                {
                    byte[] blob => blob,
                    DBNull => [],
                    var value => Encoding.UTF8.GetBytes(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!),
                });
            yield return [.. row];
        }
    }
}

/// <param name="Name">Of the table and the order.</param>
/// <param name="Cells">Each row's bytes, one column after another.</param>
internal sealed record Rows(string Name, IReadOnlyList<byte[]> Cells);

/// <param name="Member">Whose screen: everybody knows who sits where.</param>
/// <param name="At">Ticks.</param>
/// <param name="FromScreen">Else from the server.</param>
/// <param name="Size">Bytes.</param>
internal sealed record Packet(string Member, long At, bool FromScreen, int Size);

/// <param name="Needle">What it is known by where it lies.</param>
/// <param name="Option">What it marks.</param>
internal sealed record Readable(byte[] Needle, int Option);

/// <summary>Many strings of bytes looked for at once.</summary>
internal sealed class Needles
{
    private const int Prefix = 8;

    private readonly IReadOnlyList<byte[]> _needles;
    private readonly Dictionary<ulong, List<int>> _byPrefix = [];
    private readonly bool[] _starts = new bool[1 << 16];

    public Needles(IReadOnlyList<byte[]> needles)
    {
        _needles = needles;
        foreach (var (i, needle) in needles.Index())
        {
            // A shorter one would be found everywhere.
            Assert.True(needle.Length >= Prefix);
            var prefix = BitConverter.ToUInt64(needle);
            if (!_byPrefix.TryGetValue(prefix, out var same)) _byPrefix[prefix] = same = [];
            same.Add(i);
            _starts[prefix & 0xffff] = true;
        }
    }

    public IReadOnlyList<(int At, int Needle)> In(ReadOnlySpan<byte> hay)
    {
        var found = new List<(int, int)>();
        for (var at = 0; at + Prefix <= hay.Length; at++)
        {
            if (!_starts[hay[at] | hay[at + 1] << 8] || !_byPrefix.TryGetValue(BitConverter.ToUInt64(hay[at..]), out var candidates)) continue;
            foreach (var needle in candidates)
                if (hay[at..].StartsWith(_needles[needle])) found.Add((at, needle));
        }

        return found;
    }
}
