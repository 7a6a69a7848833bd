using System.Collections.Concurrent;
using CsCheck;
using Voting.Domain.Ballots;
using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Tests.Properties;

public class TallyProperties
{
    [Fact]
    public void The_order_of_ballots_never_matters() =>
        Gen.Select(Cases.Any, Gen.Int).Sample((round, seed) =>
        {
            var shuffled = round.Ballots.ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(round.Text, (round with { Ballots = shuffled }).Text);
        }, iter: Cases.Number);

    [Fact]
    public void The_sums_hold_on_every_question() =>
        Cases.Any.Sample(round =>
        {
            var result = round.Result;
            Assert.Equal(round.Ballots.Count(b => b is null || BallotCode.Decode(round.Questions, b) is null), result.Unreadable);
            Assert.All(round.Questions.Zip(result.Questions), pair =>
            {
                var (asked, tally) = (pair.First, pair.Second.Tally);
                Assert.Equal(round.Numbers.Voted, tally.Valid + tally.Void);
                Assert.InRange(result.Unreadable, 0, tally.Void);
                if (asked.Question.Kind is QuestionKind.ChooseOne) Assert.Equal(tally.Valid, tally.Counts.Sum() + tally.Blank);
                Assert.All(tally.Counts, count => Assert.InRange(count, 0, tally.Valid - tally.Blank));
                Assert.InRange(tally.Counts.Sum(), (tally.Valid - tally.Blank) * Math.Max(1, asked.MinMarks), tally.Valid * asked.MaxMarks);
            });
        }, iter: Cases.Number);

    [Fact]
    public void A_selection_never_takes_more_than_its_seats_and_leaves_none_unexplained() =>
        Cases.Round(Cases.Seats).Sample(round =>
        {
            var (asked, verdict) = (round.Questions[0], round.Result.Questions[0].Verdict);
            var selection = verdict.Selection!;
            Assert.Empty(selection.Elected.Intersect(selection.Tied));
            var left = asked.Seats - selection.Elected.Count;
            Assert.Equal(selection.Outcome is Outcome.Runoff ? 0 : left, selection.Shortfall);
            Assert.Equal(selection.Outcome is Outcome.Runoff or Outcome.Referred, selection.Tied.Count > 0);
            if (selection.Tied.Count > 0) Assert.InRange(left, 1, selection.Tied.Count - 1);
            if (selection.Outcome is Outcome.Shortfall) Assert.InRange(left, 1, asked.Seats);
        }, iter: Cases.Number);

    // Random cases that never tie would prove nothing about ties.
    [Fact]
    public void Random_rounds_come_to_every_outcome_and_every_verdict()
    {
        var seen = new ConcurrentDictionary<string, int>();
        Cases.Any.Sample(round =>
        {
            foreach (var (asked, result) in round.Questions.Zip(round.Result.Questions))
            {
                var kind = asked.Question.Rule.GetType().Name;
                var verdict = result.Verdict.Selection is null ? result.Verdict.Name : $"{asked.Stage} {result.Verdict.Outcome}";
                seen.AddOrUpdate(asked.Question.Rule is Rule.Tiers t ? $"{kind} {(result.Verdict.Name == t.Otherwise ? "otherwise" : "tier")}" : $"{kind} {verdict}", 1, (_, n) => n + 1);
            }
        }, iter: 4_000);
        string[] ends = ["Majority passed", "Majority failed", "Tiers tier", "Tiers otherwise",
            .. from stage in Enum.GetNames<Stage>() from outcome in Enum.GetNames<Outcome>() select $"Seats {stage} {outcome}"];
        Assert.All(ends, end => Assert.InRange(seen.GetValueOrDefault(end), 5, int.MaxValue));
    }

    [Fact]
    public void A_selection_ends_after_its_runoffs_and_one_further_round_and_elects_nobody_twice() =>
        Gen.Select(Cases.Selection, Gen.Int).Sample((question, seed) =>
        {
            var random = new Random(seed);
            var rule = (Rule.Seats)question.Rule;
            var paper = World.Paper(question);
            var standing = new List<Round>();
            while (DueRound.Of(paper, standing) is { Count: > 0 } due)
            {
                // Few ballots and few marks tie often.
                var ballots = Enumerable.Range(0, random.Next(1, 7)).Select(_ => (byte[]?)BallotCode.Encode(due, new Ballot(
                    [[.. Enumerable.Range(0, due[0].Candidates.Count).Where(_ => random.Next(3) == 0)]]))).ToList();
                var round = new Case(due, ballots, new RoundNumbers(ballots.Count, ballots.Count, ballots.Count));
                Assert.Equal(EngineProperties.Second(round), round.Text);
                standing.Add(new Round($"r{standing.Count}", paper.Id, standing.Count + 1, RoundState.Tallied, due) { Result = round.Result });
                Assert.InRange(standing.Count, 1, rule.MaxRunoffs + 2);
            }

            var elected = standing.SelectMany(r => r.Result!.Questions[0].Verdict.Selection!.Elected).ToList();
            Assert.Equal(elected.Count, elected.Distinct().Count());
            Assert.InRange(elected.Count, 0, rule.Count);
            Assert.InRange(standing.Count(r => r.Questions[0].Stage is Stage.Further), 0, rule.Shortfall is ShortfallLeadsTo.Round ? 1 : 0);
            Assert.NotEqual(Outcome.Runoff, standing[^1].Result!.Questions[0].Verdict.Outcome);
            if (standing[^1].Result!.Questions[0].Verdict.Outcome is Outcome.Decided && rule.Shortfall is not ShortfallLeadsTo.Fewer)
                Assert.Equal(rule.Count, elected.Count);
        }, iter: Cases.Number);
}
