using System.Text;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Tests.Journeys;

namespace Voting.Tests.Attacks;

/// <summary>What the ceremony has destroyed is in no file any more, at whatever step the power goes.</summary>
public class LeftoversTests
{
    [Theory]
    [InlineData("BoxDestroyed")]
    [InlineData("KeyRead")]
    [InlineData("Tallied")]
    [InlineData("KeyDestroyed")]
    public async Task Once_the_box_is_destroyed_no_file_links_a_member_to_an_envelope(string step)
    {
        await using var chamber = await Chamber.Open(Meeting(), null, "--die-after", step);
        var (round, presses) = await Vote(chamber);
        // That it is found while it is there.
        var open = Copy.Of(chamber.DataFolder, "open");
        Assert.All(presses, p => Assert.NotEmpty(Links(open, p)));
        _ = chamber.Chair.Close(Chamber.Of(round)).ContinueWith(c => c.Exception, TestContext.Current.CancellationToken);
        await chamber.Server.Exited.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        var left = Copy.Of(chamber.DataFolder, step);
        Assert.DoesNotContain(left.Files.Keys, name => name.StartsWith("boxes/", StringComparison.Ordinal));
        foreach (var press in presses) Assert.Empty(Links(left, press));
        Assert.Equal(step == "KeyDestroyed" ? 0 : 1, chamber.RoundKeys.Count);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_round_that_was_voided_while_it_was_open()
    {
        await using var chamber = await Chamber.Open(Meeting());
        var (round, presses) = await Vote(chamber);
        Chamber.Done(await chamber.Chair.Void(new VoidRequest(round.Paper, round.Round, "设备故障")));
        Assert.Empty(chamber.RoundKeys);
        foreach (var left in (Copy[])[Copy.Of(chamber.DataFolder, "void"), await Ended(chamber)])
        {
            foreach (var press in presses) Assert.Empty(Links(left, press));
            Assert.DoesNotContain(left.Files.Values, f => presses.Any(p => f.AsSpan().IndexOf(p.Press.Envelope) >= 0));
        }
    }

    private static async Task<Copy> Ended(Chamber chamber)
    {
        await chamber.Server.End();
        return Copy.Of(chamber.DataFolder, "end");
    }

    // Found again in any file, and of no other meaning.
    private static System.Text.Json.Nodes.JsonObject Meeting()
    {
        var text = Chamber.Small().ToJsonString();
        for (var m = 1; m <= 5; m++) text = text.Replace($"\"m{m}\"", $"\"member-{m}-of-five\"", StringComparison.Ordinal);
        return System.Text.Json.Nodes.JsonNode.Parse(text)!.AsObject();
    }

    private static async Task<(RoundView Round, List<(string Member, CastRequest Press)> Presses)> Vote(Chamber chamber)
    {
        string[] ids = [.. Enumerable.Range(1, 4).Select(m => $"member-{m}-of-five")];
        var members = new List<Rehearsal.SimulatedMember>();
        foreach (var id in ids) members.Add(await chamber.Member(id));
        var round = await chamber.OpenRound("P");
        var presses = new List<(string, CastRequest)>();
        foreach (var (member, id) in members.Zip(ids))
        {
            // The second takes the place of the first.
            for (var seq = 1; seq <= 2; seq++)
            {
                var press = chamber.Press(round, seq, seq - 1);
                Chamber.Done(await member.Cast(press));
                presses.Add((id, press));
            }
        }

        return (round, presses);
    }

    /// <summary>Where a press's cast id stands, or its envelope or hash within a page of its member.</summary>
    private static List<string> Links(Copy copy, (string Member, CastRequest Press) cast)
    {
        var found = new List<string>();
        byte[] castId = Encoding.UTF8.GetBytes(cast.Press.CastId), member = Encoding.UTF8.GetBytes(cast.Member);
        byte[][] sealedOnes = [cast.Press.Envelope, Encoding.UTF8.GetBytes(Envelope.Hash(cast.Press.Envelope))];
        foreach (var (name, bytes) in copy.Files)
        {
            if (bytes.AsSpan().IndexOf(castId) >= 0) found.Add($"{name}: cast id");
            foreach (var one in sealedOnes)
                if (bytes.AsSpan().IndexOf(one) is var at and >= 0 && bytes.AsSpan(Math.Max(0, at - 400), Math.Min(800, bytes.Length - Math.Max(0, at - 400))).IndexOf(member) >= 0)
                    found.Add($"{name}: near the member");
        }

        return found;
    }
}
