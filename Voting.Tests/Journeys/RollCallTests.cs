using System.Reflection;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using Voting.Domain.Contracts;
using Voting.Domain.Records;
using Voting.Tests.Files;

namespace Voting.Tests.Journeys;

/// <summary>Names of a recorded round, and never of a secret one.</summary>
public class RollCallTests
{
    private static JsonObject Meeting => JsonNode.Parse(TestFiles.Read("Golden", "totals-against-names", "meeting.json"))!.AsObject();

    private static string Names(RollCallView list, string option) => string.Join(' ', list.Entries.Where(e => e.Marks is { } marks && marks[0].Contains(option)).Select(e => e.Member));

    [Fact]
    public async Task Where_the_paper_shows_names_live_hall_and_officers_see_each_as_it_is_recorded()
    {
        await using var chamber = await Chamber.Open(Meeting);
        var hall = await chamber.Join(Roles.Display);
        var (two, three) = (await chamber.Member("m2"), await chamber.Member("m3"));
        var round = await chamber.OpenRound("D");
        Assert.True(round.LiveNames);
        Chamber.Done(await two.Cast(chamber.Press(round, 1, 0)));

        var seen = (await hall.RollCall(Chamber.Of(round))).Value!;
        Assert.Equal(("m2", 8), (Names(seen, "for"), seen.Entries.Count));
        Assert.Null(seen.Entries.Single(e => e.Member == "m3").Marks);
        Chamber.Done(await three.Cast(chamber.Press(round, 1, 1)));
        Chamber.Done(await two.Cast(chamber.Press(round, 2, 2)));
        seen = (await chamber.Chair.RollCall(Chamber.Of(round))).Value!;
        Assert.Equal(("", "m3", "m2"), (Names(seen, "for"), Names(seen, "against"), Names(seen, "abstain")));
        Chamber.Refused(Refusals.NotPermitted, await two.RollCall(Chamber.Of(round)));

        await chamber.CloseRound(round);
        seen = (await hall.RollCall(Chamber.Of(round))).Value!;
        Assert.Equal(("m3", "m2", 8), (Names(seen, "against"), Names(seen, "abstain"), seen.Entries.Count));
    }

    [Fact]
    public async Task Otherwise_officers_see_the_names_after_the_close_and_the_hall_never()
    {
        var meeting = Meeting;
        meeting["papers"]![0]!.AsObject().Remove("liveNames");
        await using var chamber = await Chamber.Open(meeting);
        var hall = await chamber.Join(Roles.Display);
        var two = await chamber.Member("m2");
        var round = await chamber.OpenRound("D");
        Chamber.Done(await two.Cast(chamber.Press(round, 1, 1)));
        Chamber.Refused(Refusals.NamesAfterClose, await chamber.Chair.RollCall(Chamber.Of(round)));
        Chamber.Refused(Refusals.NotPermitted, await hall.RollCall(Chamber.Of(round)));
        await chamber.CloseRound(round);

        Chamber.Refused(Refusals.NotPermitted, await hall.RollCall(Chamber.Of(round)));
        foreach (var officer in new[] { chamber.Chair, chamber.Clerk, chamber.Scrutineer })
        {
            var list = (await officer.RollCall(Chamber.Of(round))).Value!;
            Assert.Equal("m2", Names(list, "against"));
            Assert.Equal("m1 m3 m4 m5 m6 m7 m8", string.Join(' ', list.Entries.Where(e => e.Marks is null).Select(e => e.Member)));
        }
    }

    [Fact]
    public async Task Of_a_secret_round_nobody_gets_a_name_in_any_state()
    {
        await using var chamber = await Chamber.Open();
        var hall = await chamber.Join(Roles.Display);
        var two = await chamber.Member("m2");
        Chamber.Done(await chamber.Chair.OpenMeeting());
        Chamber.Done(await chamber.Chair.Prepare(new PrepareRequest("P")));
        await NobodyIsTold("ready");
        Chamber.Done(await chamber.Chair.Open(new RoundRef("P", 1)));
        var round = (await chamber.Chair.Snapshot()).Value!.Rounds[^1];
        Assert.False(round.LiveNames);
        Chamber.Done(await two.Cast(chamber.Press(round, 1, 1)));
        await NobodyIsTold("open");
        await chamber.CloseRound(round);
        await NobodyIsTold("tallied");
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        Chamber.Done(await chamber.Clerk.Certify(new CertifyRequest([Chamber.Of(round)])));
        Chamber.Done(await chamber.Scrutineer.Certify(new CertifyRequest([Chamber.Of(round)])));
        await NobodyIsTold("certified");

        async Task NobodyIsTold(string state)
        {
            Assert.Equal(state, (await chamber.Chair.Snapshot()).Value!.Rounds[^1].State);
            foreach (var person in new Voting.Rehearsal.Participant[] { chamber.Chair, chamber.Clerk, chamber.Scrutineer, hall })
                Chamber.Refused(Refusals.SecretRound, await person.RollCall(new RoundRef("P", 1)));
        }
    }

