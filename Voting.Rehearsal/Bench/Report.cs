using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Voting.Rehearsal.Bench;

/// <summary>All of a run.</summary>
/// <param name="When">Its beginning.</param>
/// <param name="Machine">Where.</param>
/// <param name="Versions">With what.</param>
/// <param name="LoadBefore">Of the machine, before it began.</param>
/// <param name="LoadAfter">The same at its end, its own load included.</param>
/// <param name="Rounds">Rounds that count; those that warm up do not.</param>
/// <param name="Measured">S1 to S5, and S8 where there is a database.</param>
/// <param name="Growth">S6.</param>
public sealed record Report(
    DateTimeOffset When, Machine Machine, Versions Versions, double? LoadBefore, double? LoadAfter, int Rounds, IReadOnlyList<Row> Measured, IReadOnlyList<Growth> Growth)
{
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="members">How many, one chamber after the other.</param>
    /// <param name="rounds">How many count.</param>
    /// <param name="shared">PostgreSQL and Redis with each number of servers.</param>
    /// <param name="stop">Ends it between two steps.</param>
    public static async Task<Report> Make(IReadOnlyList<int> members, int rounds, IReadOnlyList<Shared> shared, CancellationToken stop)
    {
        var (when, load) = (DateTimeOffset.UtcNow, Machine.Load());
        var rows = new List<Row>();
        foreach (var size in members)
        {
            await Console.Error.WriteLineAsync($"{size} 名成员 members …");
            var alone = await Trial.Run(size, rounds, null, stop);
            rows.AddRange(alone);
            foreach (var stores in shared)
            {
                await Console.Error.WriteLineAsync($"{size} 名成员 members, {stores.Name} …");
                rows.AddRange((await Trial.Run(size, rounds, stores, stop)).Zip(alone, (row, other) => row.Beside(stores.Name, other)));
            }
        }

        return new Report(when, Machine.This(), Versions.These(shared is [var first, ..] ? first : null), load, Machine.Load(), rounds, rows, Bench.Growth.Of(rows));
    }

    public byte[] Json() => JsonSerializer.SerializeToUtf8Bytes(this, Written);

    public void Print()
    {
        // Into a file or a pipe there is no terminal whose width could be asked.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 200;
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{When:yyyy-MM-dd HH:mm} UTC; {Machine.Processors} × {Machine.Processor}, {Machine.MemoryGiB} GiB, {Machine.System}; load {LoadBefore} → {LoadAfter}"));
        AnsiConsole.WriteLine($"voting {Versions.Voting}; {Versions.Dotnet}; SignalR {Versions.SignalR}, client {Versions.SignalRClient}; SQLite {Versions.Sqlite}{(Versions.Postgres is { } postgres ? $"; PostgreSQL {postgres}" : "")}");
        var table = new Table { Title = new TableTitle($"测速 bench: {Rounds} 次之中位数 median of {Rounds}") }.Border(TableBorder.Simple)
            .AddColumns("", "成员 members", "测量 measured", "中位数 median", "最小–最大 range", "对照 against", "比 ratio", "目标 goal");
        foreach (var row in Measured)
        {
            var beside = string.Join(" + ", row.Against.Select(a => $"{a.What} {Number(a.Median)}"));
            table.AddRow(new[]
            {
                row.Promise, row.Members.ToString(CultureInfo.InvariantCulture), row.What, $"{Number(row.Median)} {row.Unit}",
                row.Values.Count > 1 ? $"{Number(row.Values.Min())}–{Number(row.Values.Max())}" : "", beside, Ratio(row.Ratio), Goal(row.Goal),
            }.Select(Markup.Escape).ToArray());
        }

        foreach (var one in Growth)
            table.AddRow(new[] { "S6", $"{one.From} → {one.To}", $"每人 per member: {one.Promise} {one.What}", "", "", "", Ratio(one.Ratio), Goal(one.Goal) }.Select(Markup.Escape).ToArray());
        AnsiConsole.Write(table);
    }

    private static string Number(double value) => value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static string Ratio(double? ratio) => ratio is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.00}") : "";

    private static string Goal(double? goal) => goal is { } value ? string.Create(CultureInfo.InvariantCulture, $"≤ {value:0.0}") : "";
}
