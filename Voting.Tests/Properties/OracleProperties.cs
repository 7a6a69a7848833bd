using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using CsCheck;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Tallies;

namespace Voting.Tests.Properties;

/// <summary>
/// A third way to the same verdicts: from the marks as sets of ids, by the words of the rules, without a sort and without a formula
/// for the need. It knows neither engine.
/// </summary>
public sealed class OracleProperties(OracleProperties.Figure figure) : IClassFixture<OracleProperties.Figure>
{
    /// <summary>One line when the class has run: how many random rounds of each rule had the oracle's counts and verdict.</summary>
    public sealed class Figure : IDisposable
    {
        private readonly ConcurrentDictionary<string, long> _rounds = new();

        internal void Count(string rule) => _rounds.AddOrUpdate(rule, 1, (_, n) => n + 1);

        public void Dispose() => Figures.Print("P7 tally against an oracle written another way, none different: random rounds of a "
            + string.Join(", ", _rounds.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Key} {r.Value}"))));
    }

    private sealed record Counted3(List<HashSet<string>> Valid, int Void, RoundNumbers Numbers)
    {
        public int Of(params string[] ids) => Valid.Sum(ballot => ballot.Count(ids.Contains));

        private int Base(Base of) => of switch
        {
            Voting.Domain.Papers.Base.All => Numbers.All,
            Voting.Domain.Papers.Base.Present or Voting.Domain.Papers.Base.Issued => Numbers.Present,
            Voting.Domain.Papers.Base.Voted or Voting.Domain.Papers.Base.Returned => Valid.Count + Void,
            Voting.Domain.Papers.Base.Valid => Valid.Count,
            _ => Of("for", "against"),
        };

        public bool Reaches(int count, Threshold t) => Reaches(count, t.Of, t.Op, t.Num, t.Den);

        public bool Reaches(int count, Base of, Comparison op, int num, int den)
        {
            var difference = new BigInteger(count) * den - new BigInteger(Base(of)) * num;
            return count > 0 && (op is Comparison.MoreThan ? difference > 0 : difference >= 0);
        }

        public int Need(Threshold t)
        {
            var count = 1;
            while (!Reaches(count, t)) count++;
            return count;
        }
    }

    // Reads the bytes as the format words it, bit by bit over the whole text of the ballot.
    private static List<HashSet<string>>? Read(Case round, byte[]? ballot)
    {
        if (ballot is null || ballot.Length == 0 || ballot[0] != 1) return null;
        var bits = new Queue<bool>(ballot.Skip(1).SelectMany(b => Enumerable.Range(0, 8).Select(i => (b & (1 << i)) != 0)));
        var marks = new List<HashSet<string>>();
        foreach (var question in round.Questions)
        {
            var marked = new HashSet<string>();
            for (var i = 0; i < question.Candidates.Count || i % 8 != 0; i++)
            {
                if (!bits.TryDequeue(out var bit)) return null;
                if (bit && i >= question.Candidates.Count) return null;
                if (bit) marked.Add(question.Candidates[i].Id);
            }

            marks.Add(marked);
        }

        return bits.Count == 0 ? marks : null;
    }

    private static Counted3 Fold(Case round, Func<HashSet<string>, bool> isValid)
    {
        var read = round.Ballots.Select(b => Read(round, b)?[0]).ToList();
        return new Counted3([.. read.OfType<HashSet<string>>().Where(isValid)], read.Count(m => m is null || !isValid(m)), round.Numbers);
    }

    private static void Same(Counted3 oracle, Case round, QuestionResult result)
    {
        Assert.Equal((oracle.Valid.Count, oracle.Void, oracle.Valid.Count(b => b.Count == 0)), (result.Tally.Valid, result.Tally.Void, result.Tally.Blank));
        Assert.Equal(round.Questions[0].Candidates.Select(c => oracle.Of(c.Id)), result.Tally.Counts);
    }

    [Fact]
    public void A_majority_passes_as_the_rules_say() =>
        Cases.Round(Cases.Majority.Where(q => ((Rule.Majority)q.Question.Rule).Threshold.Den < 100)).Sample(round =>
        {
            var rule = (Rule.Majority)round.Questions[0].Question.Rule;
            var oracle = Fold(round, marks => marks.Count < 2);
            var passes = oracle.Reaches(oracle.Of("for"), rule.Threshold);
            foreach (var and in rule.And)
                passes &= oracle.Reaches(and.Count == Counted.For ? oracle.Of("for") : oracle.Of("for") + oracle.Of("against") + oracle.Of("abstain"), and.Threshold);
            var result = round.Result.Questions[0];
            Same(oracle, round, result);
            Assert.Equal(new Verdict(passes ? "passed" : "failed", Outcome.Decided, oracle.Need(rule.Threshold), null), result.Verdict);
            figure.Count("majority");
        }, iter: Cases.Number);

