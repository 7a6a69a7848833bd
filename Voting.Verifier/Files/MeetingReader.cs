using System.Globalization;
using System.Text.Json;
using Voting.Verifier.Json;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Files;

/// <summary>Reads a meeting file (`voting-meeting/1`) and refuses whatever breaks the format.</summary>
internal static class MeetingReader
{
    public static Meeting Read(JsonElement root)
    {
        var fields = new Fields(root, Place.Root);
        fields.Word("format", "voting-meeting/1");
        fields.Id("id");
        fields.Text("title");
        Date(fields);
        fields.Text("language");
        var (members, quorum) = Body(fields.Required("body"), fields.At("body"));
        var roll = RollReader.Read(fields, members);
        var presiding = fields.Id("presiding");
        if (roll.All(member => member.Id != presiding))
        {
            throw new RefusedException(fields.At("presiding"),
                $"名册上没有 {Wrong.Show(presiding)}", $"{Wrong.Show(presiding)} is not on the roll");
        }

        var papers = PaperReader.Read(fields);
        NonVoting(fields, Agenda(fields, papers));
        fields.RefuseUnknown();
        return new Meeting(members, quorum, roll, papers);
    }

    private static void Date(Fields fields)
    {
        var date = fields.Text("date");
        string[] forms = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mmzzz", "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm'Z'", "yyyy-MM-ddTHH:mm:ss'Z'"];
        if (!DateTimeOffset.TryParseExact(date, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
        {
            throw new RefusedException(fields.At("date"), $"{Wrong.Show(date)} 不是 ISO 8601 日期", $"{Wrong.Show(date)} is no ISO 8601 date");
        }
    }

    private static (int Members, Threshold? Quorum) Body(JsonElement value, Place place)
    {
        var fields = new Fields(value, place);
        fields.Text("name");
        var members = fields.Whole("members", 1);
        var quorum = RuleReader.ThresholdOrNull(fields.Required("quorum"), fields.At("quorum"), strict: true);
        fields.RefuseUnknown();
        return (members, quorum);
    }

    private static void NonVoting(Fields meeting, HashSet<int> agenda)
    {
        foreach (var (value, place) in meeting.OptionalList("nonVoting"))
        {
            var fields = new Fields(value, place);
            if (fields.Required("name").ValueKind != JsonValueKind.Null)
            {
                fields.Text("name");
            }

            fields.Text("post");
            Attended(fields, agenda);
            fields.RefuseUnknown();
        }
    }

    private static void Attended(Fields attendee, HashSet<int> agenda)
    {
        if (attendee.Optional("items") is not { } items || items.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        var seen = new HashSet<int>();
        foreach (var (element, at) in Values.Elements(items, attendee.At("items")))
        {
            var number = Values.Whole(element, at);
            if (!agenda.Contains(number))
            {
                throw new RefusedException(at, $"议程中没有第 {number} 项", $"the agenda has no item {number}");
            }

            if (!seen.Add(number))
            {
                throw new RefusedException(at, $"第 {number} 项议程重复", $"item {number} stands twice");
            }
        }
    }

    private static HashSet<int> Agenda(Fields meeting, IReadOnlyList<Paper> papers)
    {
        var known = papers.Select(paper => paper.Id).ToHashSet(StringComparer.Ordinal);
        var numbers = new HashSet<int>();
        var laid = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (value, place) in meeting.FilledList("agenda"))
        {
            var fields = new Fields(value, place);
            var number = fields.Whole("no");
            if (!numbers.Add(number))
            {
                throw new RefusedException(fields.At("no"), $"议程序号 {number} 重复", $"agenda number {number} stands twice");
            }

            fields.Text("title");
            fields.OptionalText("note");
            fields.OptionalText("reporter");
            foreach (var (element, at) in fields.OptionalList("papers"))
            {
                var id = Values.Id(element, at);
                Values.RefuseTwice(laid, id, at);
                if (!known.Contains(id))
                {
                    throw new RefusedException(at, $"没有表决件 {Wrong.Show(id)}", $"there is no paper {Wrong.Show(id)}");
                }
            }

            fields.RefuseUnknown();
        }

        return numbers;
    }
}
