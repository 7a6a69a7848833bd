using System.Text.Json;
using Microsoft.Data.Sqlite;
using Voting.Api.Pipeline;
using Voting.Api.Stores;

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
        if (!AccountStore.HasCodes(connection)) Issue(connection, imported, settings);
        Console.WriteLine("ready");
    }

    private static void Issue(SqliteConnection connection, ImportedMeeting imported, Settings settings)
    {
        using var transaction = connection.BeginTransaction();
        var codes = OneTimeCodes.IssueAll(connection, transaction, imported);
        if (settings.CodesFile is { } path)
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            // Written beside and moved into place: whoever waits for the file never reads half of it.
            using (var file = new FileStream(path + ".new", options)) JsonSerializer.Serialize(file, codes.ToDictionary(), Indented);
            File.Move(path + ".new", path, overwrite: true);
            Console.WriteLine($"登录码 / one-time codes: {path}");
        }
        else
        {
            foreach (var (who, code) in codes) Console.WriteLine($"  {code}  {who}");
        }

        transaction.Commit();
    }
}
