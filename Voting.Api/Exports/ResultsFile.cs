using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;

namespace Voting.Api.Exports;

/// <summary>The results as other systems read them, in the words of the record: rounds that were announced, as the hall was told them.</summary>
/// <param name="Format"><c>voting-results/1</c>.</param>
/// <param name="Meeting">Meeting id.</param>
/// <param name="Rehearsal">Members are simulated (演练): nothing here was decided by anybody.</param>
/// <param name="Rounds">In the order they were held.</param>
public sealed record ResultsFile(string Format, string Meeting, bool Rehearsal, IReadOnlyList<ResultsFile.HeldRound> Rounds)
{
    /// <summary>A round.</summary>
    /// <param name="Paper">Paper id.</param>
    /// <param name="Title">Of the paper.</param>
    /// <param name="Secret">Secret (无记名), else recorded.</param>
    /// <param name="Item">Printed number of the item of the agenda, or null.</param>
    /// <param name="Round">1 and up, per paper.</param>
    /// <param name="State"><c>announced</c>, <c>certified</c> or <c>superseded</c>: only a certified one is final.</param>
    /// <param name="Reason">Why it was superseded, or null.</param>
    /// <param name="Way">How it was voted: <c>devices</c>, <c>hands</c>, <c>paper</c> or <c>devices-and-hands</c>.</param>
    /// <param name="Of">What shares are taken of.</param>
    /// <param name="DidNotVote">Present and did not vote; null where the paper has it hidden.</param>
    /// <param name="Questions">In the printed order.</param>
    public sealed record HeldRound(
        string Paper, string Title, bool Secret, int? Item, int Round, string State, string? Reason, string Way, Bases Of, int? DidNotVote, IReadOnlyList<Question> Questions);

    /// <summary>What shares are taken of.</summary>
    /// <param name="All">All members in office, or those of the groups that vote on it.</param>
    /// <param name="Present">Entitled and present.</param>
    /// <param name="Voted">Ballots counted.</param>
    public sealed record Bases(int All, int Present, int Voted);

    /// <summary>A question and its result.</summary>
    /// <param name="Id">Question id.</param>
    /// <param name="Title">As printed.</param>
    /// <param name="Group">The item whose dimension it is, or null.</param>
    /// <param name="Stage"><c>first</c>, <c>runoff</c> or <c>further</c>.</param>
    /// <param name="Seats">Seats to fill; 0 without seats.</param>
    /// <param name="Options">In the printed order.</param>
    /// <param name="Valid">Valid ballots, blanks included.</param>
    /// <param name="Void">Void on this question.</param>
    /// <param name="Blank">Of the valid without a mark.</param>
    /// <param name="Counts">Marks by option id.</param>
    /// <param name="Percentages">By option id as printed, without a sign; null where the paper asks for none.</param>
    /// <param name="Need">The smallest count that passes, or null where there is none.</param>
    /// <param name="Verdict"><c>passed</c>, <c>failed</c>, the result of a tier, or <c>elected</c>.</param>
    /// <param name="Outcome"><c>decided</c>, <c>runoff</c>, <c>shortfall</c> or <c>referred</c>.</param>
    /// <param name="Elected">Option ids elected in this round; null without seats.</param>
    /// <param name="Tied">Option ids tied at the cut; null without seats.</param>
    /// <param name="Shortfall">Seats that nobody filled.</param>
    /// <param name="WriteIns">Names written in; null without.</param>
    public sealed record Question(
        string Id, string Title, string? Group, string Stage, int Seats, IReadOnlyList<Option> Options, int Valid, int Void, int Blank,
        IReadOnlyDictionary<string, int> Counts, IReadOnlyDictionary<string, string>? Percentages, int? Need, string Verdict, string Outcome,
        IReadOnlyList<string>? Elected, IReadOnlyList<string>? Tied, int Shortfall, IReadOnlyList<WriteInView>? WriteIns);

    /// <summary>An option.</summary>
    /// <param name="Id">Option id.</param>
    /// <param name="Label">As printed.</param>
    public sealed record Option(string Id, string Label);

    public static ResultsFile Of(Reading.Picture picture, DateTimeOffset now) => new(
        "voting-results/1", picture.State.Meeting.Id, picture.State.Rehearsal,
        // What the hall is told decides: whatever it may not see yet has no results there.
        [.. picture.State.Rounds.Where(Views.IsAnnounced).Select(r => (Round: r, Told: Views.Round(picture, r, officer: false, questions: true, now)))
            .Where(r => r.Told.Results is not null).Select(r => Held(r.Round, r.Told))]);

    private static HeldRound Held(Round round, RoundView told) => new(
        told.Paper, told.Title, told.Secret, told.Item, told.Round, told.State, told.Reason, told.Way,
        new Bases(round.Numbers!.All, round.Numbers.Present, round.Numbers.Voted),
        told.ShowsDidNotVote ? round.Numbers.Present - round.Numbers.Voted : null,
        [.. told.Questions.Zip(told.Results!, (asked, result) => new Question(
            asked.Id, asked.Title, asked.Group, asked.Stage, asked.Seats, [.. asked.Options.Select(o => new Option(o.Id, o.Label))],
            result.Valid, result.Void, result.Blank, result.Counts, result.Percentages, result.Need, result.Verdict, result.Outcome,
            result.Elected, result.Tied, result.Shortfall, result.WriteIns))]);
}
