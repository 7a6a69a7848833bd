using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Tallies;

namespace Voting.Tests.Domain;

/// <summary>Rounds by hands and on paper: N = 39, 35 present; V01 is secret, V02 recorded.</summary>
public class OtherWaysTests
{
    private static readonly Meeting Meeting = World.Committee(39, 35, World.Paper("V01", true, World.Motion()), World.Paper("V02", false, World.Motion()));

    private static Course Prepared(string paper) => Course.Of(World.InSession(Meeting)).Do(new Command.Prepare(paper, "r1"));

    private static Command.ChooseWay Choose(string paper, Way way, bool chair = true, string? reason = null, string? decision = null, params string[] byHands) =>
        new(paper, 1, way, "r2", chair, reason, decision, byHands.Length == 0 ? null : byHands);

    private static Course Closed(string paper, Way way)
    {
        var course = Prepared(paper).Do(Choose(paper, way, decision: "举手"), new Command.Open(paper, 1, null));
        var round = course.State.Rounds[0];
        return course.Do(new Command.Close(paper, 1, course.State.Roll.Counts(), Conduct.NumbersWithoutDevices(course.State, round)));
    }

    private static EnteredCounts Counts(int voted, int? issued, int votesFor, int against, int abstain, int blank = 0, int spoilt = 0) => new(voted, issued,
        [new EnteredQuestion("q1", new Dictionary<string, int> { ["for"] = votesFor, ["against"] = against, ["abstain"] = abstain }, blank, spoilt)]);

    private static Command.EnterCounts Enter(string paper, EnteredCounts counts, LateEntry? late = null) => new(paper, 1, counts, "clerk", late);

    private static string? Refused(Course course, Command command) => Conduct.Decide(course.State, command).Refusal?.Code;

    [Fact]
    public void A_round_is_voted_by_device_where_nothing_else_is_chosen()
    {
        Assert.Equal(Way.Devices, Prepared("V01").State.Rounds[0].Way);
        Assert.Empty(Conduct.Decide(Prepared("V01").State, Choose("V01", Way.Devices)).Value!.Facts);
    }

    [Fact]
    public void A_secret_paper_goes_to_hands_only_on_the_presiding_officers_recorded_decision()
    {
        foreach (var way in new[] { Way.Hands, Way.DevicesAndHands })
        {
            Assert.Equal(Refusals.ChairDecides, Refused(Prepared("V01"), Choose("V01", way, chair: false, decision: "改为举手", byHands: ["m01"])));
            Assert.Equal(Refusals.DecisionNeeded, Refused(Prepared("V01"), Choose("V01", way, byHands: ["m01"])));
            Assert.Null(Refused(Prepared("V02"), Choose("V02", way, chair: false, byHands: ["m01"])));
        }

        Assert.Null(Refused(Prepared("V01"), Choose("V01", Way.Paper, chair: false)));
        var fact = Prepared("V01").Do(Choose("V01", Way.Hands, decision: "改为举手")).Facts[^1];
        Assert.Equal(("way-chosen", "hands", "改为举手"), (fact.Type, (string?)fact.Data["way"], (string?)fact.Data["decision"]));
    }

    [Fact]
    public void Who_votes_by_hands_beside_devices_is_named_and_entitled()
    {
        Assert.Equal(Refusals.NobodyByHands, Refused(Prepared("V02"), Choose("V02", Way.DevicesAndHands)));
        Assert.Equal(Refusals.UnknownMember, Refused(Prepared("V02"), Choose("V02", Way.DevicesAndHands, byHands: ["m01", "m99"])));
        Assert.Equal(["m01", "m02"], Prepared("V02").Do(Choose("V02", Way.DevicesAndHands, byHands: ["m02", "m01"])).State.Rounds[0].ByHands!.Order());
    }

