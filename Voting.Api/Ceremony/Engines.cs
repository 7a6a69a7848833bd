using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Recount;
using Voting.Domain.Tallies;

namespace Voting.Api.Ceremony;

/// <summary>
/// The two engines that count a round; nothing is kept, told or signed unless they agree to the letter. Handed in, so that a test can
/// put a fault into either and see that it is caught.
/// </summary>
/// <param name="First">Counts by the questions, with what was entered of hands or paper.</param>
/// <param name="Second">Counts by their frozen text: definition, ballots, all and present at the close, and what was entered.</param>
public sealed record Engines(
    Func<IReadOnlyList<RoundQuestion>, IReadOnlyList<byte[]?>, RoundNumbers, EnteredCounts?, RoundResult> First,
    Func<string, IReadOnlyList<byte[]?>, int, int, string?, string> Second)
{
    /// <summary>Those that count every meeting.</summary>
    public static Engines Ours { get; } = new(RoundResult.Of, SecondCount.Count);

    /// <summary>Counts ballots twice.</summary>
    /// <returns>The result with its text, which is what the second engine gave too; null where they disagree.</returns>
    public (RoundResult Result, string Text)? Count(Round round, IReadOnlyList<byte[]?> ballots)
    {
        var numbers = Conduct.NumbersWithEntry(round);
        var result = First(round.Questions, ballots, numbers, round.ConfirmedCounts);
        var first = RecordText.Count(round.Questions, result, numbers.Voted);
        var entered = round.ConfirmedCounts is { } counts ? CanonicalJson.Text(ChannelText.Entered(counts)) : null;
        return first == Second(CanonicalJson.Text(RecordText.Definition(round.Questions)), ballots, numbers.All, round.Numbers!.Present, entered) ? (result, first) : null;
    }
}
