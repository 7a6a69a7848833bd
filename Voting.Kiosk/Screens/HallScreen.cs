using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>What the whole hall sees.</summary>
public enum HallSight
{
    Blank,
    CheckIn,
    Suspended,
    /// <summary>Between papers: the item under discussion, or only the meeting.</summary>
    Item,
    Voting,
    Counting,
    Result,
    Closed,
}

/// <summary>The hall's screen: nothing to press, and never what a secret round would leak.</summary>
public sealed class HallScreen(Proceedings proceedings)
{
    /// <summary>Seconds a page of a long result stays.</summary>
    public const int PageSeconds = 10;

    public HallSight Sight => proceedings.Meeting switch
    {
        null or { HallIsBlank: true } => HallSight.Blank,
        { Phase: "check-in" } => HallSight.CheckIn,
        { Phase: "suspended" } => HallSight.Suspended,
        { Phase: "closed" } => HallSight.Closed,
        _ => proceedings.Before?.State switch
        {
            "open" => HallSight.Voting,
            "closed" or "tallied" => HallSight.Counting,
            "announced" or "certified" => HallSight.Result,
            "void" => HallSight.Result,
            _ => HallSight.Item,
        },
    };

    public RoundView? Round => proceedings.Before;

    /// <summary>A long rating is shown as lines of a table.</summary>
    public bool IsTable => Round is { } round && Batch.IsLong(round.Questions);

    /// <summary>How many questions of a result stand on one page: one selection fills it, short questions share it.</summary>
    public int PerPage => Round?.Questions.Any(q => q.ChooseMany) is true ? 1 : IsTable ? 10 : 6;

    public int Pages => Round?.Results is { Count: > 0 } results ? (results.Count + PerPage - 1) / PerPage : 1;

    /// <summary>The page of a long result, from 0, after so many seconds.</summary>
    public int Page(long seconds) => (int)(seconds / PageSeconds % Pages);

    public IReadOnlyList<ResultView> Results(int page) => [.. (Round?.Results ?? []).Skip(page * PerPage).Take(PerPage)];
}
