using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>A paper on which every question takes one of the same few options: one list instead of a page of questions.</summary>
public static class Batch
{
    private const int MostGrades = 5;
    private const int MostShownWhole = 8;

    public static bool Is(IReadOnlyList<QuestionView> questions) => questions.Count > 1 && questions[0].Options is { Count: >= 2 and <= MostGrades } grades
        && questions.All(q => !q.ChooseMany && q.Options.SequenceEqual(grades, SameGrade.It));

    /// <summary>Too long to be read back whole: a summary is reviewed, and results are a table.</summary>
    public static bool IsLong(IReadOnlyList<QuestionView> questions) => questions.Count > MostShownWhole && Is(questions);

    /// <summary>The items of the list: a question by itself, or the dimensions of one item after another.</summary>
    /// <returns>For each question the number of the item that begins with it, or null where it goes on.</returns>
    public static IReadOnlyList<int?> Items(IReadOnlyList<QuestionView> questions)
    {
        var number = 0;
        return [.. questions.Select((q, n) => n > 0 && q.Group is { } group && group == questions[n - 1].Group ? (int?)null : ++number)];
    }

    // What unfolds from an option has no room in a list.
    private sealed class SameGrade : IEqualityComparer<OptionView>
    {
        public static SameGrade It { get; } = new();

        public bool Equals(OptionView? one, OptionView? other) => one is { Detail: null, Lead: null or { Count: 0 } } && one.Id == other?.Id && one.Label == other.Label;

        public int GetHashCode(OptionView option) => option.Id.GetHashCode(StringComparison.Ordinal);
    }
}
