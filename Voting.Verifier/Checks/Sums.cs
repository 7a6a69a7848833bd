using Voting.Verifier.Json;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Checks;

/// <summary>Whether the numbers of a question can be those of so many ballots, marked as its rule allows.</summary>
internal static class Sums
{
    public static void Check(QuestionRecord question, Due due, Counted counted, Findings findings)
    {
        var (place, tally) = (question.Place, question.Tally);
        findings.Expect(place.At("valid"), tally.Valid + tally.Void, counted.Turnout.Voted, "有效票加无效票与表决人数不符", "valid and void do not add up to voted");
        findings.Expect(counted.Unreadable <= tally.Void, place.At("void"), "无效票少于无法读取的票", "fewer void than unreadable");
        findings.Expect(tally.Blank <= tally.Valid, place.At("blank"), "空白票多于有效票", "more blank than valid");
        findings.Expect(tally.Blank == 0 || due.Allows(0), place.At("blank"), "本题空白即无效，不得计为有效空白票", "a blank is void on this question and cannot be valid");
        var canBreak = due.MaxMarks < tally.Options.Count || !due.Allows(0);
        findings.Expect(canBreak || counted.ByOtherMeans || tally.Void == counted.Unreadable, place.At("void"),
            "没有选法会使本题无效，无效票只能是无法读取的票", "no marks are void on this question but those that could not be read");
        CheckMarks(place.At("counts"), tally, due, findings);
    }

    /// <summary>Whether so many valid ballots can bear these marks.</summary>
    public static void CheckMarks(Place place, Tally tally, Due due, Findings findings)
    {
        var marked = tally.Valid - tally.Blank;
        var marks = tally.Counts.Sum();
        if (due.MaxMarks == 1 && due.Seats == 0)
        {
            findings.Expect(place, marks + tally.Blank, tally.Valid, "各项票数加空白票与有效票不符", "the counts and blank do not add up to valid");
            return;
        }

        findings.Expect(marks >= marked * Math.Max(1, due.MinMarks), place, "票数少于有效票至少应有的选择数", "fewer marks than the valid ballots must carry");
        findings.Expect(marks <= marked * due.MaxMarks, place, "票数多于有效票至多可有的选择数", "more marks than the valid ballots can carry");
        for (var i = 0; i < tally.Options.Count; i++)
        {
            findings.Expect(tally.Counts[i] <= marked, place.At(tally.Options[i]), "得票多于有效票", "more marks than valid ballots");
        }
    }
}
