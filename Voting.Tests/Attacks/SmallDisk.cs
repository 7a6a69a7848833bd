using Voting.Tests.Stores;

namespace Voting.Tests.Attacks;

/// <summary>A file system of a few megabytes, which .ci/run mounts and names in VOTING_SMALL_DISK.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _filler;

    private SmallDisk(string folder)
    {
        (Folder, _filler) = (folder, Path.Combine(folder, "filler"));
        Clear();
    }

    public string Folder { get; }

    public string Data => Path.Combine(Folder, "data");

    /// <summary>The disk, or null where there is none; this fails where everything has to be there.</summary>
    public static SmallDisk? Find()
    {
        if (Environment.GetEnvironmentVariable("VOTING_SMALL_DISK") is { } folder) return new SmallDisk(folder);
        Machines.Missing("VOTING_SMALL_DISK names no small file system");
        return null;
    }

    /// <summary>Takes what room is left, to the last block.</summary>
    public void Fill()
    {
        using var file = new FileStream(_filler, FileMode.Append, FileAccess.Write, FileShare.Read, 1);
        try
        {
            while (true) file.Write(new byte[256]);
        }
        catch (IOException) { }
    }

    /// <summary>Gives the room back.</summary>
    public void Empty() => File.Delete(_filler);

    /// <summary>Nothing is left on it.</summary>
    public void Clear()
    {
        foreach (var file in Directory.GetFiles(Folder)) File.Delete(file);
        foreach (var folder in Directory.GetDirectories(Folder)) Directory.Delete(folder, recursive: true);
    }

    public void Dispose() => Clear();
}
