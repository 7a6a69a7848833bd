using System.Security.Cryptography;
using Voting.Domain.Sealing;

namespace Voting.Api.Custody;

/// <summary>
/// Custody <c>server</c>: the private key of a round lies in a file of its own, wrapped by a secret outside the folder, and never in
/// database, journal or backup. Destroying it is what keeps ballots secret; it is unlinked once the totals stand. The key that the
/// server signs with lies beside them and stays.
/// </summary>
public sealed class KeyFolder
{
    private readonly string _folder;
    private readonly KeysSecret _secret;

    public KeyFolder(Settings settings, KeysSecret secret)
    {
        _secret = secret;
        _folder = settings.KeysFolder;
        Directory.CreateDirectory(_folder);
        Stores.Database.Private(_folder);
    }

    /// <summary>A new key pair of a round; whoever has it forgets it once it is kept or was used.</summary>
    public static KeyPair Make(Suite suite)
    {
        var seed = RandomNumberGenerator.GetBytes(Hpke.SeedSize);
        try
        {
            return Hpke.DeriveKeyPair(seed, suite);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>Keeps the private key of a round, or the server's own, flushed to the disk.</summary>
    /// <param name="name">The round's id, or the name of the server's own.</param>
    /// <param name="keys">The key pair.</param>
    public void Keep(string name, KeyPair keys) => Write(PathOf(name), _secret.WrapKey(name, keys.Private));

    /// <summary>The key pair that was kept under this name, or null where its file is gone, was wrapped by another secret or is not that of the public key.</summary>
    public KeyPair? Find(string name, byte[] publicKey, Suite suite)
    {
        if (!File.Exists(PathOf(name)) || _secret.UnwrapKey(name, File.ReadAllBytes(PathOf(name))) is not { } key) return null;
        // With another key no envelope would open, and a round would be counted whose ballots nobody read.
        return Hpke.PublicKey(key, suite).AsSpan().SequenceEqual(publicKey) ? new KeyPair(key, publicKey) { Suite = suite } : null;
    }

    /// <summary>Destroys a round's key; doing it twice changes nothing.</summary>
    public void Destroy(string roundId) => Shred(PathOf(roundId));

    /// <summary>Whether a round's key, or that of its box, is there.</summary>
    public bool IsLeft(string roundId) => Path.Exists(PathOf(roundId)) || Path.Exists(LinkOf(roundId));

    /// <summary>Makes and keeps the link key of a box: what lies in a shared database is readable to nobody without it.</summary>
    public void KeepLink(string roundId)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        Write(LinkOf(roundId), _secret.Wrap("link", roundId, key));
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>The link key of a box, or null where it is gone.</summary>
    public byte[]? FindLink(string roundId) => File.Exists(LinkOf(roundId)) ? _secret.Unwrap("link", roundId, File.ReadAllBytes(LinkOf(roundId))) : null;

    /// <summary>Destroys the link key of a box, before the round's key is first used.</summary>
    public void DestroyLink(string roundId) => Shred(LinkOf(roundId));

    private static void Write(string path, byte[] wrapped)
    {
        using var file = new FileStream(path, Private(FileMode.Create));
        file.Write(wrapped);
        file.Flush(flushToDisk: true);
    }

    private static void Shred(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
            file.Write(new byte[file.Length]);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Gone already.
            return;
        }
        catch (IOException)
        {
            // A disk that cannot write over it may still give it up.
        }

        File.Delete(path);
    }

    /// <summary>How a file is made that only its owner may read.</summary>
    public static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    /// <summary>Where a key lies.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name + ".key");

    private string LinkOf(string roundId) => Path.Combine(_folder, roundId + ".link");
}
