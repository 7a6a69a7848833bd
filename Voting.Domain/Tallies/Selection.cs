using Voting.Domain.Papers;

namespace Voting.Domain.Tallies;

/// <summary>Who is elected or taken in one round of a selection (票选), and what is left.</summary>
/// <param name="Elected">Option ids in the paper's order.</param>
/// <param name="Tied">Those tied at the cut where the tie decides nothing, in the paper's order.</param>
/// <param name="Shortfall">Seats that no one filled; 0 while a runoff is due.</param>
/// <param name="Outcome">What it leads to.</param>
public sealed record Selection(IReadOnlyList<string> Elected, IReadOnlyList<string> Tied, int Shortfall, Outcome Outcome)
{
    /// <summary>
    /// The most marks among those that pass, up to the seats of the round. A tie strictly above the cut, or among those
    /// that do not pass, changes nothing; a tie at the cut leads to a runoff or to a person, never to lots.
    /// </summary>
    public static Selection Of(RoundQuestion question, Rule.Seats rule, QuestionTally tally, Func<int, bool> passes)
    {
        var seats = question.Seats;
        var standing = question.Candidates.Select((c, i) => (c.Id, Marks: tally.Counts[i])).Where(c => c.Marks >= 1 && passes(c.Marks)).ToList();
        if (standing.Count <= seats)
        {
            var shortfall = seats - standing.Count;
            var outcome = shortfall == 0 || rule.Shortfall is ShortfallLeadsTo.Fewer ? Outcome.Decided : Outcome.Shortfall;
            return new Selection([.. standing.Select(c => c.Id)], [], shortfall, outcome);
        }

        var cut = standing.Select(c => c.Marks).OrderDescending().ElementAt(seats - 1);
        var sure = standing.Where(c => c.Marks > cut).Select(c => c.Id).ToList();
        var tied = standing.Where(c => c.Marks == cut).Select(c => c.Id).ToList();
        if (sure.Count + tied.Count == seats)
            return new Selection([.. standing.Where(c => c.Marks >= cut).Select(c => c.Id)], [], 0, Outcome.Decided);
        return rule.Tie is TieLeadsTo.Refer || question.Runoffs >= rule.MaxRunoffs
            ? new Selection(sure, tied, seats - sure.Count, Outcome.Referred)
            : new Selection(sure, tied, 0, Outcome.Runoff);
    }
}
