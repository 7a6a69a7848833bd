
namespace Voting.Tests.Attacks;

/// <summary>
/// P4: whoever copies everything learns no more of a secret ballot than the totals tell everybody. Runs alone, because hundreds of
/// members vote at once.
/// </summary>
[CollectionDefinition(nameof(SecrecyTests), DisableParallelization = true)]
[Collection(nameof(SecrecyTests))]
public class SecrecyTests
{
    public const int Members = 340;
    internal static readonly bool IsLong = Environment.GetEnvironmentVariable("VOTING_LONG") == "1";

    [Fact]
    public async Task An_attacker_who_copies_everything_guesses_no_better_than_whoever_knows_the_totals()
    {
        var rounds = IsLong ? 200 : 20;
        await using var meeting = await SecretMeeting.Open(Members, rounds, seed: 26);
        var stolen = new List<SecretMeeting.Stolen>();
        for (var n = 1; n <= rounds; n++) stolen.Add(await meeting.Hold(n));
        var end = await meeting.End();
        foreach (var round in stolen)
            foreach (var clues in (Clues[])[round.WithoutKey.Clues, round.WithKey.Clues])
            {
                clues.Add(end);
                foreach (var table in end.Tables()) clues.Add(table);
            }

        NoBetter("everything but the key, at any time", [.. stolen.Select(s => s.WithoutKey)]);
        NoBetter("the key, and every file left after the ceremony", [.. stolen.Select(s => s.WithKey)]);
        // What is not defended, and shows that the same attacker reads this store too: key and open box together.
        var box = Attackers.Attack([.. stolen.Select(s => s.WithKeyAndBox)]);
        Assert.True(box.Best.Share >= 0.99, $"{box.Best}");
        Figures.Print($"P4 with the key and a copy of the open box (custody server does not keep its administrator out): {box.Best.Share:P1} by \"{box.Best.Name}\"");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_attackers_link_nearly_every_ballot_of_a_store_that_is_built_naively(bool shuffled)
    {
        var random = new Random(7);
        string[] roll = [.. Enumerable.Range(0, Members).Select(_ => $"m{random.Next():x8}")];
        var attacked = Enumerable.Range(0, 4).Select(_ =>
        {
            List<(int Member, int Option)> presses = [.. Enumerable.Range(0, Members).OrderBy(_ => random.Next()).Select(m => (m, random.Next(4)))];
            return new Attacked(Clues.Of(NaiveStore.Hold(roll, SecretMeeting.Options, presses, shuffled)), presses.ToDictionary(p => p.Member, p => p.Option));
        }).ToList();

        var scores = Attackers.Attack(attacked);

        List<string> ideas =
        [
            "order: after/main.db-wal pages = after/main.db-wal pages", // replaying the journal
            "order: wire first press = after/main.db-wal pages", // the network and the journal
            "beside: log", "beside: pushes", "beside: after/main.db/audit", "beside: after/main.db-wal",
            "learnt: wire size of the last press", "learnt: after/main.db/audit length", "learnt: all together",
        ];
        // Rows with random ids do not lie in the order of their arrival; the journal tells it all the same.
        if (!shuffled) ideas.AddRange(["order: after/main.db/voters = after/main.db/ballots", "order: wire first press = after/main.db/ballots"]);
        foreach (var idea in ideas) Assert.True(scores.BestOf(idea) >= 0.99, $"{idea}: {scores.BestOf(idea):P1}");
        Figures.Print($"P4 naive store{(shuffled ? " with random ids" : "")}: {ideas.Count} attackers link at least {ideas.Min(scores.BestOf):P1} (best constant guess {scores.ConstantShare:P1})");
    }

    internal static void NoBetter(string holding, IReadOnlyList<Attacked> rounds)
    {
        var scores = Attackers.Attack(rounds);
        var margin = IsLong ? 0.005 : 4 * scores.StandardError;
        Figures.Print($"P4 {holding}: {rounds.Count} rounds × {Members}, best constant guess {scores.ConstantShare:P2}, best of {scores.Right.Count} attackers {scores.Best.Share:P2} "
            + $"(\"{scores.Best.Name}\"), allowed {scores.ConstantShare + margin:P2}");
        Assert.True(scores.Best.Share <= scores.ConstantShare + margin, $"{scores.Best} against {scores.ConstantShare}");
    }
}
