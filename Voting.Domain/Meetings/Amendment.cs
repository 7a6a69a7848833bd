using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Domain.Files;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Domain.Meetings;

/// <summary>Another text of a paper, proposed by one officer and not yet agreed to by another.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Old">The paper as it stands, canonical JSON.</param>
/// <param name="New">The paper as it would be, canonical JSON.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who proposed it, as the record names them.</param>
public sealed record Amendment(string Paper, string Old, string New, string Reason, string By);

/// <summary>Why a paper is not voted for now.</summary>
public enum Aside
{
    /// <summary>撤回: not voted at all.</summary>
    Withdrawn,
    /// <summary>暂缓表决: voted when it is taken up again.</summary>
    Deferred,
}

/// <summary>
/// Changes to what is voted, while the meeting is held: an unplanned paper, a paper in other words (GB 50799-2012), persons voted one
/// after another or together, a paper set aside. What was opened once is never changed: another text of it is another paper.
/// </summary>
internal static class Amending
{
    public static Reply<Decided> Add(MeetingState state, Command.AddPaper c)
    {
        if (c.Item is { } no && state.Meeting.Agenda.All(a => a.No != no)) return new Refusal(Refusals.UnknownItem, $"{no}");
        return Keep(state, AmendedFile.Add(state.File, [c.Paper], c.Item, (string?)c.Paper["title"] ?? ""), "paper-added", (string?)c.Paper["id"] ?? "", c.Paper, null);
    }

    public static Reply<Decided> Propose(MeetingState state, Command.Propose c)
    {
        if (state.Meeting.Paper(c.PaperId) is null) return new Refusal(Refusals.UnknownPaper, c.PaperId);
        if (IsFixed(state, c.PaperId) is { } fixedNow) return fixedNow;
        if (c.Paper["id"] is not JsonValue id || !id.TryGetValue<string>(out var named) || named != c.PaperId) return new Refusal(Refusals.BadPaper, "$.id");
        var old = AmendedFile.Paper(state.File, c.PaperId)!;
        var (before, after) = (CanonicalJson.Text(old), CanonicalJson.Text(c.Paper));
        if (before == after) return new Refusal(Refusals.NothingChanged);
        if (AmendedFile.Replace(state.File, c.PaperId, c.Paper).Fault is { } fault) return Bad(fault);
        var amendment = new Amendment(c.PaperId, before, after, c.Reason, c.By);
        return new Decided(state with { Amendments = state.Amendments.SetItem(c.PaperId, amendment) },
            [new Fact("amendment-proposed", new JsonObject { ["paper"] = c.PaperId, ["old"] = old, ["new"] = c.Paper.DeepClone(), ["reason"] = c.Reason })]);
    }

    public static Reply<Decided> Answer(MeetingState state, Command.AnswerAmendment c)
    {
        if (!state.Amendments.TryGetValue(c.PaperId, out var amendment)) return new Refusal(Refusals.UnknownPaper, c.PaperId);
        var left = state with { Amendments = state.Amendments.Remove(c.PaperId) };
        var fact = new Fact(c.Agree ? "amendment-agreed" : "amendment-dropped", new JsonObject { ["paper"] = c.PaperId });
        // Whoever proposed may take it back, but never agree to it.
        if (!c.Agree) return new Decided(left, [fact]);
        if (IsSame(amendment.By, c.By)) return new Refusal(Refusals.OwnAmendment);
        // What was agreed to is the text that was seen.
        if (amendment.New != c.Seen) return new Refusal(Refusals.WrongState, c.PaperId);
        var amended = AmendedFile.Replace(state.File, c.PaperId, JsonNode.Parse(amendment.New)!.AsObject());
        if (amended.Value is not { } file) return Bad(amended.Fault!);
        return new Decided(left with { File = file.Bytes, Meeting = file.Meeting }, [fact.With("papers", RecordText.Papers(file.Meeting))]);
    }

