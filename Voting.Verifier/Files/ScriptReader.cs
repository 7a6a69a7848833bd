using System.Text.Json;
using Voting.Verifier.Json;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Files;

/// <summary>Reads a ballots script (`voting-ballots/1`) against its meeting: everything that can be known before anything starts.</summary>
internal sealed class ScriptReader
{
    private readonly Dictionary<string, Member> members;
    private readonly Dictionary<string, Paper> papers;
    private readonly Dictionary<Question, HashSet<string>> options;

    private ScriptReader(Meeting meeting)
    {
        members = meeting.Roll.ToDictionary(member => member.Id, StringComparer.Ordinal);
        papers = meeting.Papers.ToDictionary(paper => paper.Id, StringComparer.Ordinal);
        options = new Dictionary<Question, HashSet<string>>(ReferenceEqualityComparer.Instance);
        foreach (var question in meeting.Papers.SelectMany(paper => paper.Questions))
        {
            options.Add(question, question.Options.ToHashSet(StringComparer.Ordinal));
        }
    }

    public static Script Read(JsonElement root, Meeting meeting)
    {
        var reader = new ScriptReader(meeting);
        var fields = new Fields(root, Place.Root);
        fields.Word("format", "voting-ballots/1");
        var held = new Dictionary<string, int>(StringComparer.Ordinal);
        var rounds = fields.List("rounds").Select(each => reader.Round(each.Value, each.Place, held)).ToList();
        fields.RefuseUnknown();
        return new Script(rounds);
    }

    private ScriptedRound Round(JsonElement value, Place place, Dictionary<string, int> held)
    {
        var fields = new Fields(value, place);
        var id = fields.Id("paper");
        if (!papers.TryGetValue(id, out var paper))
        {
            throw new RefusedException(fields.At("paper"), $"没有表决件 {Wrong.Show(id)}", $"there is no paper {Wrong.Show(id)}");
        }

        var number = fields.Whole("round", 1);
        var due = held.GetValueOrDefault(id) + 1;
        if (number != due)
        {
            throw new RefusedException(fields.At("round"),
                $"{Wrong.Show(id)} 的下一次表决应为第 {due} 次", $"the next round of {Wrong.Show(id)} is {due}");
        }

        held[id] = number;
        var ballots = new List<Ballot>();
        foreach (var (member, marks, at) in Values.Members(fields.Required("ballots"), fields.At("ballots")))
        {
            if (BallotOf(member, marks, at, paper) is { } ballot)
            {
                ballots.Add(ballot);
            }
        }

        var castingVotes = CastingVotes(fields, paper);
        fields.RefuseUnknown();
        return new ScriptedRound(place, paper, number, ballots, castingVotes);
    }

    private static Dictionary<string, string> CastingVotes(Fields round, Paper paper)
    {
        var votes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (round.Optional("castingVotes") is not { } found)
        {
            return votes;
        }

        foreach (var (id, value, at) in Values.Members(found, round.At("castingVotes")))
        {
            var question = paper.Questions.FirstOrDefault(question => question.Id == id)
                ?? throw new RefusedException(at, $"{Wrong.Show(paper.Id)} 没有题目 {Wrong.Show(id)}", $"{Wrong.Show(paper.Id)} has no question {Wrong.Show(id)}");
            if (question.Rule is not Majority { CastingVote: true })
            {
                throw new RefusedException(at, $"题目 {Wrong.Show(id)} 的规则没有决定票", $"the rule of {Wrong.Show(id)} has no casting vote");
            }

            votes.Add(id, Values.Word(value, at, ["for", "against", "declined"]));
        }

        return votes;
    }

    private Ballot? BallotOf(string id, JsonElement value, Place place, Paper paper)
    {
        if (!members.TryGetValue(id, out var member))
        {
            throw new RefusedException(place, $"名册上没有 {Wrong.Show(id)}", $"{Wrong.Show(id)} is not on the roll");
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (!member.IsPresent)
        {
            throw new RefusedException(place, $"{Wrong.Show(id)} 不在场，不能表决", $"{Wrong.Show(id)} is not present and cannot vote");
        }

        if (!paper.Entitles(member))
        {
            throw new RefusedException(place, $"{Wrong.Show(id)} 无权表决此件", $"{Wrong.Show(id)} is not entitled to this paper");
        }

        var marks = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, element, at) in Values.Members(value, place))
        {
            var question = paper.Questions.FirstOrDefault(question => question.Id == name)
                ?? throw new RefusedException(at, $"{Wrong.Show(paper.Id)} 没有题目 {Wrong.Show(name)}", $"{Wrong.Show(paper.Id)} has no question {Wrong.Show(name)}");
            marks.Add(name, Marks(element, at, question));
        }

        return new Ballot(id, marks);
    }

    private List<string> Marks(JsonElement value, Place place, Question question)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return [];
            case JsonValueKind.String when question.IsChooseMany:
                throw new RefusedException(place, "多选题应为列表", "a choose-many question takes a list");
            case JsonValueKind.String:
                return [Known(value, place, question)];
            default:
                break;
        }

        var marks = new List<string>();
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, at) in Values.Elements(value, place))
        {
            var mark = Known(element, at, question);
            Values.RefuseTwice(met, mark, at);
            marks.Add(mark);
        }

        return marks;
    }

    private string Known(JsonElement value, Place place, Question question)
    {
        var mark = Values.AnyText(value, place);
        return options[question].Contains(mark)
            ? mark
            : throw new RefusedException(place, $"题目 {Wrong.Show(question.Id)} 没有选项 {Wrong.Show(mark)}", $"the question {Wrong.Show(question.Id)} has no option {Wrong.Show(mark)}");
    }
}
