using System.Security.Cryptography;
using Voting.Domain.Contracts;

namespace Voting.Api.Accounts;

/// <summary>What people read from paper and type. The alphabet leaves out what is confused when read aloud or from paper.</summary>
public static class Secrets
{
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>Three groups of four characters, 60 bits.</summary>
    public static string Grouped() => string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4)));

    /// <summary>Six digits.</summary>
    public static string Pin() => RandomNumberGenerator.GetString("0123456789", Proofs.PinLength);

    /// <summary>As it counts: however it was grouped, capitals or not.</summary>
    public static string Plain(string typed) => string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
