using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Records;

namespace Voting.Api.Accounts;

/// <summary>Tells the one-time codes of a new meeting: to a file that only its owner can read, or to the terminal; never to a log.</summary>
public static class Codes
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Tell(WebApplication app, Settings settings)
    {
        var imported = app.Services.GetRequiredService<ImportedMeeting>();
        Console.WriteLine($"{imported.Meeting.Title}{(imported.Rehearsal ? "（演练）" : "")}");
        Console.WriteLine($"{string.Join(' ', app.Urls)}");
        using var connection = app.Services.GetRequiredService<Database>().Connect();
        using var transaction = connection.BeginTransaction();
        var people = OneTimeCodes.People(imported);
        if (!AccountStore.HasCodes(connection, transaction))
            Write(app.Services.GetRequiredService<OneTimeCodes>().Issue(connection, transaction, people), settings);
        else if (people.FirstOrDefault(p => p.Key == settings.NewCode) is { Value: { } person } who)
            Write(Renew(connection, transaction, who, person, app.Services), settings);
        else if (settings.NewCode is not null)
            Console.WriteLine($"没有“{settings.NewCode}” / there is no \"{settings.NewCode}\"");
        else
            Console.WriteLine("登录码已在首次启动时发出；重发请加 --new-code WHO / the codes were told at the first start; --new-code WHO tells a new one");
        transaction.Commit();
        Console.WriteLine("ready");
    }

    // Whoever holds the server's console may help somebody back in who lost a device; the record keeps it.
    private static IReadOnlyList<KeyValuePair<string, string>> Renew(
        SqliteConnection connection, SqliteTransaction transaction, KeyValuePair<string, AccountStore.Person> who, AccountStore.Person person, IServiceProvider services)
    {
        AccountStore.SpendCodes(connection, transaction, person);
        foreach (var session in AccountStore.FenceSessions(connection, transaction, person)) services.GetRequiredService<Sessions>().Fence(session);
        EventStore.Append(connection, transaction, [new Fact("device-code-issued", new JsonObject { ["who"] = who.Key })], "administrator",
            services.GetRequiredService<TimeProvider>().GetUtcNow());
        return services.GetRequiredService<OneTimeCodes>().Issue(connection, transaction, [who]);
    }

    private static void Write(IReadOnlyList<KeyValuePair<string, string>> codes, Settings settings)
    {
        if (settings.CodesFile is not { } path)
        {
            foreach (var (who, code) in codes) Console.WriteLine($"  {code}  {who}");
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Written beside and moved into place: whoever waits for the file never reads half of it.
        using (var file = new FileStream(path + ".new", options)) JsonSerializer.Serialize(file, codes.ToDictionary(), Indented);
        File.Move(path + ".new", path, overwrite: true);
        Console.WriteLine($"登录码 / one-time codes: {path}");
    }
}
