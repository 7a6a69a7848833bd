using System.Data;
using Dapper;

namespace Voting.Api.Stores;

/// <summary>What several servers on one database know of each other.</summary>
public static class ServerStore
{
    public sealed record Change(long Number, string By, long Stamp);

    /// <summary>How many changes were committed, and which server made the latest.</summary>
    public static Change Latest(IDbConnection connection) => connection.QuerySingle<Change>("SELECT number, by, stamp FROM changes");

    /// <summary>Keeps the tag of the keys secret, or compares it with the one that is kept: a server with another could open no ballot.</summary>
    public static bool SharesKeys(IDbConnection connection, IDbTransaction transaction, string tag)
    {
        connection.Execute("UPDATE changes SET keys = @tag WHERE keys IS NULL", new { tag }, transaction);
        return connection.QuerySingle<string>("SELECT keys FROM changes", transaction: transaction) == tag;
    }

    /// <summary>This server runs, and the tablets of these members are connected to it.</summary>
    public static void Here(IDbConnection connection, string server, string[] members) => connection.Execute("""
        INSERT INTO servers (id, members, seen) VALUES (@server, @members, now())
        ON CONFLICT (id) DO UPDATE SET members = excluded.members, seen = excluded.seen
        """, new { server, members });

    /// <summary>Members whose tablet is connected to another server that runs.</summary>
    public static IReadOnlyList<string> Elsewhere(IDbConnection connection, string server) => connection.Query<string>(
        "SELECT DISTINCT unnest(members) FROM servers WHERE id <> @server AND seen > now() - interval '5 seconds'", new { server }).AsList();

    /// <summary>Forgets a server that ends, and those that have ended long ago.</summary>
    public static void Gone(IDbConnection connection, string server) =>
        connection.Execute("DELETE FROM servers WHERE id = @server OR seen < now() - interval '1 hour'", new { server });

    /// <summary>Wrong tries of the last minute, at whichever server.</summary>
    public static int WrongTries(IDbConnection connection, string who) =>
        (int)connection.QuerySingle<long>("SELECT count(*) FROM wrong_tries WHERE who = @who AND at > now() - interval '1 minute'", new { who });

    public static void AddWrongTry(IDbConnection connection, string who) => connection.Execute("""
        DELETE FROM wrong_tries WHERE at < now() - interval '1 minute';
        INSERT INTO wrong_tries (who, at) VALUES (@who, now())
        """, new { who });
}
