using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Records;
using Told = System.Collections.Generic.KeyValuePair<string, string>;

namespace Voting.Api.Accounts;

/// <summary>
/// Tells once what people sign in with, when a meeting is new or somebody needs a new one: to a file that only its owner can read,
/// or to the terminal; never to a log. Whoever holds the server's console may help somebody back in; the record keeps it.
/// </summary>
public sealed class Codes(
    Settings settings, ImportedMeeting imported, Database database, OneTimeCodes codes, Passwords passwords, MemberSecrets secrets, SecondFactors factors, Tokens tokens, Sessions sessions, TimeProvider time)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public void Tell()
    {
        using var connection = database.Connect();
        using var transaction = database.BeginChange(connection);
        List<Told> told = [];
        var filled = People.FillPosts(connection, transaction, imported, settings, passwords);
        var people = People.All(connection, transaction, imported);
        if (!AccountStore.HasCodes(connection, transaction))
            told.AddRange(people.Select(p => new Told(p.Key, codes.Issue(connection, transaction, p.Value))));
        told.AddRange(filled);
        if (settings.SignIn is Proofs.Pin or Proofs.Card && !AccountStore.HasMemberSecrets(connection, transaction, settings.SignIn))
            told.AddRange(secrets.Issue(connection, transaction, imported.Meeting, settings.SignIn));
        var first = factors.AreAsked && !FactorStore.HasAny(connection, transaction);
        if (first) told.AddRange(Posts.All.SelectMany(post => Factor(connection, transaction, post)));
        if (settings.NewCode is { } code) told.AddRange(NewCode(connection, transaction, people, code));
        if (settings.NewPassword is { } password) told.AddRange(NewPassword(connection, transaction, password));
        if (!first && settings.NewFactor is { } factor) told.AddRange(NewFactor(connection, transaction, factor));
        if (settings.NewToken is { } token) told.Add(NewToken(connection, transaction, token));
        if (settings.RevokeToken is { } revoked) RevokeToken(connection, transaction, revoked);
        // What was asked anew at the very start stands in place of what was just told: it alone is worth anything.
        told = [.. told.GroupBy(t => t.Key).Select(g => g.Last())];
        if (told.Count > 0) Write(told);
        else if (settings is { NewCode: null, NewPassword: null, NewFactor: null, RevokeToken: null })
            Console.WriteLine("登录码已在首次启动时发出；重发请加 --new-code WHO、--new-password WHO 或 --new-factor WHO / the codes were told at the first start; --new-code WHO, --new-password WHO or --new-factor WHO tells a new one");
        database.Commit(transaction);
    }

    private Told[] NewCode(DbConnection connection, DbTransaction transaction, IReadOnlyList<KeyValuePair<string, AccountStore.Person>> people, string who)
    {
        if (people.FirstOrDefault(p => p.Key == who).Value is not { } person) return Nobody(who);
        AccountStore.SpendCodes(connection, transaction, person);
        End(connection, transaction, person);
        Keep(connection, transaction, "device-code-issued", who);
        return [new Told(who, codes.Issue(connection, transaction, person))];
    }

    /// <summary>A post's password, or a member's PIN or place card as <c>pin:m01</c>, <c>card:m01</c>.</summary>
    private Told[] NewPassword(DbConnection connection, DbTransaction transaction, string who)
    {
        if (AccountStore.Officer(connection, who, transaction) is { } officer)
        {
            var password = Secrets.Grouped();
            AccountStore.SetOfficer(connection, transaction, officer with { Password = passwords.Hash(password) });
            End(connection, transaction, officer.Person);
            Keep(connection, transaction, "password-issued", who);
            return [new Told($"password:{who}", password)];
        }

        if (who.Split(':', 2) is not [Proofs.Pin or Proofs.Card, var id] || imported.Meeting.Roll.All(m => m.Id != id)) return Nobody(who);
        Keep(connection, transaction, "member-secret-issued", who);
        return [new Told(who, secrets.Renew(connection, transaction, id, who.Split(':')[0]))];
    }

    private IReadOnlyList<Told> NewFactor(DbConnection connection, DbTransaction transaction, string who)
    {
        if (!factors.AreAsked || !Posts.All.Contains(who)) return Nobody(who);
        Keep(connection, transaction, "factor-issued", who);
        return Factor(connection, transaction, who);
    }

    private Told NewToken(DbConnection connection, DbTransaction transaction, string name)
    {
        Keep(connection, transaction, "token-issued", name);
        return new Told($"token:{name}", tokens.Issue(connection, transaction, name));
    }

    private void RevokeToken(DbConnection connection, DbTransaction transaction, string name)
    {
        if (TokenStore.Remove(connection, transaction, name)) Keep(connection, transaction, "token-revoked", name);
        else Nobody(name);
    }

    /// <summary>A post's second factor; sessions that rest on what it had before end.</summary>
    private IReadOnlyList<Told> Factor(DbConnection connection, DbTransaction transaction, string post)
    {
        End(connection, transaction, AccountStore.Officer(connection, post, transaction)!.Person);
        return factors.Issue(connection, transaction, post);
    }

    private void End(DbConnection connection, DbTransaction transaction, AccountStore.Person person)
    {
        foreach (var session in AccountStore.FenceSessions(connection, transaction, person)) sessions.Fence(session)?.Abort();
    }

    private void Keep(DbConnection connection, DbTransaction transaction, string type, string who) =>
        EventStore.Append(connection, transaction, [new Fact(type, new JsonObject { ["who"] = who })], "administrator", time.GetUtcNow());

    private static Told[] Nobody(string who)
    {
        Console.WriteLine($"没有“{who}” / there is no \"{who}\"");
        return [];
    }

    private void Write(IReadOnlyList<Told> told)
    {
        if (settings.CodesFile is not { } path)
        {
            // What is too long to stand before a name stands under it.
            foreach (var (who, code) in told)
            {
                Console.WriteLine(code.Length <= 14 ? $"  {code,-14}  {who}" : $"  {who}\n    {code}");
                // A picture is for eyes: what reads a file or a pipe has the text.
                if (code.StartsWith("otpauth:", StringComparison.Ordinal) && !Console.IsOutputRedirected) Console.WriteLine(QrPicture.ForTerminal(code));
            }

            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Written beside and moved into place: whoever waits for the file never reads half of it.
        using (var file = new FileStream(path + ".new", options))
        {
            JsonSerializer.Serialize(file, told.ToDictionary(), Indented);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        Console.WriteLine($"登录码和密码 / codes and passwords: {path}");
    }
}
