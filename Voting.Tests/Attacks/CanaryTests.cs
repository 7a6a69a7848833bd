using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Rehearsal;
using Voting.Tests.Journeys;
using Voting.Tests.Screens;
using static Microsoft.Playwright.Assertions;

namespace Voting.Tests.Attacks;

/// <summary>P5: marks that nobody else would make occur nowhere outside the tablet, however they might be written.</summary>
public class CanaryTests
{
    private const int Questions = 5;
    private const int Options = 32;

    [Fact]
    public async Task The_marks_of_a_secret_ballot_stand_in_no_file_no_message_and_no_log()
    {
        using var collector = new Collector();
        await using var chamber = await Chamber.OpenTalkative(Meeting(), null, "--telemetry", collector.Address.ToString());
        using var tap = new Tap(chamber.Address);
        var members = new List<SimulatedMember>();
        foreach (var id in (string[])["m1", "m2", "m3"]) members.Add(await chamber.Member(id, tap.Address));
        var display = await Participant.Join(tap.Address, chamber.Code(Roles.Display));
        var officer = await Participant.Join(tap.Address, chamber.Code(Roles.Scrutineer + ":2"));

        var (secret, taken, heard) = await Hold("C");
        Nowhere(secret, taken.SelectMany(c => c.Files.Select(f => ($"{c.At} {f.Key}", f.Value))));
        Nowhere(secret, heard.Select(m => ("message", m.Bytes)));
        Nowhere(secret, [("record", await chamber.Clerk.Get("/record"))]);

        // Marks on a recorded paper are meant to be seen: that is how it is known that they would be found.
        var (recorded, files, said) = await Hold("D");
        Assert.All(recorded, canary => Assert.Contains(files.Last().Files.Values, canary.IsIn));
        Assert.All(recorded, canary => Assert.Contains(said, m => canary.IsIn(m.Bytes)));
        await chamber.Server.End();
        var telemetry = collector.Bodies();
        Assert.NotEmpty(telemetry);
        Nowhere([.. secret, .. recorded], telemetry.Select(body => ("telemetry", body)));
        Nowhere([.. secret, .. recorded], [("log", Encoding.UTF8.GetBytes(string.Join('\n', chamber.Server.Printed())))]);
        Nowhere(secret, Copy.Of(chamber.DataFolder, "end").Files.Select(f => ("end " + f.Key, f.Value)));
        await display.DisposeAsync();
        await officer.DisposeAsync();
        Figures.Print($"P5 canary: {secret.Count} secret ballots, none of {secret.Sum(c => c.Forms.Count)} ways to write them in {taken.Sum(c => c.Files.Count)} copies of files, {heard.Count} messages, {telemetry.Count} bodies of telemetry, "
            + $"{chamber.Server.Printed().Count} lines of a log at its most talkative; those of a recorded paper found");

        async Task<(List<Canary> Canaries, List<Copy> Copies, IReadOnlyList<Tap.Message> Heard)> Hold(string paper)
        {
            tap.Take();
            var round = await chamber.OpenRound(paper);
            var copies = new List<Copy>();
            var canaries = new List<Canary>();
            foreach (var (i, seq) in ((int, int)[])[(0, 1), (1, 1), (1, 2), (2, 1)])
            {
                var canary = new Canary(Random.Shared);
                canaries.Add(canary);
                var press = SimulatedMember.Press(chamber.MeetingId, round, canary.Ballot, seq);
                Chamber.Done(i == 2 ? await members[i].CastOverHttp(press) : await members[i].Cast(press));
                copies.Add(Copy.Of(chamber.DataFolder, "open"));
            }

            copies.Add(Copy.Of(chamber.KeysFolder, "keys"));
            var closing = chamber.CloseRound(round);
            while (!closing.IsCompleted)
            {
                copies.Add(Copy.Of(chamber.DataFolder, "closing"));
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            await closing;
            copies.Add(Copy.Of(chamber.DataFolder, "after"));
            Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
            // What a second press has replaced is not in the box of a recorded paper, nor counted.
            if (paper == "D") canaries.RemoveAt(1);
            return (canaries, copies, tap.Take());
        }
    }

    [Fact]
    public async Task A_tablet_says_nothing_of_a_draft_and_nothing_that_can_be_read_of_a_press()
    {
        await using var browser = await Browser.Open();
        await using var chamber = await Chamber.OpenTalkative(Meeting());
        using var tap = new Tap(chamber.Address);
        var tablet = await browser.Device(tap.Address);
        await Browser.SignIn(tablet, chamber.Code("member:m1"));
        await Expect(tablet.GetByText("委员01")).ToBeVisibleAsync();
        var round = await chamber.OpenRound("E");
        await Expect(tablet.GetByRole(AriaRole.Checkbox).First).ToBeEnabledAsync();
        tap.Take();

        int[][] marks = [.. ((string[])["110100110101100101110010", "010110011010011101001011", "101001011100101001101001"])
            .Select(bits => Enumerable.Range(0, 24).Where(o => bits[o] == '1').ToArray())];
        for (var q = 0; q < marks.Length; q++)
            foreach (var option in marks[q]) await tablet.Locator("fieldset.question").Nth(q).GetByRole(AriaRole.Checkbox).Nth(option).ClickAsync();
        await tablet.GetByRole(AriaRole.Button, new() { Name = "核对选择" }).ClickAsync();
        await Expect(tablet.GetByRole(AriaRole.Button, new() { Name = "提交", Exact = true })).ToBeVisibleAsync();
        // A connection that says it is still there, and nothing else.
        Assert.DoesNotContain(tap.Take(), m => m.FromScreen && !m.Text.StartsWith("{\"type\":6}", StringComparison.Ordinal));

        await tablet.GetByRole(AriaRole.Button, new() { Name = "提交", Exact = true }).ClickAsync();
        await Expect(tablet.GetByText("提交成功")).ToBeVisibleAsync();
        var heard = tap.Take();
        Assert.Single(heard, m => m.FromScreen && m.Text.Contains("\"Cast\"", StringComparison.Ordinal));
        var canary = new Canary(marks, 24);
        Nowhere([canary], heard.Select(m => ("message", m.Bytes)));
        Nowhere([canary], Copy.Of(chamber.DataFolder, "open").Files.Select(f => (f.Key, f.Value)));
        Nowhere([canary], [("log", Encoding.UTF8.GetBytes(string.Join('\n', chamber.Server.Printed())))]);
        // It was that ballot, and it is counted.
        var results = (await chamber.CloseRound(round)).Results!;
        Assert.Equal(marks.SelectMany((marked, q) => marked.Select(o => $"E-q{q}-o{o:00}")), results.SelectMany(r => r.Counts.Where(c => c.Value == 1).Select(c => c.Key)));
    }

    private static void Nowhere(IReadOnlyList<Canary> canaries, IEnumerable<(string Where, byte[] Bytes)> places)
    {
        foreach (var (where, bytes) in places)
            foreach (var form in canaries.SelectMany(c => c.Forms))
                Assert.True(bytes.AsSpan().IndexOf(form) < 0, $"{where} has {Convert.ToHexString(form)} ({Encoding.UTF8.GetString(form)})");
    }

    private static JsonObject Meeting()
    {
        var meeting = Chamber.Small();
        // As many seats as options: no ballot is void for its number of marks, or the totals would be those of the one that is left.
        JsonObject Paper(string id, bool secret, int questions, int options) => new()
        {
            ["id"] = id,
            ["title"] = id,
            ["secret"] = secret,
            ["questions"] = new JsonArray([.. Enumerable.Range(0, questions).Select(q => new JsonObject
            {
                ["id"] = $"q{q}", ["title"] = $"第{q}题", ["kind"] = "choose-many", ["seats"] = options, ["rule"] = "selection-by-plurality",
                ["options"] = new JsonArray([.. Enumerable.Range(0, options).Select(o => new JsonObject { ["id"] = $"{id}-q{q}-o{o:00}", ["label"] = $"候选{o}" })]),
            })]),
        };
        meeting["papers"] = new JsonArray(Paper("C", true, Questions, Options), Paper("D", false, Questions, Options), Paper("E", true, 3, 24));
        meeting["agenda"] = new JsonArray(new JsonObject { ["no"] = 1, ["title"] = "一", ["papers"] = new JsonArray("C", "D", "E") });
        return meeting;
    }

    /// <summary>Marks at random, in every form in which a program would write them down.</summary>
    private sealed class Canary
    {
        public Canary(Random random) : this([.. Enumerable.Range(0, Questions).Select(_ => Enumerable.Range(0, Options).Where(_ => random.Next(2) == 0).ToArray())], Options)
        {
        }

        public Canary(IReadOnlyList<int[]> marks, int options)
        {
            Ballot = new Ballot([.. marks]);
            var bytes = BallotCode.Encode([.. marks.Select(_ => options)], Ballot);
            // As short a piece as chance does not make elsewhere.
            for (var at = 0; at + 8 <= bytes.Length; at++) Forms.Add(bytes[at..(at + 8)]);
            Write(Convert.ToHexStringLower(bytes));
            Write(Convert.ToHexString(bytes));
            for (var skipped = 0; skipped < 3; skipped++)
            {
                // Base64 of the same bytes differs with what stands before them; what stands at either end is left out.
                var text = Convert.ToBase64String([.. new byte[skipped], .. bytes]);
                Write(text[(skipped == 0 ? 0 : 4)..(text.Length - 4)]);
            }

            foreach (var (q, marked) in marks.Index())
            {
                Write(string.Join(',', marked));
                Write(string.Join(", ", marked));
                foreach (var paper in (string[])["C", "D", "E"])
                {
                    Write(string.Join("\",\"", marked.Select(o => $"{paper}-q{q}-o{o:00}")));
                    Write(string.Join(", ", marked.Select(o => $"{paper}-q{q}-o{o:00}")));
                }
            }
        }

        public Ballot Ballot { get; }

        public List<byte[]> Forms { get; } = [];

        public bool IsIn(byte[] bytes) => Forms.Any(form => bytes.AsSpan().IndexOf(form) >= 0);

        private void Write(string text) => Forms.Add(Encoding.UTF8.GetBytes(text));
    }
}
