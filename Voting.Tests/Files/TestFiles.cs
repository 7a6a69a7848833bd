namespace Voting.Tests.Files;

/// <summary>Files copied beside the test program.</summary>
internal static class TestFiles
{
    public static byte[] Read(params string[] path) => File.ReadAllBytes(Path.Combine([AppContext.BaseDirectory, .. path]));

    public static byte[] Wuchang { get; } = Read("meetings", "wuchang-26.json");

    /// <summary>Names of the folders in a folder.</summary>
    public static IReadOnlyList<string> Folders(string folder) =>
        [.. Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, folder)).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];
}
