using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Sealing;
using Voting.Rehearsal;
using Voting.Tests.House;

namespace Voting.Tests.Journeys;

/// <summary>Meetings whose ballots are sealed with SM2, SM3 and SM4, before a real server process.</summary>
public sealed class SmSealingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;

    [Theory]
    [InlineData("runoff")]
    [InlineData("void-marks")]
    public async Task A_golden_meeting_comes_out_as_its_page_says(string name)
    {
        var golden = Path.Combine(ArchitectureTests.Root(), "Voting.Tests", "Golden", name);
        var (meeting, codes, record) = (Path.Combine(golden, "meeting.json"), Path.Combine(_folder, "codes.json"), Path.Combine(_folder, "record.json"));
        await using (var server = await ServerProcess.Start(["--meeting", meeting, "--data", Path.Combine(_folder, "data"), "--codes", codes, "--rehearsal", "--sealing", "sm"]))
        {
            var run = await Programs.Rehearse(
                "--url", server.Address.ToString(), "--codes", codes, "--meeting", meeting, "--ballots", Path.Combine(golden, "ballots.json"), "--record", record);
            Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        }

        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(golden, "expected.json"), TestContext.Current.CancellationToken));
        var found = JsonNode.Parse(await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken))!;
        Assert.Empty(RehearsalTests.Missing(expected, found, "$"));
        var events = found["events"]!.AsArray();
        Assert.Equal("sm", (string?)events.Single(e => (string?)e!["type"] == "meeting-imported")!["sealing"]);
        Assert.Contains(found["papers"]!.AsArray().SelectMany(p => p!["rounds"]!.AsArray()), r => r!["urn"] is not null);
        var verified = await Programs.Verify("verify", record, "--keys", Path.Combine(_folder, "record.keys.json"));
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
    }

    [Fact]
    public async Task Envelopes_of_another_suite_off_the_curve_or_truncated_are_void_and_a_restart_changes_no_suite()
    {
        await using var chamber = await Chamber.Open(null, null, "--sealing", "sm");
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2"), await chamber.Member("m3"), await chamber.Member("m4") };
        var round = await chamber.OpenRound("P");
        Assert.Equal("sm", round.Key!.Suite);
        Assert.Equal(Envelope.Fingerprint(round.Key.Public), round.Key.Fingerprint);

        await chamber.Server.Kill();
        var refused = await Assert.ThrowsAsync<ServerException>(() => chamber.Start("--sealing", "standard"));
        Assert.Contains("--sealing sm", refused.Message, StringComparison.Ordinal);
        await chamber.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await chamber.Chair.Back(patience.Token);
        round = Assert.Single((await chamber.Chair.Snapshot()).Value!.Rounds, r => r.State == "open");
        Assert.Equal("sm", round.Key!.Suite);

        var good = chamber.Press(round, 1, 0);
        var standard = Hpke.DeriveKeyPair(RandomNumberGenerator.GetBytes(32));
        var other = chamber.Press(round with { Key = new KeyView(standard.Public, Envelope.Fingerprint(standard.Public)) }, 1, 0);
        byte[] off = [.. good.Envelope];
        off[64] ^= 1;
        byte[] truncated = [.. good.Envelope[..^8], .. new byte[8]];
        Chamber.Done(await Cast(members[0], good, patience.Token));
        Chamber.Done(await Cast(members[1], other, patience.Token));
        Chamber.Done(await Cast(members[2], Again(good, off), patience.Token));
        Assert.NotNull((await Cast(members[3], Again(good, good.Envelope[..^1]), patience.Token)).Refusal);
        Chamber.Done(await Cast(members[3], Again(good, truncated), patience.Token));

        var tallied = await chamber.CloseRound(round);
        Assert.Equal((4, 3), (tallied.Voted, tallied.Unreadable));
        Assert.All(tallied.Results!, q => Assert.Equal((1, 3, 1), (q.Valid, q.Void, q.Counts["for"])));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<Reply<Receipt>> Cast(Participant member, CastRequest press, CancellationToken stop)
    {
        await member.Back(stop);
        return await member.Cast(press);
    }

    private static CastRequest Again(CastRequest press, byte[] envelope) =>
        press with { CastId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), Envelope = envelope };
}
