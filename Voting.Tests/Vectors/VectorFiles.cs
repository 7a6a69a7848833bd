namespace Voting.Tests.Vectors;

/// <summary>Files beside the test program.</summary>
internal static class VectorFiles
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Vectors");

    /// <summary>The bytes of a file; one that is missing fails the test that asks for it.</summary>
    public static byte[] Read(params string[] path) => File.ReadAllBytes(Path.Combine([Folder, .. path]));

    /// <summary>Every file under a folder, by its path in it.</summary>
    public static IReadOnlyList<string> List(params string[] path)
    {
        var folder = Path.Combine([Folder, .. path]);
        return [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];
    }
}
