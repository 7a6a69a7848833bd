using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Voting.Api.Custody;

/// <summary>
/// The secret that lies outside data and keys folder. It wraps the keys and whatever the data folder must keep and may not show, and makes
/// the hashes that stand there for codes and sessions: without it neither folder is worth anything.
/// </summary>
public sealed class KeysSecret
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _secret;
    private readonly ConcurrentDictionary<string, byte[]> _derived = new();

    public KeysSecret(Settings settings) =>
        _secret = settings.KeysSecret is { } given ? Read(given, "VOTING_KEYS_SECRET") : Kept(settings.KeysSecretFile);

    /// <summary>
    /// A hash that only this server can make: what the data folder holds of codes and sessions is worth nothing without the secret.
    /// </summary>
    public string Tag(string purpose, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(KeyFor(purpose), Encoding.UTF8.GetBytes(text)));

    /// <summary>Wraps what the data folder must keep and may not show, with whose it is.</summary>
    public byte[] Wrap(string purpose, string whose, byte[] clear) => Wrap(KeyFor(purpose), whose, clear);

    /// <summary>What was wrapped, or null where it was another's or wrapped by another secret.</summary>
    public byte[]? Unwrap(string purpose, string whose, byte[] wrapped) => Unwrap(KeyFor(purpose), whose, wrapped);

    /// <summary>Wraps a private key, with the name of its file.</summary>
    public byte[] WrapKey(string name, byte[] key) => Wrap(_secret, name, key);

    /// <summary>The private key that was wrapped, or null where it was another's or wrapped by another secret.</summary>
    public byte[]? UnwrapKey(string name, byte[] wrapped) => Unwrap(_secret, name, wrapped);

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

    private static byte[] Kept(string path)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Written beside and moved into place: of two servers that start together one makes it, and neither reads half of it.
            var made = $"{path}.{Guid.NewGuid():n}";
            using (var file = new FileStream(made, KeyFolder.Private(FileMode.CreateNew)))
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
}
