using System.Data;
using System.Security.Cryptography;
using Voting.Api.Custody;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;

namespace Voting.Api.Accounts;

/// <summary>
/// One-time codes of twelve characters, 60 bits. The store keeps a hash that only this server can make.
/// The alphabet leaves out what is confused when read aloud or from paper.
/// </summary>
public sealed class OneTimeCodes(KeyFolder keys)
{
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    public static string New() => string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4)));

    public string Hash(string code) => keys.Tag("code", code.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant());

    /// <summary>Everybody who may sign in, by <c>role:id</c>.</summary>
    public static IReadOnlyList<KeyValuePair<string, AccountStore.Person>> People(ImportedMeeting imported)
    {
        var meeting = imported.Meeting;
        var presiding = meeting.Roll.First(m => m.Id == meeting.Presiding);
        return
        [
            KeyValuePair.Create(Roles.PresidingOfficer, new AccountStore.Person(Roles.PresidingOfficer, presiding.Id, presiding.FullName)),
            KeyValuePair.Create(Roles.Clerk, new AccountStore.Person(Roles.Clerk, null, "工作人员")),
            KeyValuePair.Create(Roles.Scrutineer + ":1", new AccountStore.Person(Roles.Scrutineer, null, "监票人1")),
            KeyValuePair.Create(Roles.Scrutineer + ":2", new AccountStore.Person(Roles.Scrutineer, null, "监票人2")),
            KeyValuePair.Create(Roles.Display, new AccountStore.Person(Roles.Display, null, "会场大屏")),
            KeyValuePair.Create(Roles.Attendee + ":1", new AccountStore.Person(Roles.Attendee, null, "列席")),
            .. meeting.Roll.Select(m => KeyValuePair.Create($"{Roles.Member}:{m.Id}", new AccountStore.Person(Roles.Member, m.Id, m.FullName))),
        ];
    }

    /// <summary>A code for each of these people; it is known here once and never again.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Issue(
        IDbConnection connection, IDbTransaction transaction, IEnumerable<KeyValuePair<string, AccountStore.Person>> people) => [.. people.Select(p =>
        {
            var code = New();
            AccountStore.AddCode(connection, transaction, Hash(code), p.Value);
            return KeyValuePair.Create(p.Key, code);
        })];
}
