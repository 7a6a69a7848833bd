using System.Data;
using Dapper;

namespace Voting.Api.Stores;

/// <summary>Second factors of the posts: wrapped secrets with the last time step that was accepted, and printed codes by their hash only.</summary>
public static class FactorStore
{
    public static bool HasAny(IDbConnection connection, IDbTransaction transaction) =>
        connection.QuerySingle<int>("SELECT CASE WHEN EXISTS (SELECT 1 FROM factors) THEN 1 ELSE 0 END", transaction: transaction) != 0;

    /// <summary>The wrapped secret of a post, or null.</summary>
    public static byte[]? Secret(IDbConnection connection, IDbTransaction transaction, string post) =>
        connection.QuerySingleOrDefault<byte[]>("SELECT secret FROM factors WHERE post = @post", new { post }, transaction);

    /// <summary>A new secret and new printed codes; what the post had before is worth nothing any more.</summary>
    public static void Set(IDbConnection connection, IDbTransaction transaction, string post, byte[] secret, IEnumerable<string> hashes)
    {
        connection.Execute("""
            INSERT INTO factors (post, secret) VALUES (@post, @secret)
            ON CONFLICT (post) DO UPDATE SET secret = excluded.secret, step = 0
            """, new { post, secret }, transaction);
        connection.Execute("DELETE FROM printed_codes WHERE post = @post", new { post }, transaction);
        connection.Execute("INSERT INTO printed_codes (hash, post) VALUES (@hash, @post)", hashes.Select(hash => new { hash, post }), transaction);
    }

    /// <summary>Uses a time step up; false where it, or a later one, was used.</summary>
    public static bool UseStep(IDbConnection connection, IDbTransaction transaction, string post, long step) =>
        connection.Execute("UPDATE factors SET step = @step WHERE post = @post AND step < @step", new { post, step }, transaction) == 1;

    /// <summary>Uses a printed code up; false where it is unknown or was used.</summary>
    public static bool UsePrinted(IDbConnection connection, IDbTransaction transaction, string post, string hash) =>
        connection.Execute("UPDATE printed_codes SET used = 1 WHERE post = @post AND hash = @hash AND used = 0", new { post, hash }, transaction) == 1;
}
