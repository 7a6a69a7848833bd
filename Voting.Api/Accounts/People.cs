using System.Data;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;

namespace Voting.Api.Accounts;

/// <summary>Everybody who may sign in. Who holds the posts is settled at the first start.</summary>
public static class People
{
    /// <summary>Fills the posts where that was not done before.</summary>
    /// <returns>The password of each, by <c>password:post</c>; known here once and never again. Empty where the posts were filled.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>> FillPosts(
        IDbConnection connection, IDbTransaction transaction, ImportedMeeting imported, Settings settings, Passwords passwords)
    {
        var filled = AccountStore.Officers(connection, transaction);
        if (filled.Count > 0)
        {
            string[] held = [.. filled.Where(o => o.Role == Roles.Scrutineer && o.Member is not null).Select(o => o.Member!)];
            return settings.Scrutineers.Count == 0 || settings.Scrutineers.SequenceEqual(held) || WasReplaced(connection, transaction) ? []
                : throw new StartException($"监票人在首次启动时已确定 / the scrutineers were settled at the first start: {string.Join(',', held)}");
        }

        return [.. Posts.All.Select(post =>
        {
            var (role, member, name) = Holder(post, imported, settings);
            var password = Secrets.Grouped();
            AccountStore.SetOfficer(connection, transaction, new AccountStore.OfficerRow(post, role, member, name, passwords.Hash(password)));
            return KeyValuePair.Create($"password:{post}", password);
        })];
    }

    // Then the option of the first start no longer says who they are, and is not held against it.
    private static bool WasReplaced(IDbConnection connection, IDbTransaction transaction) =>
        EventStore.OfType(connection, "scrutineer-replaced", transaction).Count > 0;

    /// <summary>Everybody, by <c>role:id</c>.</summary>
    public static IReadOnlyList<KeyValuePair<string, AccountStore.Person>> All(IDbConnection connection, IDbTransaction transaction, ImportedMeeting imported)
    {
        var officers = AccountStore.Officers(connection, transaction).ToDictionary(o => o.Post);
        return
        [
            .. Posts.All.Select(post => KeyValuePair.Create(post, officers[post].Person)),
            KeyValuePair.Create(Roles.Display, new AccountStore.Person(Roles.Display, null, "会场大屏")),
            KeyValuePair.Create(Roles.Attendee + ":1", new AccountStore.Person(Roles.Attendee, null, "列席")),
            .. imported.Meeting.Roll.Select(m => KeyValuePair.Create($"{Roles.Member}:{m.Id}", new AccountStore.Person(Roles.Member, m.Id, m.FullName))),
        ];
    }

    private static AccountStore.Person Holder(string post, ImportedMeeting imported, Settings settings)
    {
        var number = post == Posts.FirstScrutineer ? 0 : 1;
        return post switch
        {
            Posts.PresidingOfficer => OnRoll(Roles.PresidingOfficer, imported.Meeting.Presiding),
            Posts.Clerk => new AccountStore.Person(Roles.Clerk, null, "工作人员"),
            _ when settings.Scrutineers.Count > number => OnRoll(Roles.Scrutineer, settings.Scrutineers[number]),
            _ => new AccountStore.Person(Roles.Scrutineer, null, $"监票人{number + 1}"),
        };

        AccountStore.Person OnRoll(string role, string id) => new(role, id, imported.Meeting.Roll.First(m => m.Id == id).FullName);
    }
}
