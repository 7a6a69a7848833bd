using System.Diagnostics;
using Voting.Tests.Stores;

namespace Voting.Tests.Attacks;

/// <summary>A file system of its own that ceases to take writings as a failing disk does: an error, and the kernel makes it read-only under whoever has it open.</summary>
public sealed class FailingDisk : IDisposable
{
    private readonly string _image = Path.GetTempFileName();

    public string Folder { get; } = Directory.CreateTempSubdirectory("voting-disk-").FullName;

    private FailingDisk() { }

    /// <summary>A new one; where none can be had, the test is skipped and says why, and in CI it fails.</summary>
    public static FailingDisk New()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Machines.Missing("a disk of one's own is mounted by root on Linux only");
        var disk = new FailingDisk();
        using (var image = File.OpenWrite(disk._image)) image.SetLength(32 << 20);
        try
        {
            Run("mkfs.ext4", "-q", disk._image);
            disk.Mount();
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            disk.Dispose();
            Machines.Missing(e.Message);
        }

        return disk;
    }

    /// <summary>From now on nothing can be written.</summary>
    public void Fail() => File.WriteAllText($"/sys/fs/ext4/{Path.GetFileName(Device())}/trigger_fs_error", "failed on purpose");

    /// <summary>Sound again, with what was flushed before it failed; nobody may have it open.</summary>
    public void Mend()
    {
        Run("umount", Folder);
        Mount();
    }

    public void Dispose()
    {
        if (File.ReadLines("/proc/mounts").Any(m => m.Split(' ')[1] == Folder)) Run("umount", Folder);
        Directory.Delete(Folder, recursive: true);
        File.Delete(_image);
    }

    private void Mount() => Run("mount", "-o", "loop,errors=remount-ro", _image, Folder);

    private string Device() => File.ReadLines("/proc/mounts").Select(m => m.Split(' ')).Single(m => m[1] == Folder)[0];

    private static void Run(string program, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program}: {error.Trim()}");
    }
}