    [Fact]
    public void Of_a_secret_paper_the_record_keeps_how_many_vote_by_hands_and_not_who()
    {
        Assert.Equal(2, (int)Prepared("V01").Do(Choose("V01", Way.DevicesAndHands, decision: "视频参会", byHands: ["m02", "m01"])).Facts[^1].Data["byHands"]!);
        Assert.Equal("[\"m01\",\"m02\"]", Prepared("V02").Do(Choose("V02", Way.DevicesAndHands, byHands: ["m02", "m01"])).Facts[^1].Data["byHands"]!.ToJsonString());
    }

    [Fact]
    public void T22_switching_an_open_round_voids_it_for_a_reason_and_the_next_of_the_paper_is_voted_the_other_way()
    {
        var open = Prepared("V02").Do(new Command.Open("V02", 1, null));
        Assert.Equal(Refusals.ReasonNeeded, Refused(open, Choose("V02", Way.Hands)));

        var switched = open.Do(Choose("V02", Way.Hands, reason: "设备故障"));

        Assert.Equal([(1, RoundState.Void, Way.Devices), (2, RoundState.Ready, Way.Hands)], switched.State.Rounds.Select(r => (r.Number, r.State, r.Way)));
        Assert.Equal("设备故障", switched.State.Rounds[0].Reason);
        Assert.Equal(["round-voided", "round-ready", "way-chosen"], switched.Facts.TakeLast(3).Select(f => f.Type));
    }

    [Theory]
    [InlineData(Way.Hands, false)]
    [InlineData(Way.Paper, false)]
    [InlineData(Way.DevicesAndHands, true)]
    public void No_time_closes_a_round_without_devices(Way way, bool closes)
    {
        var course = Prepared("V02").Do(new Command.SetTime("V02", 1, 60, Closes: true), Choose("V02", way, byHands: way is Way.DevicesAndHands ? ["m01"] : []));
        Assert.Equal((60, closes), (course.State.Rounds[0].Seconds, course.State.Rounds[0].TimeCloses));
        Assert.Equal(closes ? null : Refusals.WrongState, Refused(course, new Command.SetTime("V02", 1, 30, Closes: true)));
        Assert.Null(Refused(course, new Command.SetTime("V02", 1, 30)));
    }

    [Fact]
    public void Counts_are_entered_when_the_round_is_closed_and_only_for_hands_or_paper()
    {
        var ready = Prepared("V02").Do(Choose("V02", Way.Hands));
        Assert.Equal(Refusals.WrongState, Refused(ready, Enter("V02", Counts(35, null, 20, 10, 5))));
        Assert.Equal(Refusals.WrongState, Refused(ready.Do(new Command.Open("V02", 1, null)), Enter("V02", Counts(35, null, 20, 10, 5))));
        Assert.Null(Refused(Closed("V02", Way.Hands), Enter("V02", Counts(35, null, 20, 10, 5))));
    }

    [Fact]
    public void Nothing_is_tallied_before_a_scrutineer_confirmed_the_counts_that_stand()
    {
        var course = Closed("V02", Way.Hands).Do(Enter("V02", Counts(35, null, 20, 10, 5)));
        var round = course.State.Rounds[0];
        var result = RoundResult.Of(round.Questions, [], round.Numbers! with { Voted = 35, Entered = 35 }, round.Entry!.Counts);
        Assert.Equal(Refusals.WrongState, Refused(course, new Command.Tally("V02", 1, result)));

        course = course.Do(Enter("V02", Counts(35, null, 19, 11, 5)));
        Assert.Equal(Refusals.CountsChanged, Refused(course, new Command.ConfirmCounts("V02", 1, 1, "scrutineer")));
        course = course.Do(new Command.ConfirmCounts("V02", 1, 2, "scrutineer"));

        Assert.Equal(19, course.State.Rounds[0].ConfirmedCounts!.Questions[0].Counts["for"]);
        Assert.Equal((39, 35, 35), (Conduct.NumbersWithEntry(course.State.Rounds[0]) is var n ? (n.All, n.Present, n.Voted) : default));
        Assert.Equal(Refusals.WrongState, Refused(course, Enter("V02", Counts(35, null, 20, 10, 5))));
        Assert.Equal(Refusals.WrongState, Refused(course, new Command.SendBackCounts("V02", 1, 2, "票数有误")));
    }