    [Fact]
    public void Only_the_roll_call_has_room_for_a_member_and_a_mark_and_no_push_carries_it()
    {
        var told = typeof(IVotingScreen).GetMethods().SelectMany(m => m.GetParameters()).SelectMany(p => Reachable(p.ParameterType)).ToHashSet();
        var answered = typeof(IVotingHub).GetMethods().ToDictionary(m => m.Name, m => Reachable(m.ReturnType));
        Assert.DoesNotContain(told, NamesAndMarks);
        Assert.Equal(["RollCall"], answered.Where(a => a.Value.Any(NamesAndMarks)).Select(a => a.Key));
        Assert.True(NamesAndMarks(typeof(RollCallEntry)), "The test looks for what is there.");
    }

    [Fact]
    public async Task A_total_that_differs_from_the_names_behind_it_is_not_certified_and_a_record_with_it_is_refused()
    {
        await using var chamber = await Chamber.Open(Meeting);
        var round = await chamber.OpenRound("D");
        int[] marks = [0, 0, 1, 0, 1, 0, 2, 0];
        for (var n = 1; n <= 8; n++) Chamber.Done(await (await chamber.Member($"m{n}")).Cast(chamber.Press(round, 1, marks[n - 1])));
        await chamber.CloseRound(round);
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        // What the verifier says besides is that a rehearsal's round was not certified yet.
        const string counts = "$.papers[0].rounds[0].questions[0]";
        Assert.DoesNotContain(counts, await Found(await chamber.Record()), StringComparison.Ordinal);

        // 4 : 3 : 1, and no longer passed: every sum of the round still holds.
        using (var store = new SqliteConnection($"Data Source={Path.Combine(chamber.DataFolder, "main.db")};Pooling=false"))
        {
            var text = store.QuerySingle<string>("SELECT result FROM rounds");
            store.Execute("UPDATE rounds SET result = @changed", new { changed = text.Replace("\"against\":2", "\"against\":3", StringComparison.Ordinal).Replace("\"for\":5", "\"for\":4", StringComparison.Ordinal).Replace("passed", "failed", StringComparison.Ordinal) });
        }

        var refused = await chamber.Clerk.Certify(new CertifyRequest([Chamber.Of(round)]));
        Assert.Equal((Refusals.DoesNotReconcile, "关于示例事项的决定, round 1: 关于示例事项的决定: the totals differ from the names behind them"), (refused.Refusal!.Code, refused.Refusal.Detail));
        Assert.Contains(counts, await Found(await chamber.Record()), StringComparison.Ordinal);

        async Task<string> Found(JsonNode record)
        {
            var file = Path.Combine(chamber.DataFolder, "copy.json");
            await File.WriteAllBytesAsync(file, CanonicalJson.Bytes(record), TestContext.Current.CancellationToken);
            var verified = await Programs.Verify("verify", file);
            Assert.Equal(1, verified.ExitCode);
            return verified.Errors;
        }
    }

    private static bool NamesAndMarks(Type type)
    {
        var fields = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name).ToHashSet();
        return (fields.Contains("Member") || fields.Contains("Members") || fields.Contains("Name")) && fields.Overlaps(["Marks", "Counts", "Options", "Envelope", "Ballot"]);
    }

    private static HashSet<Type> Reachable(Type type, HashSet<Type>? met = null)
    {
        met ??= [];
        if (!met.Add(type)) return met;
        foreach (var part in type.GetGenericArguments()) Reachable(part, met);
        if (type.GetElementType() is { } element) Reachable(element, met);
        if (type.Namespace?.StartsWith("Voting", StringComparison.Ordinal) is true)
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)) Reachable(property.PropertyType, met);
        return met;
    }
}