    /// <summary>Each person of a paper alone, one round after another.</summary>
    public static Reply<Decided> OneByOne(MeetingState state, string paperId)
    {
        if (state.Meeting.Paper(paperId) is not { } paper) return new Refusal(Refusals.UnknownPaper, paperId);
        if (IsFixed(state, paperId) is { } fixedNow) return fixedNow;
        if (paper.Questions.Count < 2) return new Refusal(Refusals.NothingChanged);
        var text = AmendedFile.Paper(state.File, paperId)!;
        var parts = paper.Questions.Select((q, i) => Part(text, $"{paperId}-{i + 1}", Numbered(paper, i + 1), [Question(text, q.Id)])).ToList();
        var order = Enumerable.Range(0, parts.Count);
        if (paper.VotingOrder is VotingOrder.RemovalFirst) order = order.OrderBy(i => paper.Questions[i].Act is not PersonnelAct.Remove);
        return Keep(state, AmendedFile.Divide(state.File, paperId, parts, [.. order.Select(i => (string)parts[i]["id"]!)]), "voted-one-by-one", paperId, null,
            new JsonObject { ["order"] = RecordText.Ids(order.Select(i => (string)parts[i]["id"]!)) });
    }

    /// <summary>Persons to whom nobody objects together, the others each alone; where the meeting is to decide on it, that is put to the vote first.</summary>
    public static Reply<Decided> EnBloc(MeetingState state, Command.VoteEnBloc c)
    {
        if (state.Meeting.Paper(c.PaperId) is not { } paper) return new Refusal(Refusals.UnknownPaper, c.PaperId);
        if (paper.EnBloc is Papers.EnBloc.Never) return new Refusal(Refusals.NoEnBloc, c.PaperId);
        if (IsFixed(state, c.PaperId) is { } fixedNow) return fixedNow;
        if (c.Objected.FirstOrDefault(id => paper.Questions.All(q => q.Id != id)) is { } unknown) return new Refusal(Refusals.BadPaper, unknown);
        var together = paper.Questions.Where(q => !c.Objected.Contains(q.Id)).ToList();
        if (together.Count < 2) return new Refusal(Refusals.NothingChanged);
        if (together.Any(q => q.Kind is not QuestionKind.ChooseOne || !SameRule(q, together[0]) || !q.Options.Select(o => o.Id).SequenceEqual(together[0].Options.Select(o => o.Id))))
            return new Refusal(Refusals.NoEnBloc, c.PaperId);
        var text = AmendedFile.Paper(state.File, c.PaperId)!;
        var motion = $"{c.PaperId}-motion";
        if (paper.EnBloc is Papers.EnBloc.IfVoted && state.Meeting.Paper(motion) is null)
        {
            var asked = Part(text, motion, $"关于“{paper.Title}”合并表决的动议", [Question(text, together[0].Id)]);
            // A matter of procedure names nobody.
            var question = asked["questions"]![0]!.AsObject();
            foreach (var name in (string[])["act", "person", "post", "detail", "items", "writeIns"]) question.Remove(name);
            question["title"] = $"将{together.Count}人合并表决";
            asked["embargo"] = false;
            return Keep(state, AmendedFile.Divide(state.File, c.PaperId, [asked], [motion, c.PaperId]), "en-bloc-moved", c.PaperId, null, null);
        }

        if (paper.EnBloc is Papers.EnBloc.IfVoted
            && state.Rounds.LastOrDefault(r => r.PaperId == motion && r.State is RoundState.Announced or RoundState.Certified)?.Result?.Questions[0].Verdict.Name != "passed")
            return new Refusal(Refusals.NoEnBloc, motion);
        var whole = Question(text, together[0].Id);
        // Another name stands in the place of one person, not of several.
        foreach (var name in (string[])["act", "person", "post", "detail", "writeIns"]) whole.Remove(name);
        whole["id"] = "en-bloc";
        whole["title"] = $"{together.Count}人合并表决";
        whole["items"] = RecordText.Ids(together.Select(q => q.Title));
        var parts = new List<JsonObject> { Part(text, $"{c.PaperId}-bloc", paper.Title, [whole]) };
        // It still names persons, though no question of it bears an act.
        parts[0]["embargo"] = paper.Embargo;
        parts.AddRange(paper.Questions.Where(q => c.Objected.Contains(q.Id)).Select((q, i) => Part(text, $"{c.PaperId}-{i + 1}", Numbered(paper, i + 1), [Question(text, q.Id)])));
        return Keep(state, AmendedFile.Divide(state.File, c.PaperId, parts, [.. parts.Select(p => (string)p["id"]!)]), "voted-en-bloc", c.PaperId, null,
            new JsonObject { ["together"] = RecordText.Ids(together.Select(q => q.Id)), ["objected"] = RecordText.Ids(c.Objected) });
    }

