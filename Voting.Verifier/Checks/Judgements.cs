using Voting.Verifier.Json;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Checks;

/// <summary>Whether need, verdict, outcome and who is elected follow from the counts.</summary>
internal static class Judgements
{
    public static void Check(QuestionRecord question, Judgement due, Findings findings)
    {
        var (place, found) = (question.Place, question.Judgement);
        if (found.Need != due.Need)
        {
            findings.Add(place.At("need"),
                $"所需票数记为 {Show(found.Need, "无")}，应为 {Show(due.Need, "无")}",
                $"need is {Show(found.Need, "absent")}, {Show(due.Need, "absent")} is due");
        }

        Compare(place.At("verdict"), found.Verdict, due.Verdict, findings);
        Compare(place.At("outcome"), found.Outcome, due.Outcome, findings);
        if (found.Choice is { } choice && due.Choice is { } dueChoice)
        {
            Compare(place.At("elected"), choice.Elected, dueChoice.Elected, findings);
            Compare(place.At("tied"), choice.Tied, dueChoice.Tied, findings);
            findings.Expect(place.At("shortfall"), choice.Shortfall, dueChoice.Shortfall, "缺额不符", "the shortfall does not follow");
        }
    }

    /// <summary>A name written in passes where it meets what the candidate had to meet, and the candidate did not.</summary>
    public static void CheckWriteIns(QuestionRecord question, Turnout turnout, Findings findings)
    {
        foreach (var each in question.WriteIns)
        {
            var passed = question.Question.Rule is Majority rule
                && Judgement.OfMajority(rule, question.Tally, turnout).Verdict == "failed"
                && Judgement.IsMet(rule, question.Tally, turnout, each.Count);
            Compare(each.Place.At("verdict"), each.Verdict, passed ? "passed" : "failed", findings);
        }
    }

    public static void Compare(Place place, string found, string due, Findings findings)
    {
        findings.Expect(found == due, place, $"记为 {Wrong.Show(found)}，应为 {Wrong.Show(due)}", $"{Wrong.Show(found)} stands here, {Wrong.Show(due)} is due");
    }

    public static void Compare(Place place, IReadOnlyList<string> found, IReadOnlyList<string> due, Findings findings)
    {
        findings.Expect(found.SequenceEqual(due), place, $"记为 {Show(found)}，应为 {Show(due)}", $"{Show(found)} stands here, {Show(due)} is due");
    }

    private static string Show(long? number, string none) => number is { } value ? $"{value}" : none;

    private static string Show(IReadOnlyList<string> ids) => $"[{string.Join(' ', ids)}]";
}