    [Fact]
    public void Counts_that_were_sent_back_are_not_confirmed_any_more()
    {
        var course = Closed("V02", Way.Hands).Do(Enter("V02", Counts(35, null, 20, 10, 5)), new Command.SendBackCounts("V02", 1, 1, "少计一人"));
        Assert.Equal("少计一人", course.State.Rounds[0].Entry!.SentBack);
        Assert.Equal(Refusals.WrongState, Refused(course, new Command.ConfirmCounts("V02", 1, 1, "scrutineer")));
        Assert.Equal(2, course.Do(Enter("V02", Counts(35, null, 21, 9, 5))).State.Rounds[0].Entry!.No);
    }

    [Fact]
    public void T18_more_returned_than_issued_voids_the_round_once_it_is_confirmed_and_keeps_both_numbers()
    {
        var course = Closed("V01", Way.Paper).Do(Enter("V01", new EnteredCounts(36, 35, [])));
        Assert.Equal(RoundState.Closed, course.State.Rounds[0].State);

        course = course.Do(new Command.ConfirmCounts("V01", 1, 1, "scrutineer"));

        var round = course.State.Rounds[0];
        Assert.Equal((RoundState.Void, null), (round.State, round.Result));
        Assert.Equal("""[{"by":"paper","enteredBy":"clerk","confirmedBy":"scrutineer","issued":35,"returned":36}]""", ChannelText.Of(round)!.ToJsonString());
        Assert.Null(Refused(course, new Command.Prepare("V01", "r2")));
    }

    [Theory]
    [InlineData(Way.Hands, 36, null, 21, 10, 5, 0, 0)]
    [InlineData(Way.Hands, 35, null, 20, 10, 4, 0, 0)]
    [InlineData(Way.Hands, 35, 35, 20, 10, 5, 0, 0)]
    [InlineData(Way.Hands, 35, null, 20, 10, 4, 0, 1)]
    [InlineData(Way.Paper, 35, null, 20, 10, 5, 0, 0)]
    [InlineData(Way.Paper, 34, 35, 20, 10, 5, 0, 0)]
    [InlineData(Way.Paper, 35, 35, 20, 10, 5, 1, 0)]
    [InlineData(Way.Paper, 35, 35, 20, 10, 5, 0, 36)]
    public void Counts_that_do_not_add_up_are_refused(Way way, int voted, int? issued, int votesFor, int against, int abstain, int blank, int spoilt) =>
        Assert.Equal(Refusals.CountsDoNotAddUp, Refused(Closed("V02", way), Enter("V02", Counts(voted, issued, votesFor, against, abstain, blank, spoilt))));

    [Fact]
    public void A_paper_ballot_counts_though_its_member_left_after_handing_it_in()
    {
        var course = Prepared("V01").Do(Choose("V01", Way.Paper), new Command.Open("V01", 1, null), new Command.Leave("m01"), new Command.Leave("m02"));
        course = course.Do(new Command.Close("V01", 1, course.State.Roll.Counts(), Conduct.NumbersWithoutDevices(course.State, course.State.Rounds[0])));
        Assert.Equal(33, course.State.Rounds[0].Numbers!.Present);

        course = course.Do(Enter("V01", Counts(34, 35, 20, 9, 5)), new Command.ConfirmCounts("V01", 1, 1, "scrutineer"));

        Assert.Equal((34, 34, 0), Conduct.NumbersWithEntry(course.State.Rounds[0]) is var n ? (n.Present, n.Voted, n.DidNotVote) : default);
    }

