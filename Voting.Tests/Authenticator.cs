using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Voting.Tests;

/// <summary>An authenticator as an officer has one (RFC 6238), written from the RFC: it shares nothing with the server's.</summary>
public sealed class Authenticator(byte[] secret)
{
    public byte[] Secret => secret;

    /// <summary>Of the address that was told.</summary>
    public static Authenticator Of(string address)
    {
        var bits = string.Concat(SecretOf(address).Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return new Authenticator([.. bits.Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2))]);
    }

    /// <summary>The secret as people read it.</summary>
    public static string SecretOf(string address) => address.Split("secret=")[1].Split('&')[0];

    /// <summary>What is shown at a time.</summary>
    public string At(DateTimeOffset time)
    {
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, time.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // The RFC's default, and what every authenticator has.
        var hash = HMACSHA1.HashData(secret, step);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    public string Now() => At(DateTimeOffset.UtcNow);
}
