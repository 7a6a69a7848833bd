using System.Text.Json;
using Voting.Verifier.Files;
using Voting.Verifier.Json;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Recounting;

/// <summary>Writes what was recounted as the record would have it, without what only the server knows (the urns).</summary>
internal static class Report
{
    public static void Write(Meeting meeting, IReadOnlyDictionary<string, List<HeldRound>> held, Stream output)
    {
        var roll = (
            Present: meeting.Roll.Count(member => member.IsPresent),
            Leave: meeting.Roll.Count(member => member.Attendance == "leave"),
            Absent: meeting.Roll.Count(member => member.Attendance is "absent" or "expected"));
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartArray("papers");
            foreach (var paper in meeting.Papers)
            {
                WritePaper(json, paper, held[paper.Id], roll);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(text.GetBuffer().AsMemory(0, (int)text.Length));
        Canonical.Write(document.RootElement, output.Write);
        output.Write("\n"u8);
    }

    private static void WritePaper(Utf8JsonWriter json, Paper paper, List<HeldRound> rounds, (int Present, int Leave, int Absent) roll)
    {
        json.WriteStartObject();
        json.WriteString("id", paper.Id);
        json.WriteBoolean("secret", paper.Secret);
        json.WriteStartArray("rounds");
        foreach (var round in rounds)
        {
            WriteRound(json, paper, round, roll);
        }

        json.WriteEndArray();
        json.WritePropertyName("result");
        WriteResult(json, paper, rounds);
        json.WriteEndObject();
    }

    private static void WriteRound(Utf8JsonWriter json, Paper paper, HeldRound round, (int Present, int Leave, int Absent) roll)
    {
        json.WriteStartObject();
        json.WriteNumber("round", round.Script.Number);
        json.WriteString("state", round.IsSuperseded ? "superseded" : "certified");
        if (round.IsSuperseded)
        {
            json.WriteString("reason", "演练");
        }

        json.WriteStartObject("of");
        json.WriteNumber("all", round.Turnout.All);
        json.WriteNumber("present", round.Turnout.Present);
        json.WriteNumber("voted", round.Turnout.Voted);
        json.WriteEndObject();
        json.WriteNumber("didNotVote", round.Turnout.Present - round.Turnout.Voted);
        json.WriteNumber("unreadable", 0);
        foreach (var name in (string[])["rollAtOpen", "rollAtClose"])
        {
            json.WriteStartObject(name);
            json.WriteNumber("present", roll.Present);
            json.WriteNumber("leave", roll.Leave);
            json.WriteNumber("absent", roll.Absent);
            json.WriteEndObject();
        }

        json.WriteStartArray("questions");
        foreach (var question in round.Questions)
        {
            WriteQuestion(json, question);
        }

        json.WriteEndArray();
        if (!paper.Secret)
        {
            WriteBallots(json, round);
        }

        json.WriteEndObject();
    }

    private static void WriteQuestion(Utf8JsonWriter json, HeldQuestion held)
    {
        var (question, tally, judgement, castingVote) = held;
        json.WriteStartObject();
        json.WriteString("id", question.Id);
        json.WriteNumber("valid", tally.Valid);
        json.WriteNumber("void", tally.Void);
        json.WriteNumber("blank", tally.Blank);
        json.WriteStartObject("counts");
        for (var i = 0; i < tally.Options.Count; i++)
        {
            json.WriteNumber(tally.Options[i], tally.Counts[i]);
        }

        json.WriteEndObject();
        if (judgement.Need is { } need)
        {
            json.WriteNumber("need", need);
        }

        if (castingVote is not null)
        {
            json.WriteString("castingVote", castingVote);
        }

        json.WriteString("verdict", judgement.Verdict);
        json.WriteString("outcome", judgement.Outcome);
        if (judgement.Choice is { } choice)
        {
            WriteIds(json, "elected", choice.Elected);
            WriteIds(json, "tied", choice.Tied);
            json.WriteNumber("shortfall", choice.Shortfall);
        }

        json.WritePropertyName("rule");
        RuleWriter.Write(json, question.Rule);
        WriteIds(json, "options", tally.Options);
        json.WriteEndObject();
    }

    private static void WriteBallots(Utf8JsonWriter json, HeldRound round)
    {
        json.WriteStartObject("ballots");
        foreach (var ballot in round.Script.Ballots)
        {
            json.WriteStartObject(ballot.Member);
            foreach (var (question, tally, _, _) in round.Questions)
            {
                var marks = ballot.On(question.Id);
                if (marks.Count == 1 && !question.IsChooseMany)
                {
                    json.WriteString(question.Id, marks[0]);
                }
                else if (marks.Count > 0)
                {
                    WriteIds(json, question.Id, InPaperOrder(tally.Options, marks));
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static IEnumerable<string> InPaperOrder(IReadOnlyList<string> options, IReadOnlyList<string> marks)
    {
        var marked = marks.ToHashSet(StringComparer.Ordinal);
        return options.Where(marked.Contains);
    }

    private static void WriteResult(Utf8JsonWriter json, Paper paper, List<HeldRound> rounds)
    {
        var standing = rounds.Where(round => !round.IsSuperseded).ToList();
        json.WriteStartObject();
        foreach (var question in paper.Questions)
        {
            var votes = standing.SelectMany(round => round.Questions).Where(held => held.Question.Id == question.Id).ToList();
            if (votes.Count == 0)
            {
                continue;
            }

            var last = votes[^1].Judgement;
            json.WriteStartObject(question.Id);
            json.WriteString("verdict", last.Verdict);
            json.WriteString("outcome", last.Outcome);
            if (last.Choice is { } choice)
            {
                var elected = votes.SelectMany(vote => vote.Judgement.Choice!.Elected).ToList();
                WriteIds(json, "elected", InPaperOrder(question.Options, elected));
                if (last.Outcome == "referred")
                {
                    WriteIds(json, "tied", choice.Tied);
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteIds(Utf8JsonWriter json, string name, IEnumerable<string> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
    }
}
