using System.Data;
using Dapper;
using Voting.Domain.Contracts;

namespace Voting.Api.Stores;

/// <summary>One-time codes, passwords, PINs and place cards, by their hash only, and the sessions they were exchanged for.</summary>
public static class AccountStore
{
    public sealed record Person(string Role, string? Member, string Name);

    public sealed record SessionRow(string Id, string Role, string? Member, string Name, long Fenced, long Proved, long Yielded);

    public sealed record OfficerRow(string Post, string Role, string? Member, string Name, string Password)
    {
        public Person Person => new(Role, Member, Name);
    }

    public static void AddCode(IDbConnection connection, IDbTransaction transaction, string hash, Person person) =>
        connection.Execute("INSERT INTO codes (hash, role, member, name) VALUES (@hash, @Role, @Member, @Name)",
            new { hash, person.Role, person.Member, person.Name }, transaction);

    public static bool HasCodes(IDbConnection connection, IDbTransaction transaction) =>
        connection.QuerySingle<int>("SELECT CASE WHEN EXISTS (SELECT 1 FROM codes) THEN 1 ELSE 0 END", transaction: transaction) != 0;

    /// <summary>Uses a code up; null where it is unknown or was used.</summary>
    public static Person? UseCode(IDbConnection connection, IDbTransaction transaction, string hash) =>
        connection.Execute("UPDATE codes SET used = 1 WHERE hash = @hash AND used = 0", new { hash }, transaction) == 1
            ? connection.QuerySingle<Person>("SELECT role, member, name FROM codes WHERE hash = @hash", new { hash }, transaction) : null;

    /// <summary>Somebody's earlier codes are worth nothing once a new one is issued.</summary>
    public static void SpendCodes(IDbConnection connection, IDbTransaction transaction, Person person) =>
        connection.Execute("UPDATE codes SET used = 1 WHERE role = @Role AND member IS NOT DISTINCT FROM @Member AND name = @Name", person, transaction);

    /// <summary>Ends somebody's sessions.</summary>
    /// <returns>Those that stood.</returns>
    public static IReadOnlyList<string> FenceSessions(IDbConnection connection, IDbTransaction transaction, Person person) => connection.Query<string>(
        "UPDATE sessions SET fenced = 1 WHERE role = @Role AND member IS NOT DISTINCT FROM @Member AND name = @Name AND fenced = 0 RETURNING id", person, transaction).AsList();

    /// <summary>A new session; where it is a member's seat, every earlier session of that seat is fenced.</summary>
    public static IReadOnlyList<string> AddSession(IDbConnection connection, IDbTransaction transaction, string id, Person person, bool seat)
    {
        var fenced = !seat ? [] : connection.Query<string>(
            "UPDATE sessions SET fenced = 1 WHERE role = @Role AND member = @Member AND fenced = 0 RETURNING id", person, transaction).AsList();
        connection.Execute("INSERT INTO sessions (id, role, member, name) VALUES (@id, @Role, @Member, @Name)",
            new { id, person.Role, person.Member, person.Name }, transaction);
        return fenced;
    }

    public static void EndSession(IDbConnection connection, IDbTransaction transaction, string id) =>
        connection.Execute("UPDATE sessions SET fenced = 1 WHERE id = @id", new { id }, transaction);

    public static IReadOnlyList<SessionRow> Sessions(IDbConnection connection) =>
        connection.Query<SessionRow>("SELECT id, role, member, name, fenced, proved, yielded FROM sessions").AsList();

    public static SessionRow? Session(IDbConnection connection, string id) =>
        connection.QuerySingleOrDefault<SessionRow>("SELECT id, role, member, name, fenced, proved, yielded FROM sessions WHERE id = @id", new { id });

    public static void Prove(IDbConnection connection, IDbTransaction transaction, string id) =>
        connection.Execute("UPDATE sessions SET proved = 1 WHERE id = @id", new { id }, transaction);

    /// <summary>Members whose seat a device stands for.</summary>
    public static IReadOnlySet<string> TakenSeats(IDbConnection connection, IDbTransaction transaction) => connection.Query<string>(
        "SELECT DISTINCT member FROM sessions WHERE role = @Member AND fenced = 0", new { Roles.Member }, transaction).ToHashSet();

    /// <summary>The unused codes of seats that no device stands for are worth nothing any more.</summary>
    public static void SpendCodesOfFreeSeats(IDbConnection connection, IDbTransaction transaction) => connection.Execute("""
        UPDATE codes SET used = 1
        WHERE used = 0 AND role = @Member AND member NOT IN (SELECT member FROM sessions WHERE role = @Member AND fenced = 0)
        """, new { Roles.Member }, transaction);

    public static IReadOnlyList<OfficerRow> Officers(IDbConnection connection, IDbTransaction? transaction = null) =>
        connection.Query<OfficerRow>("SELECT post, role, member, name, password FROM officers ORDER BY post", transaction: transaction).AsList();

    public static OfficerRow? Officer(IDbConnection connection, string post, IDbTransaction? transaction = null) => connection.QuerySingleOrDefault<OfficerRow>(
        "SELECT post, role, member, name, password FROM officers WHERE post = @post", new { post }, transaction);

    /// <summary>The post that somebody holds.</summary>
    public static string PostOf(IDbConnection connection, IDbTransaction transaction, Person person) => connection.QuerySingle<string>(
        "SELECT post FROM officers WHERE role = @Role AND member IS NOT DISTINCT FROM @Member AND name = @Name", person, transaction);

    public static void SetOfficer(IDbConnection connection, IDbTransaction transaction, OfficerRow officer) => connection.Execute("""
        INSERT INTO officers (post, role, member, name, password) VALUES (@Post, @Role, @Member, @Name, @Password)
        ON CONFLICT (post) DO UPDATE SET password = excluded.password
        """, officer, transaction);

    /// <summary>Somebody else holds a post from now on.</summary>
    public static void ReplaceOfficer(IDbConnection connection, IDbTransaction transaction, OfficerRow officer) => connection.Execute(
        "UPDATE officers SET member = @Member, name = @Name, password = @Password WHERE post = @Post", officer, transaction);

    /// <summary>A session of a post that has passed on is the member's seat from now on.</summary>
    public static void YieldSession(IDbConnection connection, IDbTransaction transaction, string id) => connection.Execute(
        "UPDATE sessions SET role = @Member, fenced = 0, yielded = 1, proved = 1 WHERE id = @id", new { id, Roles.Member }, transaction);

    public static bool HasMemberSecrets(IDbConnection connection, IDbTransaction transaction, string kind) =>
        connection.QuerySingle<int>("SELECT CASE WHEN EXISTS (SELECT 1 FROM member_secrets WHERE kind = @kind) THEN 1 ELSE 0 END", new { kind }, transaction) != 0;

    public static string? MemberSecret(IDbConnection connection, IDbTransaction transaction, string member, string kind) => connection.QuerySingleOrDefault<string>(
        "SELECT hash FROM member_secrets WHERE member = @member AND kind = @kind", new { member, kind }, transaction);

    public static void SetMemberSecret(IDbConnection connection, IDbTransaction transaction, string member, string kind, string hash) => connection.Execute("""
        INSERT INTO member_secrets (member, kind, hash) VALUES (@member, @kind, @hash)
        ON CONFLICT (member, kind) DO UPDATE SET hash = excluded.hash
        """, new { member, kind, hash }, transaction);
}