    public static Reply<Decided> SetAside(MeetingState state, Command.SetAside c)
    {
        if (state.Meeting.Paper(c.PaperId) is not { } paper) return new Refusal(Refusals.UnknownPaper, c.PaperId);
        if (state.Rounds.LastOrDefault(r => r.PaperId == c.PaperId) is { State: RoundState.Open or RoundState.Closed or RoundState.Tallied } round)
            return new Refusal(Refusals.WrongState, round.State.ToString());
        if (state.SetAside.ContainsKey(c.PaperId) || Conduct.Due(state, paper).Count == 0) return new Refusal(Refusals.NothingDue, c.PaperId);
        var facts = new List<Fact> { new(c.How is Aside.Withdrawn ? "paper-withdrawn" : "paper-deferred", new JsonObject { ["paper"] = c.PaperId, ["reason"] = c.Reason }) };
        if (state.Rounds.LastOrDefault(r => r is { State: RoundState.Ready } && r.PaperId == c.PaperId) is { } ready)
        {
            state = state.With(ready with { State = RoundState.Void, Reason = c.Reason });
            facts.Add(Fact.OfRound("round-voided", c.PaperId, ready.Number).With("reason", c.Reason));
        }

        return new Decided(state with { SetAside = state.SetAside.SetItem(c.PaperId, c.How) }, facts);
    }

    public static Reply<Decided> TakeUp(MeetingState state, string paperId)
    {
        if (state.Meeting.Paper(paperId) is null) return new Refusal(Refusals.UnknownPaper, paperId);
        if (!state.SetAside.TryGetValue(paperId, out var how)) return new Decided(state, []);
        return how is Aside.Withdrawn ? new Refusal(Refusals.PaperWithdrawn, paperId)
            : new Decided(state with { SetAside = state.SetAside.Remove(paperId) }, [new Fact("paper-taken-up", new JsonObject { ["paper"] = paperId })]);
    }

    // One person may hold two posts; a post without a member is a person of its own.
    private static bool IsSame(string one, string other) => one == other || one.IndexOf(':') is >= 0 and var at && other.EndsWith(one[at..], StringComparison.Ordinal);

    private static Refusal? IsFixed(MeetingState state, string paperId) =>
        state.Amendments.ContainsKey(paperId) ? new Refusal(Refusals.AmendmentPending, paperId)
        : state.Rounds.Any(r => r.PaperId == paperId) ? new Refusal(Refusals.PaperWasVoted, paperId) : null;

    private static Reply<Decided> Keep(MeetingState state, FileRead<Amended> amended, string type, string paperId, JsonObject? text, JsonObject? more)
    {
        if (amended.Value is not { } file) return Bad(amended.Fault!);
        var data = more ?? [];
        data["paper"] = paperId;
        data["papers"] = RecordText.Papers(file.Meeting);
        if (text is not null) data["text"] = text.DeepClone();
        var agenda = state.Agenda with { Order = [.. state.Agenda.Order, .. file.Meeting.Agenda.Select(a => a.No).Except(state.Agenda.Order)] };
        // Whoever takes no part in a paper takes none in what is voted in its place.
        var parts = file.Meeting.Papers.Where(p => state.Meeting.Paper(p.Id) is null).ToList();
        var recusals = state.Recusals.Where(r => r.PaperId == paperId).SelectMany(r => parts.Select(p => r with { PaperId = p.Id }));
        return new Decided(state with { File = file.Bytes, Meeting = file.Meeting, Agenda = agenda, Recusals = [.. state.Recusals, .. recusals] }, [new Fact(type, data)]);
    }

    private static Refusal Bad(FileFault fault) => new(Refusals.BadPaper, fault.ToString());

    // The title of a paper is shown to everybody: it names nobody whose name is not to be known yet.
    private static string Numbered(Paper paper, int number) => $"{paper.Title}（{number}）";

    private static bool SameRule(Question one, Question other) => JsonNode.DeepEquals(RecordText.Rule(one.Rule), RecordText.Rule(other.Rule));

    private static JsonObject Question(JsonObject paper, string id) =>
        paper["questions"]!.AsArray().Single(q => (string?)q!["id"] == id)!.DeepClone().AsObject();

    private static JsonObject Part(JsonObject paper, string id, string title, IEnumerable<JsonObject> questions)
    {
        var part = paper.DeepClone().AsObject();
        part["id"] = id;
        part["title"] = title;
        part["questions"] = new JsonArray([.. questions]);
        part.Remove("enBloc");
        part.Remove("votingOrder");
        return part;
    }
}
