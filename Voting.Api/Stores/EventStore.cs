using System.Data;
using Dapper;
using Npgsql;
using Voting.Domain.Records;

namespace Voting.Api.Stores;

/// <summary>The chain of events. Appended to, never changed.</summary>
public static class EventStore
{
    private sealed record HeadRow(long Seq, string Hash);

    public static EventChain Head(IDbConnection connection, IDbTransaction? transaction = null) =>
        connection.QuerySingleOrDefault<HeadRow>("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1", transaction: transaction) is { } head
            ? new EventChain((int)head.Seq, head.Hash) : EventChain.Empty;

    public static void Append(IDbConnection connection, IDbTransaction transaction, IEnumerable<Fact> facts, string by, DateTimeOffset at)
    {
        var chain = Head(connection, transaction);
        foreach (var fact in facts)
        {
            (chain, var body) = chain.Append(fact, by, at);
            connection.Execute("INSERT INTO events (seq, body, hash) VALUES (@Seq, @body, @Head)", new { chain.Seq, body, chain.Head }, transaction);
        }
    }

    /// <summary>Bodies of the events of one type, in order.</summary>
    public static IReadOnlyList<string> OfType(IDbConnection connection, string type, IDbTransaction? transaction = null) =>
        connection.Query<string>($"SELECT body FROM events WHERE {(connection is NpgsqlConnection ? "body::json" : "body")} ->> 'type' = @type ORDER BY seq", new { type }, transaction).AsList();

    public static IReadOnlyList<string> All(IDbConnection connection, IDbTransaction? transaction = null) =>
        connection.Query<string>("SELECT body FROM events ORDER BY seq", transaction: transaction).AsList();
}
