using Voting.Domain.Papers;

namespace Voting.Domain.Tallies;

/// <summary>What the presiding officer does with a casting vote (决定票). It is an open act, and the last word on its question.</summary>
public enum CastingVote
{
    /// <summary>For.</summary>
    For,
    /// <summary>Against.</summary>
    Against,
    /// <summary>None is given: what is not passed stays so.</summary>
    Declined,
}

/// <summary>Casting votes as messages and the record name them, and when there is one.</summary>
public static class CastingVotes
{
    /// <summary>Each of them.</summary>
    public static IReadOnlyList<string> All { get; } = ["for", "against", "declined"];

    /// <summary>The name of a casting vote.</summary>
    public static string Of(CastingVote vote) => All[(int)vote];

    /// <summary>The casting vote of that name, or null.</summary>
    public static CastingVote? Find(string name) => All.ToList().IndexOf(name) is >= 0 and var place ? (CastingVote)place : null;

    /// <summary>
    /// Whether a question is tied and its rule leaves that to the presiding officer. Where nobody was for and nobody against there are no
    /// votes that could be equal: nobody's approval never passes anything, and one person alone is not to pass it.
    /// </summary>
    /// <param name="question">As frozen for the round.</param>
    /// <param name="tally">Its counts.</param>
    public static bool IsTie(RoundQuestion question, QuestionTally tally) =>
        question.Question.Rule is Rule.Majority { CastingVote: true } && tally.Of(question, "for") is >= 1 and var votes && votes == tally.Of(question, "against");
}
