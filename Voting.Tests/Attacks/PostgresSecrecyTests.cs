using Npgsql;
using Voting.Tests.Stores;

namespace Voting.Tests.Attacks;

/// <summary>P4 on PostgreSQL: its rows bear the transactions that wrote them, and its logs keep what was dropped. The same attackers.</summary>
[Collection(nameof(SecrecyTests))]
public class PostgresSecrecyTests
{
    [Fact]
    public async Task An_attacker_who_copies_every_file_and_row_guesses_no_better_than_whoever_knows_the_totals()
    {
        var rounds = SecrecyTests.IsLong ? 200 : 4;
        await using var thief = await PostgresThief.Start();
        await using var meeting = await SecretMeeting.Open(SecrecyTests.Members, rounds, seed: 26, thief);
        var stolen = new List<SecretMeeting.Stolen>();
        for (var n = 1; n <= rounds; n++) stolen.Add(await meeting.Hold(n));

        SecrecyTests.NoBetter("PostgreSQL, everything but the keys, at any time", [.. stolen.Select(s => s.WithoutKey)]);
        SecrecyTests.NoBetter("PostgreSQL, the key, and every file and row left after the ceremony", [.. stolen.Select(s => s.WithKey)]);
        // What is not defended, and shows that the same attackers read this store too: both keys and the open box together.
        var box = Attackers.Attack([.. stolen.Select(s => s.WithKeyAndBox)]);
        Assert.True(box.Best.Share >= 0.99, $"{box.Best}");
        Figures.Print($"P4 PostgreSQL, with the key, the link key and a copy of the open box: {box.Best.Share:P1} by \"{box.Best.Name}\"");
    }

    [Fact]
    public async Task The_same_attackers_link_nearly_every_ballot_of_a_naive_store_by_the_transactions_of_its_rows()
    {
        await using var connection = new NpgsqlConnection(await Machines.Postgres());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using (var apart = new NpgsqlCommand("CREATE SCHEMA IF NOT EXISTS naive; SET search_path = naive", connection)) await apart.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var random = new Random(7);
        string[] roll = [.. Enumerable.Range(0, SecrecyTests.Members).Select(_ => $"m{random.Next():x8}")];
        var attacked = Enumerable.Range(0, 4).Select(_ =>
        {
            List<(int Member, int Option)> presses = [.. Enumerable.Range(0, SecrecyTests.Members).OrderBy(_ => random.Next()).Select(m => (m, random.Next(4)))];
            return new Attacked(Clues.Of(NaiveStore.HoldOn(connection, roll, SecretMeeting.Options, presses)), presses.ToDictionary(p => p.Member, p => p.Option));
        }).ToList();

        var scores = Attackers.Attack(attacked);

        const string xmin = "order: voters by xmin = ballots by xmin";
        Assert.True(scores.BestOf(xmin) >= 0.99, $"{scores.BestOf(xmin):P1}");
        Figures.Print($"P4 naive store on PostgreSQL, its rows in the order of random ids: linked {scores.BestOf(xmin):P1} by xmin, by the places of rows {scores.Right["order: voters = ballots"] / (double)scores.Guesses:P1} (best constant guess {scores.ConstantShare:P1})");
    }
}
