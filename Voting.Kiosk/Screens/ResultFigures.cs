using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>What is drawn of a question's counts, the same on every screen.</summary>
public static class ResultFigures
{
    /// <summary>未按: those who did not vote, and the blanks of a question that takes one mark; no mark at all is a vote in a selection.</summary>
    public static int DidNotVote(RoundView round, QuestionView? question, ResultView result) =>
        (round.Present - round.Voted ?? 0) + (question is { ChooseMany: true } ? 0 : result.Blank);

    /// <summary>How long a whole bar is: whichever is more, those present or the votes needed.</summary>
    public static int Whole(RoundView round, ResultView result) => Math.Max(round.Present ?? result.Valid, result.Need ?? 0);

    /// <summary>The line a bar has to reach, where this option has to reach one.</summary>
    public static int? Line(QuestionView question, OptionView option, ResultView result) => question.ChooseMany || option.Id == "for" ? result.Need : null;
}
