using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Voting.Domain.Contracts;
using Voting.Domain.Sealing;
using Voting.Rehearsal;
using Voting.Tests.Journeys;

namespace Voting.Tests.Attacks;

public class CustodyTests
{
    [Fact]
    public async Task Another_server_on_the_same_keys_folder_does_not_destroy_a_key_of_an_open_round()
    {
        var shared = Directory.CreateTempSubdirectory("voting-test-keys-").FullName;
        await using var chamber = await Chamber.Open(null, null, "--keys", shared);
        var member = await chamber.Member("m1");
        var round = await chamber.OpenRound("P");
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        await using (var other = await Chamber.Open(null, null, "--keys", shared)) { }
        var tallied = await chamber.CloseRound(round);
        Assert.Equal(1, tallied.Voted);
        Directory.Delete(shared, recursive: true);
    }

    [Fact]
    public async Task An_urn_that_was_exchanged_before_the_count_gives_no_result()
    {
        await using var chamber = await Chamber.Open(null, null, "--die-after", "BoxDestroyed");
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2"), await chamber.Member("m3") };
        var round = await chamber.OpenRound("P");
        foreach (var member in members) Chamber.Done(await member.Cast(chamber.Press(round, 1, 1)));
        _ = chamber.Chair.Close(Chamber.Of(round)).ContinueWith(c => c.Exception, TestContext.Current.CancellationToken);
        await chamber.Server.Exited.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(chamber.DataFolder, "main.db")};Pooling=false"))
        {
            connection.Open();
            for (var place = 0; place < 3; place++)
            {
                using var command = connection.CreateCommand();
                command.CommandText = "UPDATE urn SET envelope = $e WHERE place = $p";
                command.Parameters.AddWithValue("$e", chamber.Press(round, 1, 0).Envelope);
                command.Parameters.AddWithValue("$p", place);
                command.ExecuteNonQuery();
            }
        }

        await chamber.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await chamber.Chair.Back(patience.Token);
        RoundView? tallied = null;
        try { tallied = await chamber.Chair.Tallied(Chamber.Of(round), TimeSpan.FromSeconds(15)); }
        catch (RefusedException) { }
        if (tallied is null) return;
        await chamber.Clerk.Back(patience.Token);
        await chamber.Scrutineer.Back(patience.Token);
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        var clerk = await chamber.Clerk.Certify(new CertifyRequest([Chamber.Of(round)]));
        var scrutineer = await chamber.Scrutineer.Certify(new CertifyRequest([Chamber.Of(round)]));
        Assert.Fail($"declared for={tallied.Results![0].Counts["for"]} against={tallied.Results[0].Counts["against"]} {tallied.Results[0].Verdict}; certify: {clerk.Refusal?.Code ?? "done"} {scrutineer.Refusal?.Code ?? "done"}");
    }

    [Fact]
    public async Task What_a_crash_left_of_a_void_rounds_box_is_destroyed_at_the_next_start()
    {
        await using var chamber = await Chamber.Open();
        await chamber.OpenRound("P");
        Chamber.Done(await chamber.Chair.Void(new VoidRequest("P", 1, "x")));
        await chamber.Server.Kill();
        // A crash within BoxFile.Destroy, after the first of its four deletions.
        var left = Path.Combine(chamber.DataFolder, "boxes", "deadbeef.db-wal");
        await File.WriteAllTextAsync(left, "member m1 and its envelope", TestContext.Current.CancellationToken);
        await chamber.Start();
        Assert.False(File.Exists(left));
    }

    [Fact]
    public void No_encapsulated_key_makes_opening_throw()
    {
        var pair = Hpke.DeriveKeyPair(RandomNumberGenerator.GetBytes(32));
        var p = Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");
        var random = new Random(1);
        byte[][] coordinates = [new byte[32], p, Enumerable.Repeat((byte)255, 32).ToArray(), [.. new byte[31], 1], [.. p[..31], 0xFE], pair.Public[1..33], pair.Public[33..65]];
        foreach (var x in coordinates)
            foreach (var y in coordinates)
                foreach (var first in new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 255 })
                {
                    byte[] envelope = [first, .. x, .. y, .. new byte[19]];
                    Hpke.Open(pair, [], [], envelope);
                }

        for (var i = 0; i < 3000; i++)
        {
            var bytes = new byte[random.Next(0, 140)];
            random.NextBytes(bytes);
            if (bytes.Length > 0) bytes[0] = (byte)(i % 8);
            Hpke.Open(pair, [], [], bytes);
        }
    }
}