    [Fact]
    public void A_round_held_while_the_system_was_down_is_entered_under_the_roll_of_then()
    {
        var ready = Prepared("V01").Do(Choose("V01", Way.Paper));
        LateEntry Late(int present, int leave, int absent, int entitled) => new(new RollCounts(present, leave, absent), entitled, "停电");
        Assert.Equal(Refusals.NoQuorum, Refused(ready, Enter("V01", Counts(19, 19, 19, 0, 0), Late(19, 20, 0, 19))));
        Assert.Equal(Refusals.CountsDoNotAddUp, Refused(ready, Enter("V01", Counts(20, 20, 20, 0, 0), Late(20, 20, 0, 20))));
        Assert.Equal(Refusals.CountsDoNotAddUp, Refused(ready, Enter("V01", Counts(20, 20, 20, 0, 0), Late(20, 19, 0, 21))));
        Assert.Equal(Refusals.WrongState, Refused(Prepared("V01"), Enter("V01", Counts(20, 20, 20, 0, 0), Late(20, 19, 0, 20))));

        var entered = ready.Do(Enter("V01", Counts(20, 20, 20, 0, 0), Late(20, 19, 0, 20)));

        var round = entered.State.Rounds[0];
        Assert.Equal((RoundState.Closed, 20, 20), (round.State, round.RollAtOpen!.Present, round.Numbers!.Present));
        var back = entered.Do(new Command.SendBackCounts("V01", 1, 1, "日期有误")).State.Rounds[0];
        Assert.Equal((RoundState.Ready, null, null), (back.State, back.RollAtOpen, back.Numbers));
    }

    [Fact]
    public void What_was_entered_late_and_sent_back_is_no_part_of_a_round_that_is_then_opened()
    {
        var course = Prepared("V01").Do(Choose("V01", Way.Paper), Enter("V01", Counts(20, 20, 20, 0, 0), new LateEntry(new RollCounts(20, 19, 0), 20, "停电")),
            new Command.SendBackCounts("V01", 1, 1, "并未举行"), new Command.Open("V01", 1, null));
        course = course.Do(new Command.Close("V01", 1, course.State.Roll.Counts(), Conduct.NumbersWithoutDevices(course.State, course.State.Rounds[0])));
        Assert.Equal(Refusals.WrongState, Refused(course, new Command.ConfirmCounts("V01", 1, 1, "scrutineer")));

        course = course.Do(Enter("V01", Counts(35, 35, 20, 10, 5)));

        Assert.Null(course.State.Rounds[0].Entry!.Late);
        Assert.Equal(2, course.State.Rounds[0].Entry!.No);
    }

    [Fact]
    public void Certifying_is_refused_while_the_channels_do_not_add_up_to_the_totals()
    {
        var course = Closed("V02", Way.Hands).Do(Enter("V02", Counts(35, null, 20, 10, 5)), new Command.ConfirmCounts("V02", 1, 1, "scrutineer"));
        var closed = course.State.Rounds[0];
        var numbers = Conduct.NumbersWithEntry(closed);
        var round = closed with { State = RoundState.Announced, Numbers = numbers, Result = RoundResult.Of(closed.Questions, [], numbers, closed.ConfirmedCounts) };
        var evidence = new Evidence(0, new Dictionary<string, byte[]>());
        IEnumerable<string> Wrong(Round of) => Reconciliation.Of(Meeting, of, evidence).Select(w => w.English);
        Assert.Empty(Wrong(round));

        var tally = round.Result!.Questions[0].Tally;
        var altered = round.Result with { Questions = [round.Result.Questions[0] with { Tally = tally with { Counts = [21, 9, 5] } }] };
        Assert.Equal(["议案: the channels do not add up to the totals"], Wrong(round with { Result = altered }));
        Assert.Contains("the counts entered were not confirmed", Wrong(round with { Entry = round.Entry! with { ConfirmedBy = null } }));
        Assert.Contains("there are ballots of a round without devices", Reconciliation.Of(Meeting, round, World.Urn(1)).Select(w => w.English));
        Assert.Contains("counts were entered for a round that is voted by device", Wrong(round with { Way = Way.Devices }));
        Assert.Contains("entered 35 of 34", Wrong(round with { Enterable = 34 }));
    }
}
