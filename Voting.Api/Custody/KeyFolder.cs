using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Voting.Domain.Sealing;

namespace Voting.Api.Custody;

/// <summary>
/// Custody <c>server</c>: the private key of a round lies in a file of its own, wrapped by a secret outside the folder, and never in
/// database, journal or backup. Destroying it is what keeps ballots secret; it is unlinked once the totals stand. The key that the
/// server signs with lies beside them and stays.
/// </summary>
public sealed class KeyFolder
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly string _folder;
    private readonly byte[] _secret;
    private readonly ConcurrentDictionary<string, byte[]> _derived = new();

    public KeyFolder(Settings settings)
    {
        _folder = settings.KeysFolder;
        Directory.CreateDirectory(_folder);
        Stores.Database.Private(_folder);
        _secret = settings.KeysSecret is { } given ? Read(given, "VOTING_KEYS_SECRET") : Secret(settings.KeysSecretFile);
    }

    /// <summary>
    /// A hash that only this server can make: what the data folder holds of codes and sessions is worth nothing without the secret.
    /// </summary>
    public string Tag(string purpose, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(KeyFor(purpose), Encoding.UTF8.GetBytes(text)));

    /// <summary>Wraps what the data folder must keep and may not show, with whose it is.</summary>
    public byte[] Wrap(string purpose, string whose, byte[] clear) => Wrap(KeyFor(purpose), whose, clear);

    /// <summary>What was wrapped, or null where it was another's or wrapped by another secret.</summary>
    public byte[]? Unwrap(string purpose, string whose, byte[] wrapped) => Unwrap(KeyFor(purpose), whose, wrapped);

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
    public void Keep(string name, KeyPair keys) => Write(PathOf(name), Wrap(_secret, name, keys.Private));

    /// <summary>Whether a private key is kept under this name.</summary>
    public bool Has(string name) => File.Exists(PathOf(name));

    /// <summary>The key pair that was kept under this name, or null where its file is gone or was wrapped by another secret.</summary>
    public KeyPair? Find(string name, byte[] publicKey, Suite suite)
    {
        if (!File.Exists(PathOf(name))) return null;
        return Unwrap(_secret, name, File.ReadAllBytes(PathOf(name))) is { } key ? new KeyPair(key, publicKey) { Suite = suite } : null;
    }

    /// <summary>Destroys a round's key; doing it twice changes nothing.</summary>
    public void Destroy(string roundId) => Shred(PathOf(roundId));

    /// <summary>Makes and keeps the link key of a box: what lies in a shared database is readable to nobody without it.</summary>
    public void KeepLink(string roundId)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        Write(LinkOf(roundId), Wrap("link", roundId, key));
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>The link key of a box, or null where it is gone.</summary>
    public byte[]? FindLink(string roundId) => File.Exists(LinkOf(roundId)) ? Unwrap("link", roundId, File.ReadAllBytes(LinkOf(roundId))) : null;

    /// <summary>Destroys the link key of a box, before the round's key is first used.</summary>
    public void DestroyLink(string roundId) => Shred(LinkOf(roundId));

    private static void Write(string path, byte[] wrapped)
    {
        using var file = new FileStream(path, Options(FileMode.Create));
        file.Write(wrapped);
        file.Flush(flushToDisk: true);
    }

    private static void Shred(string path)
    {
        if (!File.Exists(path)) return;
        using (var file = new FileStream(path, FileMode.Open))
        {
            file.Write(new byte[file.Length]);
            file.Flush(flushToDisk: true);
        }

        File.Delete(path);
    }

    // Derived once for each purpose: every press asks whether its session stands.
    private byte[] KeyFor(string purpose) => _derived.GetOrAdd(purpose, p => HKDF.Expand(HashAlgorithmName.SHA256, _secret, 32, Encoding.UTF8.GetBytes(p)));

    private static byte[] Wrap(byte[] key, string whose, byte[] clear)
    {
        var wrapped = new byte[NonceSize + clear.Length + TagSize];
        var nonce = wrapped.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var wrap = new AesGcm(key, TagSize);
        wrap.Encrypt(nonce, clear, wrapped.AsSpan(NonceSize, clear.Length), wrapped.AsSpan(NonceSize + clear.Length), Encoding.UTF8.GetBytes(whose));
        return wrapped;
    }

    private static byte[]? Unwrap(byte[] key, string whose, byte[] wrapped)
    {
        if (wrapped.Length <= NonceSize + TagSize) return null;
        var clear = new byte[wrapped.Length - NonceSize - TagSize];
        try
        {
            using var wrap = new AesGcm(key, TagSize);
            wrap.Decrypt(wrapped.AsSpan(0, NonceSize), wrapped.AsSpan(NonceSize, clear.Length), wrapped.AsSpan(NonceSize + clear.Length), clear, Encoding.UTF8.GetBytes(whose));
            return clear;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Secret(string path)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Written beside and moved into place: of two servers that start together one makes it, and neither reads half of it.
            var made = $"{path}.{Guid.NewGuid():n}";
            using (var file = new FileStream(made, Options(FileMode.CreateNew)))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) + "\n"));
                file.Flush(flushToDisk: true);
            }

            try
            {
                File.Move(made, path);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(made);
            }
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            throw new StartException($"密钥口令文件的权限须为 0600 / the keys secret must be readable by its owner only (chmod 600): {path}");
        return Read(File.ReadAllText(path), path);
    }

    private static byte[] Read(string given, string where) => given.Trim() is { Length: 64 } text && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text)
        : throw new StartException($"密钥口令应为 64 个十六进制字符 / the keys secret must be 64 hexadecimal characters: {where}");

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    /// <summary>Where a key lies.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name + ".key");

    private string LinkOf(string roundId) => Path.Combine(_folder, roundId + ".link");
}
