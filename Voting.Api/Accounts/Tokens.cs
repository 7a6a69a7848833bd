using System.Buffers.Text;
using System.Data;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Voting.Api.Custody;
using Voting.Api.Stores;

namespace Voting.Api.Accounts;

/// <summary>
/// Tokens by which other systems read what is public of the meeting: 256 bits, told once at the server's console. The store keeps a hash
/// that only this server can make.
/// </summary>
public sealed partial class Tokens(KeysSecret keysSecret, Database database, TimeProvider time)
{
    /// <summary>The scheme that a token signs in by.</summary>
    public const string Scheme = "token";

    /// <summary>What a token signs in as. No person and no screen is one, so it is none of the roles.</summary>
    public const string Reader = "reader";

    private const string Prefix = "voting_";
    private const int Length = 50;

    // However many ask, the store is asked once a second; one that is revoked at another server is known that soon.
    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private IReadOnlyList<TokenStore.Row> _known = [];
    private long? _asked;

    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>A new token of that name; it is known here once and never again.</summary>
    public string Issue(IDbConnection connection, IDbTransaction transaction, string name)
    {
        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        TokenStore.Set(connection, transaction, new TokenStore.Row(name, Hash(token)));
        return token;
    }

    /// <summary>The name of the token that a request bears, or null. It takes the same time for every token, right or wrong.</summary>
    public string? NameOf(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } given] || given.Split(' ') is not [var scheme, { Length: Length } token]
            || !scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return null;
        var hash = Encoding.ASCII.GetBytes(Hash(token));
        string? name = null;
        foreach (var row in Known())
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(row.Hash), hash)) name = row.Name;
        return name;
    }

    private IReadOnlyList<TokenStore.Row> Known()
    {
        lock (_lock)
        {
            if (_asked is { } then && time.GetElapsedTime(then) < Holds) return _known;
            using var connection = database.Connect();
            _known = TokenStore.All(connection);
            _asked = time.GetTimestamp();
            return _known;
        }
    }

    private string Hash(string token) => keysSecret.Tag("token", token);

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}$")]
    private static partial Regex Name();
}
