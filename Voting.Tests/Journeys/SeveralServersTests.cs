using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Rehearsal;
using Voting.Tests.Stores;

namespace Voting.Tests.Journeys;

/// <summary>Two real servers of one meeting, on PostgreSQL and Redis.</summary>
public sealed class SeveralServersTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private Chamber _chamber = null!;
    private ServerProcess _second = null!;
    private string[] _redis = [];

    public async ValueTask InitializeAsync()
    {
        _redis = ["--redis", await Machines.Redis()];
        _chamber = await Chamber.OpenOn(await Machines.Meeting(), _redis);
        _second = await _chamber.Beside(_redis);
    }

    [Fact]
    public async Task A_ballot_may_be_cast_at_any_server_and_what_one_does_every_screen_sees()
    {
        var members = new[] { await _chamber.Member("m1"), await _chamber.Member("m2", _second.Address), await _chamber.Member("m3"), await _chamber.Member("m4", _second.Address) };
        var there = await Elsewhere(Roles.PresidingOfficer);
        var round = await _chamber.OpenRound("P");
        for (var i = 0; i < 4; i++) Chamber.Done(await members[i].Cast(_chamber.Press(round, 1, i % 2)));

        Chamber.Done(await there.Close(Chamber.Of(round)));
        var tallied = await _chamber.Chair.Tallied(Chamber.Of(round), Patience);
        Assert.Equal(tallied.Results![0].Counts, (await there.Tallied(Chamber.Of(round), Patience)).Results![0].Counts);
        Assert.Equal((4, 2, 2), (tallied.Voted, tallied.Results[0].Counts["for"], tallied.Results[0].Counts["against"]));
        Chamber.Done(await _chamber.Chair.Announce(Chamber.Of(round)));
        Chamber.Done(await _chamber.Clerk.Certify(new CertifyRequest([Chamber.Of(round)])));
        Assert.Equal(4, (await members[3].Urn(Chamber.Of(round))).Value!.Leaves.Length / 32);
    }

    [Fact]
    public async Task A_round_by_hands_opens_at_one_server_closes_at_the_other_and_is_counted_once_confirmed()
    {
        var there = await Elsewhere(Roles.PresidingOfficer);
        var member = await _chamber.Member("m1", _second.Address);
        var at = new RoundRef("P", 1);
        Chamber.Done(await _chamber.Chair.OpenMeeting());
        Chamber.Done(await _chamber.Chair.Prepare(new PrepareRequest("P")));
        Chamber.Done(await there.ChooseWay(new WayRequest("P", 1, Ways.Hands, Decision: "改为举手")));
        Chamber.Done(await _chamber.Chair.Open(at));
        var round = (await _chamber.Chair.Snapshot()).Value!.Rounds[^1];
        Chamber.Refused(Refusals.NoDevices, await member.Cast(new CastRequest("P", 1, new string('0', 32), 1, new byte[round.EnvelopeSize])));
        Chamber.Done(await there.Close(at));
        var counts = new EnteredCounts(4, null, [new("q1", new Dictionary<string, int> { ["for"] = 3, ["against"] = 1, ["abstain"] = 0 }, 0, 0), new("q2", new Dictionary<string, int> { ["for"] = 4, ["against"] = 0, ["abstain"] = 0 }, 0, 0)]);
        Chamber.Done(await (await Elsewhere(Roles.Clerk)).EnterCounts(new CountsRequest("P", 1, counts)));
        Chamber.Done(await _chamber.Scrutineer.ConfirmCounts(new CountsRef("P", 1, 1)));
        var tallied = await there.Tallied(at, Patience);
        Assert.Equal((4, 3, "passed"), (tallied.Voted, tallied.Results![0].Counts["for"], tallied.Results[0].Verdict));
    }

    [Fact]
    public async Task Of_two_servers_that_open_one_round_one_does_and_the_other_is_told()
    {
        var there = await Elsewhere(Roles.PresidingOfficer);
        Chamber.Done(await _chamber.Chair.OpenMeeting());
        for (var n = 1; n <= 10; n++)
        {
            Chamber.Done(await _chamber.Chair.Prepare(new PrepareRequest("P", "again")));
            var answers = await Task.WhenAll(_chamber.Chair.Open(new RoundRef("P", n)), there.Open(new RoundRef("P", n)));

            Assert.Single(answers, a => a.IsDone);
            Assert.Equal(Refusals.WrongState, Assert.Single(answers, a => !a.IsDone).Refusal!.Code);
            Chamber.Done(await there.Void(new VoidRequest("P", n, "x")));
        }

        await Chamber.Until(() => Task.FromResult(_chamber.RoundKeys.Count == 0));
    }

    [Fact]
    public async Task A_device_that_takes_a_seat_over_at_another_server_fences_the_first()
    {
        var member = await _chamber.Member("m1");
        var round = await _chamber.OpenRound("P");
        Chamber.Done(await member.Cast(_chamber.Press(round, 1, 0)));
        var code = (await _chamber.Clerk.ReplaceDevice(new MemberRef("m1"))).Value!.Code;

        var other = await _chamber.Join(new SignInRequest(code), _second.Address);

        Assert.Equal(1, (await other.Snapshot()).Value!.Mine!.Seq);
        await Chamber.Until(async () =>
        {
            try
            {
                return (await member.CastOverHttp(_chamber.Press(round, 2, 1))).Refusal is not null;
            }
            catch (System.Text.Json.JsonException)
            {
                return true;
            }
        });
        Chamber.Done(await other.Cast(_chamber.Press(round, 3, 1)));
    }

    [Fact]
    public async Task The_roll_shows_a_tablet_that_is_connected_to_another_server()
    {
        await using var member = await _chamber.Member("m1", _second.Address);
        await Chamber.Until(async () => (await _chamber.Clerk.Roll()).Value!.Members.Single(m => m.Id == "m1").Online);
        await member.DisposeAsync();
        await Chamber.Until(async () => !(await _chamber.Clerk.Roll()).Value!.Members.Single(m => m.Id == "m1").Online);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_a_post_at_every_server()
    {
        for (var n = 0; n < 5; n++)
            await Assert.ThrowsAsync<RefusedException>(() => _chamber.Join(new SignInRequest(null, "clerk", "WRONG-WRONG-WRONG"), n % 2 == 0 ? _second.Address : null));

        foreach (var server in new[] { _chamber.Address, _second.Address })
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(() => _chamber.Join(new SignInRequest(null, "clerk", _chamber.Code("password:clerk")), server));
            Assert.Equal(Refusals.TooManyTries, refused.Refusal.Code);
        }
    }

    [Fact]
    public async Task Turnout_is_told_by_one_server_wherever_the_ballots_are_cast()
    {
        var members = new[] { await _chamber.Member("m1", _second.Address), await _chamber.Member("m2", _second.Address), await _chamber.Member("m3") };
        var there = await Elsewhere(Roles.PresidingOfficer);
        var round = await _chamber.OpenRound("P");
        foreach (var member in members) Chamber.Done(await member.Cast(_chamber.Press(round, 1, 0)));

        await Chamber.Until(async () => (await _chamber.Chair.Snapshot()).Value!.Turnout?.Voted == 3);
        await Chamber.Until(async () => (await there.Snapshot()).Value!.Turnout?.Voted == 3);
    }

    [Fact]
    public async Task The_ceremony_moves_when_its_server_dies_and_no_acknowledged_ballot_is_lost()
    {
        var members = new[] { await _chamber.Member("m1"), await _chamber.Member("m2", _second.Address), await _chamber.Member("m3") };
        var there = await Elsewhere(Roles.PresidingOfficer);
        var round = await _chamber.OpenRound("P");
        for (var i = 0; i < 3; i++) Chamber.Done(await members[i].Cast(_chamber.Press(round, 1, i % 2)));

        // The first server holds the lease; it dies as the round closes at the second.
        var close = there.Close(Chamber.Of(round));
        await _chamber.Server.Kill();
        await close;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var tallied = await there.Tallied(Chamber.Of(round), Patience);

        Figures.Print($"S8 the ceremony at the second server after the first is killed: counted in {clock.ElapsedMilliseconds} ms");
        Assert.Equal((3, 2, 1), (tallied.Voted, tallied.Results![0].Counts["for"], tallied.Results[0].Counts["against"]));
        Assert.Empty(_chamber.RoundKeys);
        using var connection = new NpgsqlConnection(_chamber.Database);
        var types = (await connection.QueryAsync<string>("SELECT body FROM events")).Select(b => (string)JsonNode.Parse(b)!["type"]!).ToList();
        foreach (var once in new[] { "round-closed", "urn-written", "box-destroyed", "round-tallied", "key-destroyed" }) Assert.Single(types, once);
    }

    [Fact]
    public async Task A_counting_that_stopped_at_a_server_that_then_dies_goes_on_at_the_other()
    {
        var members = new[] { await _chamber.Member("m1"), await _chamber.Member("m2", _second.Address) };
        var there = await Elsewhere(Roles.PresidingOfficer);
        var round = await _chamber.OpenRound("P");
        foreach (var member in members) Chamber.Done(await member.Cast(_chamber.Press(round, 1, 0)));
        await using var connection = new NpgsqlConnection(_chamber.Database);
        await connection.ExecuteAsync("""
            CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stop'; END $$;
            CREATE TRIGGER stop BEFORE INSERT ON events FOR EACH ROW WHEN (NEW.body LIKE '%urn-written%') EXECUTE FUNCTION stop();
            """);
        Chamber.Done(await there.Close(Chamber.Of(round)));
        await Chamber.Until(async () => (await there.Snapshot()).Value!.Rounds[^1].Fault == Refusals.TryAgain);

        await _chamber.Server.Kill();
        await connection.ExecuteAsync("DROP TRIGGER stop ON events");

        await Chamber.Until(async () => (await there.Snapshot()).Value!.Rounds[^1].Results is not null);
        Assert.Equal(2, (await there.Snapshot()).Value!.Rounds[^1].Voted);
    }

    [Fact]
    public async Task Who_presses_late_at_the_other_server_is_told_so_while_the_hands_are_still_to_be_confirmed()
    {
        var members = new[] { await _chamber.Member("m1"), await _chamber.Member("m2", _second.Address) };
        Chamber.Done(await _chamber.Chair.OpenMeeting());
        Chamber.Done(await _chamber.Chair.Prepare(new PrepareRequest("P")));
        Chamber.Done(await _chamber.Chair.ChooseWay(new WayRequest("P", 1, Ways.DevicesAndHands, Decision: "平板不足", ByHands: ["m4"])));
        Chamber.Done(await _chamber.Chair.Open(new RoundRef("P", 1)));
        var round = (await _chamber.Chair.Snapshot()).Value!.Rounds[^1];
        foreach (var member in members) Chamber.Done(await member.Cast(_chamber.Press(round, 1, 0)));
        Chamber.Done(await _chamber.Chair.Close(Chamber.Of(round)));
        await using var connection = new NpgsqlConnection(_chamber.Database);
        await Chamber.Until(async () => await connection.QuerySingleAsync<string>("SELECT step FROM rounds") == "BoxDestroyed");

        // The other server notices within a fraction of a second; until then a press is to be sent again.
        await Chamber.Until(async () => (await members[1].Cast(_chamber.Press(round, 2, 1))).Refusal?.Code == Refusals.ClosedSeeUrn);
    }

    public async ValueTask DisposeAsync()
    {
        if (_chamber is not null) await _chamber.DisposeAsync();
    }

    // A post signs in with its password; both sessions stand.
    private async Task<Officer> Elsewhere(string post) => await _chamber.Officer(new SignInRequest(null, post, _chamber.Code($"password:{post}")), _second.Address);
}
