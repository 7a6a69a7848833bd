using System.Text.Json;
using System.Text.Json.Nodes;
using Voting.Verifier.Json;

namespace Voting.Verifier.Checks;

/// <summary>
/// What the chain said when it happened must be what the record says now: of the meeting when it was imported, of each round
/// step by step. So the head, known from outside, anchors the whole record and not only the chain. What an event leaves out
/// says nothing; what it names must fit.
/// </summary>
internal sealed class Published
{
    private static readonly Dictionary<string, string> Leads = new(StringComparer.Ordinal)
    {
        ["round-ready"] = "ready",
        ["round-opened"] = "open",
        ["round-closed"] = "closed",
        ["round-tallied"] = "tallied",
        ["round-announced"] = "announced",
        ["round-certified"] = "certified",
        ["round-voided"] = "void",
        ["round-superseded"] = "superseded",
    };

    private readonly Record record;
    private readonly Findings findings;
    private readonly Dictionary<(string Paper, int Number), (JsonElement Value, Place Place)> rounds = [];
    private readonly Dictionary<(string Paper, int Number), string> states = [];
    private readonly HashSet<(string Paper, int Number)> splits = [];

    private Published(Record record, Findings findings)
    {
        this.record = record;
        this.findings = findings;
    }

    public static void Check(Record record, Findings findings) => new Published(record, findings).Check();

    private void Check()
    {
        var papers = Items(record.Root, "papers");
        for (var p = 0; p < papers.Length; p++)
        {
            var held = Items(papers[p], "rounds");
            for (var r = 0; r < held.Length; r++)
            {
                if (Text(papers[p], "id") is { } id && Number(held[r], "round") is { } number)
                {
                    rounds.TryAdd((id, number), (held[r], Place.Root.At("papers").At(p).At("rounds").At(r)));
                }
            }
        }

        for (var i = 0; i < record.Events.Count; i++)
        {
            CheckEvent(record.Events[i], Place.Root.At("events").At(i));
        }

        CheckPapers();
        CheckStates();
    }

    private void CheckEvent(JsonElement happened, Place place)
    {
        var type = Text(happened, "type");
        if (type == "meeting-imported")
        {
            CheckMeeting(happened, place);
        }

        if (Text(happened, "paper") is not { } paper || Number(happened, "round") is not { } number)
        {
            findings.Expect(type is null || !Leads.ContainsKey(type), place, "事件没有说明是哪次表决", "the event does not say of which round");
            return;
        }

        if (!rounds.TryGetValue((paper, number), out var round))
        {
            findings.Add(place, "事件所指的表决不在记录中", "the round of the event is not in the record");
            return;
        }

        if (type is not null && Leads.TryGetValue(type, out var state))
        {
            states[(paper, number)] = state;
        }

        // A round that is entered afterwards is closed by that, and ready again where it is sent back.
        if (type is "counts-entered" or "counts-sent-back" && Member(happened, "lateEntry") is { ValueKind: JsonValueKind.True })
        {
            states[(paper, number)] = type == "counts-entered" ? "closed" : "ready";
        }

        CheckRound(type, happened, round.Value, place);
    }

    private void CheckMeeting(JsonElement happened, Place place)
    {
        var meeting = Member(record.Root, "meeting");
        Fits(happened, place, "meeting", Member(meeting, "id"));
        Fits(happened, place, "title", Member(meeting, "title"));
        Fits(happened, place, "members", Member(meeting, "members"));
        Fits(happened, place, "quorum", Member(meeting, "quorum"));
        Fits(happened, place, "rehearsal", Member(record.Root, "rehearsal"));
    }

    // The import tells the papers, and each change of them tells them all again: the last is what the record has.
    private void CheckPapers()
    {
        var last = Enumerable.Range(0, record.Events.Count).LastOrDefault(i => Member(record.Events[i], "papers") is { ValueKind: JsonValueKind.Array }, -1);
        if (last < 0)
        {
            return;
        }

        var place = Place.Root.At("events").At(last);
        var (told, held) = (Items(record.Events[last], "papers"), Items(record.Root, "papers"));
        findings.Expect(told.Length == held.Length, place.At("papers"), "表决件数与记录不符", "not as many papers as the record has");
        for (var p = 0; p < Math.Min(told.Length, held.Length); p++)
        {
            FitsAll(told[p], held[p], place.At("papers").At(p));
        }
    }

