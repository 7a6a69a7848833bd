using System.Globalization;
using Spectre.Console;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Rehearsal;

/// <summary>The results of a rehearsal, a row a question.</summary>
public static class ResultTable
{
    public static void Print(Meeting meeting, IReadOnlyList<HeldRound> held)
    {
        var table = new Table { Title = new TableTitle("演练 rehearsal") }.Border(TableBorder.Simple)
            .AddColumns("票 paper", "次 round", "题 question", "得票 counts", "无效 void", "空白 blank", "需 need", "结果 result");
        foreach (var round in held)
        {
            foreach (var result in round.Tallied.Results!)
            {
                var options = round.Questions.Single(q => q.Id == result.Id).Options;
                table.AddRow(new[]
                {
                    round.Round.Paper, round.Round.Round.ToString(CultureInfo.InvariantCulture), result.Id,
                    string.Join("  ", options.Select(o => $"{(o.Label.Length <= 4 ? o.Label : o.Id)}\u00a0{result.Counts[o.Id]}")),
                    result.Void.ToString(CultureInfo.InvariantCulture), result.Blank.ToString(CultureInfo.InvariantCulture),
                    result.Need?.ToString(CultureInfo.InvariantCulture) ?? "–", Verdict(result),
                }.Select(Markup.Escape).ToArray());
            }
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"应到 due {meeting.Roll.Count}，组成人员 members {meeting.Body.Members}");
    }

    private static string Verdict(ResultView result) => result.Verdict switch
    {
        "passed" or "failed" when result.CastingVote is { } vote => $"{(result.Verdict == "passed" ? "通过 passed" : "未获通过 failed")}，决定票 casting vote: {vote}",
        "passed" => "通过 passed",
        "failed" => "未获通过 failed",
        "elected" => $"入选 {result.Elected!.Count}" + result.Outcome switch
        {
            "runoff" => $"，再次投票 runoff {string.Join(' ', result.Tied!)}",
            "shortfall" => $"，缺额 short {result.Shortfall}",
            "referred" => $"，提请决定 referred {string.Join(' ', result.Tied!)}",
            _ => "",
        },
        _ => result.Verdict,
    };
}
