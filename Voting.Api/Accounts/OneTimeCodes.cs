using System.Data;
using System.Security.Cryptography;
using System.Text;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;

namespace Voting.Api.Accounts;

/// <summary>
/// One-time codes of twelve characters, 60 bits: a search by sign-in attempts is hopeless, so the store may keep a plain hash.
/// The alphabet leaves out what is confused when read aloud or from paper.
/// </summary>
public static class OneTimeCodes
{
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    public static string New() => string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4)));

    public static string Hash(string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant())));

    /// <summary>A code for every seat and every officer of the meeting, by <c>role:id</c>; each is known here once and never again.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> IssueAll(IDbConnection connection, IDbTransaction transaction, ImportedMeeting imported)
    {
        var meeting = imported.Meeting;
        var presiding = meeting.Roll.First(m => m.Id == meeting.Presiding);
        var people = new List<(string Key, AccountStore.Person Person)>
        {
            (Roles.PresidingOfficer, new(Roles.PresidingOfficer, presiding.Id, presiding.FullName)),
            (Roles.Clerk, new(Roles.Clerk, null, "工作人员")),
            ($"{Roles.Scrutineer}:1", new(Roles.Scrutineer, null, "监票人1")),
            ($"{Roles.Scrutineer}:2", new(Roles.Scrutineer, null, "监票人2")),
            (Roles.Display, new(Roles.Display, null, "会场大屏")),
            ($"{Roles.Attendee}:1", new(Roles.Attendee, null, "列席")),
        };
        people.AddRange(meeting.Roll.Select(m => ($"{Roles.Member}:{m.Id}", new AccountStore.Person(Roles.Member, m.Id, m.FullName))));
        return [.. people.Select(p =>
        {
            var code = New();
            AccountStore.AddCode(connection, transaction, Hash(code), p.Person);
            return KeyValuePair.Create(p.Key, code);
        })];
    }
}
