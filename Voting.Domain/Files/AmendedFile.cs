using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Domain.Files;

/// <summary>A meeting file after a change, and the meeting it holds.</summary>
/// <param name="Bytes">Canonical JSON.</param>
/// <param name="Meeting">Read from those bytes.</param>
public sealed record Amended(ReadOnlyMemory<byte> Bytes, Meeting Meeting);

/// <summary>
/// Changes a meeting file while its meeting is held: a paper more, a paper in other words. The whole file is read again after each, so
/// that nothing can come in by a change that could not have been imported.
/// </summary>
public static class AmendedFile
{
    /// <summary>Longest text of one paper, in bytes of UTF-8. A message of the hub may be a third longer, for what goes with it.</summary>
    public const int LongestPaper = 96 * 1024;

    /// <summary>Whether a text is no longer than <see cref="LongestPaper"/>.</summary>
    public static bool Fits(string json) => Encoding.UTF8.GetByteCount(json) <= LongestPaper;

    /// <summary>The text of a paper as it stands in the file, or null where there is none.</summary>
    public static JsonObject? Paper(ReadOnlyMemory<byte> file, string id) =>
        Papers(Root(file)).OfType<JsonObject>().FirstOrDefault(p => IsOf(p, id))?.DeepClone().AsObject();

    /// <summary>The text of one paper, or null where it is no JSON object, or longer than <see cref="LongestPaper"/> as it stands or in its canonical form.</summary>
    public static JsonObject? Text(string json)
    {
        try
        {
            // A name that stands twice is found when the object is first looked into. The canonical form is what the second officer sends back.
            return Fits(json) && JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 24 }) is JsonObject paper && Fits(CanonicalJson.Text(paper)) ? paper : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Adds papers behind the last.</summary>
    /// <param name="file">The meeting file as it stands.</param>
    /// <param name="papers">In the order in which they are printed.</param>
    /// <param name="item">Printed number of the item they are voted under; null for a new item at the end.</param>
    /// <param name="title">Title of a new item.</param>
    public static FileRead<Amended> Add(ReadOnlyMemory<byte> file, IReadOnlyList<JsonObject> papers, int? item, string title)
    {
        var root = Root(file);
        foreach (var paper in papers)
        {
            WriteOut(root, paper);
            Papers(root).Add(paper.DeepClone());
        }

        var agenda = root["agenda"]!.AsArray();
        if (item is null)
        {
            var no = agenda.Select(a => (int)a!["no"]!).DefaultIfEmpty(0).Max() + 1;
            agenda.Add(new JsonObject { ["no"] = no, ["title"] = title, ["papers"] = RecordText.Ids(papers.Select(Id)) });
        }
        else
        {
            var on = PapersOf(agenda.Single(a => (int)a!["no"]! == item)!);
            foreach (var paper in papers) on.Add(Id(paper));
        }

        return Whole(root);
    }

    /// <summary>Puts another text in the place of a paper; its id stays.</summary>
    public static FileRead<Amended> Replace(ReadOnlyMemory<byte> file, string id, JsonObject paper)
    {
        var root = Root(file);
        WriteOut(root, paper);
        var papers = Papers(root);
        papers[Place(papers, id)] = paper.DeepClone();
        return Whole(root);
    }

    /// <summary>
    /// Votes other papers in the place of one: they are printed behind it in the order given, and called in the order of <paramref name="voted"/>.
    /// The paper itself stays and is voted under no item any more.
    /// </summary>
    public static FileRead<Amended> Divide(ReadOnlyMemory<byte> file, string id, IReadOnlyList<JsonObject> papers, IReadOnlyList<string> voted)
    {
        var root = Root(file);
        var all = Papers(root);
        var place = Place(all, id);
        foreach (var paper in papers) all.Insert(++place, paper.DeepClone());
        foreach (var item in root["agenda"]!.AsArray())
        {
            var on = PapersOf(item!);
            var at = on.Select((paper, i) => (paper, i)).FirstOrDefault(p => (string)p.paper! == id, (null, -1)).Item2;
            if (at < 0) continue;
            on.RemoveAt(at);
            foreach (var next in voted) on.Insert(at++, next);
        }

        return Whole(root);
    }

    /// <summary>An unplanned paper of one question.</summary>
    /// <param name="meeting">The meeting, for an id that is free.</param>
    /// <param name="asked">What is put to the vote, and how it is decided.</param>
    public static JsonObject Unplanned(Meeting meeting, UnplannedRequest asked)
    {
        var selection = Presets.IsSelection(asked.Preset);
        (string Id, string Label)[] options = selection ? [.. asked.Candidates.Select((name, i) => ($"c{i + 1:00}", name))]
            : Presets.All.First(p => p.Name == asked.Preset).Rule(1) is Rule.Tiers ? [("satisfied", "满意"), ("basic", "基本满意"), ("dissatisfied", "不满意")]
            : [("for", "赞成"), ("against", "反对"), ("abstain", "弃权")];
        var paper = new JsonObject
        {
            ["id"] = Enumerable.Range(1, 1_001).Select(n => $"X{n:00}").First(id => meeting.Paper(id) is null),
            ["title"] = asked.Title,
            ["secret"] = asked.Secret,
            ["questions"] = new JsonArray(new JsonObject
            {
                ["id"] = "q1",
                ["title"] = asked.Title,
                ["kind"] = selection ? "choose-many" : "choose-one",
                ["options"] = new JsonArray([.. options.Select(o => new JsonObject { ["id"] = o.Id, ["label"] = o.Label })]),
                ["rule"] = asked.Preset,
            }),
        };
        if (selection) paper["questions"]![0]!["seats"] = asked.Seats;
        return paper;
    }

    // A preset that no file may name is written out where a question of the paper names it.
    private static void WriteOut(JsonObject root, JsonObject paper)
    {
        foreach (var name in (paper["questions"] as JsonArray ?? []).OfType<JsonObject>().Select(q => q["rule"] as JsonValue).Select(r => r?.GetValueKind() is JsonValueKind.String ? (string)r! : null))
        {
            if (Presets.All.FirstOrDefault(p => p.Name == name && !p.IsNameOfFile) is not { } preset) continue;
            if (root["rules"] is not JsonObject rules) root["rules"] = rules = [];
            if (!rules.ContainsKey(preset.Name)) rules[preset.Name] = RecordText.Rule(preset.Rule(1));
        }
    }

    private static FileRead<Amended> Whole(JsonObject root)
    {
        var bytes = CanonicalJson.Bytes(root);
        var read = MeetingFile.Read(bytes);
        return new FileRead<Amended>(read.Value is { } meeting ? new Amended(bytes, meeting) : null, read.Fault);
    }

    private static JsonObject Root(ReadOnlyMemory<byte> file) => JsonNode.Parse(file.Span.StartsWith("\uFEFF"u8) ? file.Span[3..] : file.Span)!.AsObject();

    private static JsonArray Papers(JsonObject root) => root["papers"]!.AsArray();

    private static JsonArray PapersOf(JsonNode item)
    {
        if (item["papers"] is not JsonArray papers) item["papers"] = papers = [];
        return papers;
    }

    private static int Place(JsonArray papers, string id) => papers.Select((paper, i) => (paper, i)).First(p => IsOf(p.paper!, id)).i;

    private static bool IsOf(JsonNode paper, string id) => (string?)paper["id"] == id;

    private static string Id(JsonObject paper) => (string)paper["id"]!;
}