    [Fact]
    public void A_tie_passes_only_by_a_casting_vote_for_and_nothing_else_has_one()
    {
        var ties = 0;
        Gen.Select(Cases.Round(Cases.CastingVote), Gen.Enum<CastingVote>()).Sample((round, vote) =>
        {
            var oracle = Fold(round, marks => marks.Count < 2);
            var counted = round.Result.Questions[0];
            // One vote more on either side would turn it, and there is a vote to be turned.
            var (votesFor, against) = (oracle.Of("for"), oracle.Of("against"));
            var tied = votesFor > 0 && votesFor + 1 > against && against + 1 > votesFor;
            Interlocked.Add(ref ties, tied ? 1 : 0);
            Assert.Equal(tied, counted.IsCastingVoteDue(round.Questions[0]));
            Assert.Equal(votesFor > against ? "passed" : "failed", counted.Verdict.Name);
            if (!tied) return;
            var given = counted.With(vote);
            Assert.False(given.IsCastingVoteDue(round.Questions[0]));
            Assert.Equal((vote == CastingVote.For ? "passed" : "failed", counted.Tally, Outcome.Decided), (given.Verdict.Name, given.Tally, given.Verdict.Outcome));
            Assert.Equal(RecordText.Count(round.Questions, round.Result, round.Numbers.Voted),
                RecordText.Count(round.Questions, (round.Result with { Questions = [given] }).AsCounted(), round.Numbers.Voted));
        }, iter: Cases.Number);
        Assert.InRange(ties, 1, int.MaxValue);
    }

    [Fact]
    public void A_rating_is_the_first_tier_reached() =>
        Cases.Round(Cases.Tiers).Sample(round =>
        {
            var rule = (Rule.Tiers)round.Questions[0].Question.Rule;
            var oracle = Fold(round, marks => marks.Count == 1 || (marks.Count == 0 && rule.Blank == BlankMeans.Abstention));
            var name = rule.Otherwise;
            foreach (var tier in rule.Steps.Reverse())
                if (oracle.Reaches(oracle.Of([.. tier.Sum]), rule.Of, tier.Op, tier.Num, tier.Den)) name = tier.Result;
            var result = round.Result.Questions[0];
            Same(oracle, round, result);
            Assert.Equal(new Verdict(name, Outcome.Decided, null, null), result.Verdict);
            figure.Count("rating");
        }, iter: Cases.Number);

    [Fact]
    public void A_selection_takes_those_whom_fewer_than_the_seats_outdo() =>
        Cases.Round(Cases.Seats).Sample(round =>
        {
            var asked = round.Questions[0];
            var rule = (Rule.Seats)asked.Question.Rule;
            var most = asked.Stage == Stage.First ? rule.MaxMarks : asked.Seats;
            var fewest = asked.Stage == Stage.First || rule.MinMarks < asked.Seats ? rule.MinMarks : asked.Seats;
            var threshold = asked.Stage == Stage.Runoff ? rule.RunoffThreshold : rule.Threshold;
            var oracle = Fold(round, marks => marks.Count >= fewest && marks.Count <= most);

            bool Passes(string id) => oracle.Of(id) >= 1 && (threshold is null || oracle.Reaches(oracle.Of(id), threshold));
            var passing = asked.Candidates.Select(c => c.Id).Where(Passes).ToList();
            int Above(string id) => passing.Count(other => oracle.Of(other) > oracle.Of(id));
            int Level(string id) => passing.Count(other => oracle.Of(other) == oracle.Of(id));

            // In whatever order the level ones were put, all of them are in, or some are in and some are out.
            var elected = passing.Where(id => Above(id) + Level(id) <= asked.Seats).ToList();
            var tied = passing.Where(id => Above(id) < asked.Seats && asked.Seats < Above(id) + Level(id)).ToList();
            var left = asked.Seats - elected.Count;
            var outcome = Outcome.Decided;
            if (tied.Count > 0) outcome = rule.Tie == TieLeadsTo.Runoff && asked.Runoffs < rule.MaxRunoffs ? Outcome.Runoff : Outcome.Referred;
            else if (left > 0 && rule.Shortfall != ShortfallLeadsTo.Fewer) outcome = Outcome.Shortfall;

            var result = round.Result.Questions[0];
            Same(oracle, round, result);
            var selection = result.Verdict.Selection!;
            Assert.Equal(elected, selection.Elected);
            Assert.Equal(tied, selection.Tied);
            Assert.Equal((outcome, outcome == Outcome.Runoff ? 0 : left), (selection.Outcome, selection.Shortfall));
            Assert.Equal(("elected", outcome), (result.Verdict.Name, result.Verdict.Outcome));
            if (threshold is { Den: < 100 }) Assert.Equal(oracle.Need(threshold), result.Verdict.Need);
            Assert.Equal(threshold is null, result.Verdict.Need is null);
            figure.Count("selection");
        }, iter: Cases.Number);

    [Fact]
    public void The_record_says_decided_runoff_shortfall_and_referred_as_they_fell() =>
        Cases.Round(Cases.Seats).Sample(round =>
        {
            var written = RecordText.Counts(round.Questions, round.Result)[0]!;
            Assert.Equal(round.Result.Questions[0].Verdict.Outcome.ToString().ToLowerInvariant(), (string?)written["outcome"]);
            Assert.Equal(round.Questions[0].Candidates.Count, written["counts"]!.AsObject().Count);
        }, iter: Cases.Number);
}
