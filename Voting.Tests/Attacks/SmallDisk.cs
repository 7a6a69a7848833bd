using Voting.Tests.Stores;

namespace Voting.Tests.Attacks;

/// <summary>A file system of a few megabytes, which .ci/run mounts and names in VOTING_SMALL_DISK.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _filler;

    private SmallDisk(string disk)
    {
        // A folder of its own: what somebody else keeps on that disk is not ours to remove.
        Folder = Path.Combine(disk, "voting-test");
        _filler = Path.Combine(Folder, "filler");
        Clear();
    }

    public string Folder { get; }

    public string Data => Path.Combine(Folder, "data");

    /// <summary>The disk, or null where there is none; this fails where everything has to be there.</summary>
    public static SmallDisk? Find()
    {
        if (Environment.GetEnvironmentVariable("VOTING_SMALL_DISK") is { } disk) return new SmallDisk(disk);
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

    /// <summary>Nothing is left of an earlier meeting.</summary>
    public void Clear()
    {
        Dispose();
        Directory.CreateDirectory(Folder);
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