    private void CheckRound(string? type, JsonElement happened, JsonElement round, Place place)
    {
        switch (type)
        {
            case "round-ready":
                CheckQuestions(happened, round, place, "stage");
                break;
            case "round-opened":
                Fits(happened, place, "roll", Member(round, "rollAtOpen"));
                break;
            case "round-closed":
                CheckClose(happened, round, place);
                break;
            case "did-not-vote" when Member(round, "of") is not null:
                Fits(happened, place, "split", Member(round, "didNotVoteSplit"));
                splits.Add((Text(happened, "paper")!, Number(happened, "round")!.Value));
                break;
            case "urn-written":
                CheckUrn(happened, round, place);
                break;
            case "ballots-written":
                CheckBallots(happened, round, place);
                break;
            case "round-tallied":
                findings.Expect(Same(Member(happened, "unreadable"), Member(round, "unreadable")), place.At("unreadable"), "与记录不符", "not what the record says");
                CheckBases(happened, round, place);
                CheckQuestions(happened, AsTallied(round), place);
                break;
            case "round-voided" or "round-superseded":
                Fits(happened, place, "reason", Member(round, "reason"));
                break;
            default:
                break;
        }
    }

    // A casting vote came after what was tallied: until it was given a tie had failed.
    private static JsonElement AsTallied(JsonElement round)
    {
        if (Items(round, "questions").All(question => Text(question, "castingVote") != "for"))
        {
            return round;
        }

        var text = JsonNode.Parse(round.GetRawText())!;
        foreach (var question in text["questions"]!.AsArray().OfType<JsonObject>().Where(question => question["castingVote"]?.ToString() == "for"))
        {
            question["verdict"] = "failed";
        }

        return JsonSerializer.SerializeToElement(text);
    }

    private void CheckClose(JsonElement happened, JsonElement round, Place place)
    {
        Fits(happened, place, "roll", Member(round, "rollAtClose"));
        CheckBases(happened, round, place);
    }

    private void CheckBases(JsonElement happened, JsonElement round, Place place)
    {
        if (Member(round, "of") is not { } of)
        {
            return;
        }

        foreach (var number in (string[])["all", "present", "voted"])
        {
            Fits(happened, place, number, Member(of, number));
        }
    }

    private void CheckUrn(JsonElement happened, JsonElement round, Place place)
    {
        if (Text(round, "state") == "closed")
        {
            return;
        }

        findings.Expect(Text(round, "state") != "void" || Member(round, "urn") is null, place, "作废的表决没有票箱", "a void round has no urn");
        if (Text(round, "state") == "void")
        {
            return;
        }

        var urn = Member(round, "urn");
        foreach (var field in (string[])["count", "root"])
        {
            findings.Expect(Same(Member(happened, field), Member(urn, field)), place.At(field), "与记录中的票箱不符", "not what the record's urn says");
        }
    }

    private void CheckBallots(JsonElement happened, JsonElement round, Place place)
    {
        if (Member(round, "ballots") is { } ballots && Text(happened, "hash") is { } hash)
        {
            findings.Expect(Canonical.Hash(ballots) == hash, place.At("hash"), "与记录中各人的选票不符", "not the hash of the record's named ballots");
        }
    }

    private void CheckQuestions(JsonElement happened, JsonElement round, Place place, string? butNot = null)
    {
        var (told, held) = (Items(happened, "questions"), Items(round, "questions"));
        findings.Expect(told.Length == held.Length, place.At("questions"), "题目数与记录不符", "not as many questions as the record has");
        for (var q = 0; q < Math.Min(told.Length, held.Length); q++)
        {
            FitsAll(told[q], held[q], place.At("questions").At(q), butNot);
        }
    }

    // Where the chain tells of rounds it tells of each, and of every step.
    private void CheckStates()
    {
        if (states.Count == 0)
        {
            return;
        }

        foreach (var (id, (round, place)) in rounds)
        {
            findings.Expect(Member(round, "didNotVoteSplit") is null || splits.Contains(id), place.At("didNotVoteSplit"),
                "事件链没有记载未表决的原因", "the chain of events does not say why members did not vote");
            var state = Text(round, "state");
            var told = states.GetValueOrDefault(id, "");
            findings.Expect(state == told, place.At("state"),
                $"记为 {Wrong.Show(state ?? "")}，事件链所载为 {Wrong.Show(told)}", $"{Wrong.Show(state ?? "")} stands here, the chain of events says {Wrong.Show(told)}");
        }
    }

    private void Fits(JsonElement happened, Place place, string name, JsonElement? recorded)
    {
        if (Member(happened, name) is { } told)
        {
            findings.Expect(Same(told, recorded), place.At(name), "与记录不符", "not what the record says");
        }
    }

    private void FitsAll(JsonElement told, JsonElement recorded, Place place, string? butNot = null)
    {
        if (told.ValueKind != JsonValueKind.Object)
        {
            findings.Add(place, "此处应为对象", "an object is due here");
            return;
        }

        foreach (var field in told.EnumerateObject().Where(field => field.Name != butNot))
        {
            findings.Expect(Same(field.Value, Member(recorded, field.Name)), place.At(field.Name), "与记录不符", "not what the record says");
        }
    }

    public static bool Same(JsonElement? one, JsonElement? other) =>
        one is { } a && other is { } b ? Canonical.Text(a) == Canonical.Text(b) : one is null && other is null;

    public static JsonElement? Member(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var member) ? member : null;

    public static JsonElement[] Items(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    public static string? Text(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static int? Number(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var whole) ? whole : null;
}
