using System.Data;
using Dapper;

namespace Voting.Api.Stores;

/// <summary>Tokens of other systems, by their hash only.</summary>
public static class TokenStore
{
    public sealed record Row(string Name, string Hash);

    public static IReadOnlyList<Row> All(IDbConnection connection) => connection.Query<Row>("SELECT name, hash FROM tokens ORDER BY name").AsList();

    /// <summary>A token; an earlier one of that name is worth nothing any more.</summary>
    public static void Set(IDbConnection connection, IDbTransaction transaction, Row token) => connection.Execute("""
        INSERT INTO tokens (name, hash) VALUES (@Name, @Hash)
        ON CONFLICT (name) DO UPDATE SET hash = excluded.hash
        """, token, transaction);

    /// <returns>Whether there was one.</returns>
    public static bool Remove(IDbConnection connection, IDbTransaction transaction, string name) =>
        connection.Execute("DELETE FROM tokens WHERE name = @name", new { name }, transaction) == 1;
}
