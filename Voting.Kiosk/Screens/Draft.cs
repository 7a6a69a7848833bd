using Voting.Domain.Ballots;
using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>The marks on a paper that is not yet pressed.</summary>
public sealed class Draft(IReadOnlyList<QuestionView> questions)
{
    private readonly IReadOnlyList<SortedSet<int>> _marks = [.. questions.Select(_ => new SortedSet<int>())];

    public IReadOnlyList<QuestionView> Questions => questions;

    public int Count(int question) => _marks[question].Count;

    public bool IsMarked(int question, int option) => _marks[question].Contains(option);

    /// <summary>The one mark of a question that takes one, or null.</summary>
    public int? Marked(int question) => Count(question) == 0 ? null : _marks[question].Min;

    /// <summary>Every mark that the question has is used.</summary>
    public bool IsFull(int question) => questions[question].ChooseMany && Count(question) >= questions[question].MaxMarks;

    /// <summary>Too few for a valid ballot, though not blank.</summary>
    public bool IsTooFew(int question) => Count(question) > 0 && Count(question) < questions[question].MinMarks;

    /// <summary>Whether this option can be marked, or its mark taken away.</summary>
    public bool CanMark(int question, int option) => IsMarked(question, option) || !IsFull(question);

    public IReadOnlyList<QuestionView> Blanks => [.. questions.Where((_, q) => Count(q) == 0)];

    public bool IsBlank => _marks.All(m => m.Count == 0);

    public void Mark(int question, int option)
    {
        if (!CanMark(question, option)) return;
        if (!questions[question].ChooseMany)
        {
            _marks[question].Clear();
            _marks[question].Add(option);
        }
        else if (!_marks[question].Remove(option)) _marks[question].Add(option);
    }

    public void Clear(int question) => _marks[question].Clear();

    /// <summary>Takes every mark out of memory, as far as a program can.</summary>
    public void Wipe()
    {
        foreach (var marks in _marks) marks.Clear();
    }

    /// <summary>The bytes of this ballot.</summary>
    public byte[] Encode() => BallotCode.Encode([.. questions.Select(q => q.Options.Count)], new Ballot([.. _marks.Select(m => (IReadOnlyList<int>)[.. m])]));
}
