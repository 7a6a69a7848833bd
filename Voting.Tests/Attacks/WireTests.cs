using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Rehearsal;
using Voting.Tests.Journeys;

namespace Voting.Tests.Attacks;

/// <summary>P6: what a secret round shows while it is open, to screens, on the wire and in the log.</summary>
public class WireTests
{
    private static readonly string[] OptionIds = ["option-a", "option-bb", "option-ccc", "option-dddd"];

    [Fact]
    public async Task An_open_secret_round_tells_no_screen_of_any_role_anything_but_its_paper_and_how_many_have_voted()
    {
        await using var chamber = await Chamber.Open(Meeting());
        using var tap = new Tap(chamber.Address);
        var members = new List<SimulatedMember>();
        foreach (var id in (string[])["m1", "m2", "m3", "m4"]) members.Add(await chamber.Member(id, tap.Address));
        var screens = new Dictionary<string, Participant> { [Roles.Member] = members[0] };
        screens[Roles.Attendee] = await Participant.Join(tap.Address, chamber.Code(Roles.Attendee + ":1"));
        screens[Roles.Display] = await Participant.Join(tap.Address, chamber.Code(Roles.Display));
        foreach (var (role, post) in ((string, string)[])[(Roles.PresidingOfficer, Posts.PresidingOfficer), (Roles.Clerk, Posts.Clerk), (Roles.Scrutineer, Posts.SecondScrutineer)])
            screens[role] = await Participant.Join(tap.Address, new SignInRequest(null, post, chamber.Code("password:" + post)));
        Assert.Equal(Roles.All.Order(), screens.Keys.Order());
        tap.Take();

        var clock = Stopwatch.StartNew();
        var round = await chamber.OpenRound("W");
        // Many presses, so that a push for each would be seen; the last member votes just before the close.
        for (var seq = 1; seq <= 40; seq++)
        {
            foreach (var (m, member) in members.Take(3).Index()) Chamber.Done(await member.Cast(chamber.Press(round, seq, (m + seq) % 5 - 1)));
            if (seq % 10 == 0) foreach (var screen in screens.Values) Chamber.Done(await screen.Snapshot());
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        Chamber.Done(await members[3].Cast(chamber.Press(round, 1, 0)));
        var before = tap.Take();
        Chamber.Done(await chamber.Chair.Close(Chamber.Of(round)));
        var seconds = clock.Elapsed.TotalSeconds;
        var heard = new List<Tap.Message>(before);
        // On each screen: every connection is written to on its own, and one may have the close before another has its last turnout.
        await Chamber.Until(() =>
        {
            heard.AddRange(tap.Take());
            return Task.FromResult(screens.Values.All(screen => heard.Any(m => !m.FromScreen && m.Cookie == screen.Cookie && Said(m).Any(IsClosed))));
        });

        foreach (var (role, screen) in screens)
        {
            var open = before.Where(m => !m.FromScreen && m.Cookie == screen.Cookie).SelectMany(Said).ToList();
            Assert.Contains(open, o => (string?)o["target"] == "Round" || o["result"] is not null);
            foreach (var message in open) Walk(message, "$");
            var turnouts = heard.Where(m => !m.FromScreen && m.Cookie == screen.Cookie).SelectMany(Said)
                .Where(o => (string?)o["target"] == "Turnout").Select(o => o["arguments"]![0]!.AsObject()).ToList();
            if (role is Roles.Member or Roles.Attendee)
            {
                Assert.Empty(turnouts);
                continue;
            }

            Assert.All(turnouts, t => Assert.Equal(["paper", "round", "voted", "present"], t.Select(p => p.Key)));
            // Once in each second that has passed, and once more at the close.
            Assert.InRange(turnouts.Count, 1, (int)seconds + 2);
            Assert.Equal(4, (int)turnouts[^1]["voted"]!);
            Figures.Print($"P6 {role}: {turnouts.Count} turnouts in {seconds:0.0} s with 121 presses, the last at the close");
        }

        foreach (var screen in screens.Values) await screen.DisposeAsync();
    }

    [Fact]
    public async Task Every_ballot_of_a_paper_has_one_size_on_the_wire_and_so_has_every_answer()
    {
        await using var chamber = await Chamber.Open(Meeting());
        using var tap = new Tap(chamber.Address);
        var members = new List<SimulatedMember>();
        foreach (var id in (string[])["m1", "m2", "m3", "m4"]) members.Add(await chamber.Member(id, tap.Address));
        var round = await chamber.OpenRound("W");
        tap.Take();
        // Blank, each option, all of them; over both ways.
        foreach (var (m, marks) in ((int, int[])[])[(0, []), (1, [0]), (2, [3]), (3, [0, 1, 2, 3])])
        {
            for (var seq = 1; seq <= 3; seq++)
            {
                var press = SimulatedMember.Press(chamber.MeetingId, round, new([marks]), seq);
                Assert.Equal(round.EnvelopeSize, press.Envelope.Length);
                Chamber.Done(await members[m].Cast(press));
                Chamber.Done(await members[m].CastOverHttp(press));
            }
        }

        var heard = tap.Take();
        var hub = heard.Where(m => m.Text.Contains("\"Cast\"", StringComparison.Ordinal)).Select(m => m.Bytes.Length).ToList();
        var http = heard.Where(m => m.FromScreen && m.Text.Contains("\"envelope\"", StringComparison.OrdinalIgnoreCase) && !m.Text.Contains("\"Cast\"", StringComparison.Ordinal)).Select(Body).ToList();
        var answers = heard.Where(m => !m.FromScreen && m.Text.StartsWith("{\"type\":3", StringComparison.Ordinal)).Select(m => m.Bytes.Length).ToList();
        Assert.Equal((12, 12, 12), (hub.Count, http.Count, answers.Count));
        Assert.All([hub, http, answers], sizes => Assert.Single(sizes.Distinct()));
        Figures.Print($"P6 sizes: every press of {hub[0]} bytes on the hub, {http[0]} over HTTP, every answer {answers[0]}");

        // From the last brace back to the first that opens it: a press stands in one piece.
        static int Body(Tap.Message message) => message.Text.LastIndexOf('}') - message.Text.IndexOf('{', StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_press_leaves_no_line_in_a_log_however_talkative_it_was_asked_to_be()
    {
        await using var chamber = await Chamber.OpenTalkative(Meeting());
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2") };
        var round = await chamber.OpenRound("W");
        var printed = chamber.Server.Printed().Count;
        foreach (var member in members) Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        Chamber.Done(await members[0].CastOverHttp(chamber.Press(round, 2, 1)));
        await chamber.CloseRound(round);
        await chamber.Server.End();

        Assert.Empty(chamber.Server.Printed().Skip(printed));
    }

    [Fact]
    public void A_turnout_and_a_member_on_the_roll_have_no_place_for_an_option_or_for_who_has_voted()
    {
        Assert.Equal(["Paper", "Round", "Voted", "Present"], Names(typeof(Turnout)));
        Assert.Equal(["Id", "Name", "Attendance", "Online", "Seat", "Group", "Reason", "Note", "OnVideo", "Bar"], Names(typeof(RollEntry)));
        // Counts stand in results and nowhere else, and those are told only after the count.
        Assert.Equal(
            // What the clerk enters of hands and paper, and what was entered, told with the results.
            [typeof(CountsRequest), typeof(ChannelQuestionView), typeof(ResultView)],
            typeof(IVotingScreen).Assembly.GetTypes().Where(t => t.Namespace == typeof(IVotingScreen).Namespace && t.GetProperties().Any(p => p.Name is "Counts" or "Valid")));
        Assert.Equal(
            [nameof(RoundView.Results)],
            typeof(RoundView).GetProperties().Where(p => p.PropertyType.IsGenericType && p.PropertyType.GetGenericArguments().Contains(typeof(ResultView))).Select(p => p.Name));

        static IEnumerable<string> Names(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name).Where(n => n != "EqualityContract");
    }

    private static JsonObject Meeting()
    {
        var meeting = Chamber.Small();
        meeting["papers"]!.AsArray().Add(new JsonObject
        {
            ["id"] = "W",
            ["title"] = "票选",
            ["secret"] = true,
            ["questions"] = new JsonArray(new JsonObject
            {
                ["id"] = "q1",
                ["title"] = "四选一",
                ["kind"] = "choose-many",
                ["seats"] = 1,
                ["rule"] = "selection-by-plurality",
                ["options"] = new JsonArray([.. OptionIds.Select(o => new JsonObject { ["id"] = o, ["label"] = "候选" })]),
            }),
        });
        meeting["agenda"]![0]!["papers"]!.AsArray().Add("W");
        return meeting;
    }

    private static bool IsClosed(JsonNode message) => (string?)message["target"] == "Round" && (string?)message["arguments"]![0]!["state"] == "closed";

    /// <summary>The messages in a frame; what is no message of the hub has none.</summary>
    private static IEnumerable<JsonNode> Said(Tap.Message message) => message.Text.StartsWith("{\"type\"", StringComparison.Ordinal)
        ? message.Text.Split('\u001e', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonNode.Parse(text)!) : [];

    // An option is named where the paper is laid out, and nothing is said of a round's outcome.
    private static void Walk(JsonNode? node, string path)
    {
        switch (node)
        {
            case JsonObject o:
                foreach (var (name, value) in o)
                {
                    Assert.False(OptionIds.Contains(name), path);
                    if (name is "results" or "counts" or "urn" or "voted" && !path.EndsWith("arguments[0]", StringComparison.Ordinal) && !path.EndsWith("turnout", StringComparison.Ordinal))
                        Assert.True(value is null, $"{path}.{name}");
                    Walk(value, $"{path}.{name}");
                }

                break;
            case JsonArray a:
                foreach (var (i, value) in a.Index()) Walk(value, $"{path}[{i}]");
                break;
            case JsonValue v when v.TryGetValue<string>(out var text) && OptionIds.Any(text.Contains):
                Assert.Matches(@"\.questions\[\d+\]\.options\[\d+\]\.id$", path);
                break;
        }
    }
}
