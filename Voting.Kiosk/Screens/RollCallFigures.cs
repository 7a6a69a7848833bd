using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>What members did who marked no option alone.</summary>
public enum RollCallKind
{
    Marked,
    Blank,
    Void,
    DidNotVote,
}

/// <summary>Members who did the same.</summary>
public sealed record RollCallGroup(RollCallKind Kind, OptionView? Option, IReadOnlyList<string> Names);

/// <summary>A roll call sorted for reading.</summary>
public static class RollCallFigures
{
    /// <summary>The options in printed order, empty ones too; then blank, void and those who did not vote, where there are any.</summary>
    public static IReadOnlyList<RollCallGroup> Groups(RollCallView list, QuestionView question, int place)
    {
        var kinds = list.Entries.Select(e => (e.Name, Kind: KindOf(e, question, place), Marks: e.Marks is { Count: > 0 } marks ? marks[place] : [])).ToList();
        return
        [
            .. question.Options.Select(o => new RollCallGroup(RollCallKind.Marked, o, [.. kinds.Where(k => k.Kind is RollCallKind.Marked && k.Marks.Contains(o.Id)).Select(k => k.Name)])),
            .. new[] { RollCallKind.Blank, RollCallKind.Void, RollCallKind.DidNotVote }
                .Select(kind => new RollCallGroup(kind, null, [.. kinds.Where(k => k.Kind == kind).Select(k => k.Name)])).Where(g => g.Names.Count > 0),
        ];
    }

    /// <summary>What a member did on a question.</summary>
    public static RollCallKind KindOf(RollCallEntry entry, QuestionView question, int place) => entry.Marks switch
    {
        null => RollCallKind.DidNotVote,
        { Count: 0 } => RollCallKind.Void,
        var marks when marks[place].Count > question.MaxMarks || marks[place].Count < question.MinMarks => RollCallKind.Void,
        var marks when marks[place].Count == 0 => RollCallKind.Blank,
        _ => RollCallKind.Marked,
    };
}
