using System.Text.Json;
using Voting.Verifier.Json;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Checks;

/// <summary>The named ballots of a recorded paper, counted again and held against the counts.</summary>
internal static class NamedBallots
{
    /// <summary>Whether they are where they belong: with a recorded paper, never with a secret one.</summary>
    public static void CheckPresence(PaperRecord paper, RoundRecord round, Counted counted, Findings findings)
    {
        var place = round.Place.At("ballots");
        if (paper.Secret)
        {
            findings.Expect(counted.Ballots is null, place, "无记名表决不得公布选票", "a secret paper may not publish ballots");
        }
        else
        {
            findings.Expect(counted.Ballots is not null || counted.ByOtherMeans && counted.Devices is null, place, "记名表决缺少各人的选票", "the ballots of a recorded paper are missing");
        }
    }

    public static void Check(RoundRecord round, Counted counted, IReadOnlyList<Due> due, Findings findings)
    {
        if (counted.Ballots is not { } ballots)
        {
            return;
        }

        try
        {
            CheckCounts(round.Place.At("ballots"), ballots, counted, due, findings);
        }
        catch (RefusedException refused)
        {
            findings.Add(refused.Wrong);
        }
    }

    private static void CheckCounts(Place place, JsonElement ballots, Counted counted, IReadOnlyList<Due> due, Findings findings)
    {
        var counts = due.Select(each => new Count(each)).ToList();
        var ids = counted.Questions.Select(question => question.Question.Id).ToList();
        long named = 0;
        foreach (var (member, value, at) in Values.Members(ballots, place))
        {
            // As in the script: null is no ballot that could be read; those are counted in `unreadable`.
            if (value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            named++;
            AddBallot(member, value, at, counted.Questions, ids, counts);
        }

        // Hands and paper bring counts without names, so there the names are those of the devices.
        findings.Expect(place, named + counted.Unreadable, counted.Devices?.Voted ?? counted.Turnout.Voted, "选票数与表决人数不符", "the ballots are not as many as voted");
        for (var i = 0; i < counts.Count; i++)
        {
            counts[i].AddUnreadable(counted.Unreadable);
            var question = counted.Questions[i];
            if (counted.Devices is not { } devices)
            {
                Compare(question.Place, question.Tally, counts[i].Tally(), findings);
            }
            else if (devices.Questions.FirstOrDefault(each => each.Id == question.Question.Id) is { } part)
            {
                Compare(part.Place, part.Tally(question.Question.Options), counts[i].Tally(), findings);
            }
        }
    }

    private static void AddBallot(
        string member, JsonElement value, Place place, IReadOnlyList<QuestionRecord> questions, List<string> ids, List<Count> counts)
    {
        Values.RefuseNoId(member, place);
        var marks = new HashSet<string>?[counts.Count];
        foreach (var (id, answer, at) in Values.Members(value, place))
        {
            var i = ids.IndexOf(id);
            if (i < 0)
            {
                throw new RefusedException(at, $"本次表决没有题目 {Wrong.Show(id)}", $"the round has no question {Wrong.Show(id)}");
            }

            marks[i] = Marks(answer, at, questions[i].Question, counts[i]);
        }

        for (var i = 0; i < counts.Count; i++)
        {
            counts[i].Add(marks[i] ?? []);
        }
    }

    private static HashSet<string> Marks(JsonElement value, Place place, Question question, Count count)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.String && !question.IsChooseMany)
        {
            return [Known(value, place, count)];
        }

        var marks = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, at) in Values.Elements(value, place))
        {
            Values.RefuseTwice(marks, Known(element, at, count), at);
        }

        return marks;
    }

    private static string Known(JsonElement value, Place place, Count count)
    {
        var mark = Values.AnyText(value, place);
        return count.Knows(mark)
            ? mark
            : throw new RefusedException(place, $"{Wrong.Show(mark)} 不是本题选项", $"{Wrong.Show(mark)} is no option of the question");
    }

    private static void Compare(Place place, Tally tally, Tally named, Findings findings)
    {
        Compare(place.At("valid"), tally.Valid, named.Valid, findings);
        Compare(place.At("void"), tally.Void, named.Void, findings);
        Compare(place.At("blank"), tally.Blank, named.Blank, findings);
        for (var i = 0; i < tally.Options.Count; i++)
        {
            Compare(place.At("counts").At(tally.Options[i]), tally.Counts[i], named.Counts[i], findings);
        }
    }

    private static void Compare(Place place, long found, long named, Findings findings) =>
        findings.Expect(place, found, named, "与各人选票的合计不符", "not the total of the named ballots");
}
