using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Tests.Domain;

public class AnnouncementTests
{
    private static readonly IReadOnlyList<Option> Approval = [new("for", "赞成"), new("against", "反对"), new("abstain", "弃权")];

    [Fact]
    public void A_motion_that_passes_is_announced_with_those_who_did_not_press_and_the_blanks_together() => Assert.Equal(
        "赞成30票，反对2票，弃权1票，未按表决器2人。表决有效，通过。",
        Said(Question("committee-resolution", Approval), new QuestionTally(34, 0, 1, [30, 2, 1]), new RoundNumbers(39, 35, 34)));

    [Fact]
    public void A_motion_that_fails_is_announced_with_what_was_needed_and_void_ballots_apart() => Assert.Equal(
        "赞成19票，反对1票，弃权0票，未按表决器0人，无效票1张。未获通过（须全体组成人员过半数，即20票）。",
        Said(Question("committee-resolution", Approval), new QuestionTally(20, 1, 0, [19, 1, 0]), new RoundNumbers(39, 21, 21)));

    [Fact]
    public void A_rating_is_announced_with_how_many_took_part() => Assert.Equal(
        "题：应参加测评35人，实际参加35人，有效34张，无效1张。满意20票，基本满意14票。测评结果为满意。",
        Said(Question("rating-of-all", [new("satisfied", "满意"), new("basic", "基本满意")]), new QuestionTally(34, 1, 0, [20, 14]), new RoundNumbers(39, 35, 35)));

    [Fact]
    public void A_tie_at_the_cut_is_announced_as_a_runoff_among_the_tied() => Assert.Equal(
        "应选2项，候选3项。收回票数不多于发出票数，本次票选有效。3项获全体组成人员过半数赞成，按得票多少确定以下1项：甲。乙、丙得票相等，不能确定，就得票相等的项目再次票选，应选1项。",
        Said(Question("selection-of-all", [new("a", "甲"), new("b", "乙"), new("c", "丙")], 2), new QuestionTally(5, 0, 0, [5, 3, 3]), new RoundNumbers(5, 5, 5)));

    [Fact]
    public void The_opening_names_the_roll() => Assert.Equal(
        "本次会议应到39人，实到35人，请假4人，缺席0人，符合法定人数，现在开会。", Announcement.Opening(new RollCounts(35, 4, 0)).Chinese.Single());

    private static Question Question(string preset, IReadOnlyList<Option> options, int seats = 1) =>
        new("q1", "题", seats > 1 ? QuestionKind.ChooseMany : QuestionKind.ChooseOne, options, Presets.Find(preset, seats)!);

    [Fact]
    public void Percentages_stand_beside_the_counts_where_the_paper_asks_for_them_and_the_item_before_its_dimension() => Assert.Equal(
        "甲局：合规：应参加测评39人，实际参加39人，有效39张，无效0张。满意13票（33.3%），基本满意13票（33.3%），不满意13票（33.3%）。测评结果为基本满意。",
        Said(World.Rating() with { Title = "合规", Group = "甲局" }, new QuestionTally(39, 0, 0, [13, 13, 13]), new RoundNumbers(39, 39, 39), new Percentages(Base.All, 1)));

    [Theory]
    [InlineData(SilenceShown.Hidden, "赞成20票，反对2票，弃权1票。表决有效，通过。")]
    [InlineData(SilenceShown.Total, "赞成20票，反对2票，弃权1票，未按表决器12人。表决有效，通过。")]
    [InlineData(SilenceShown.Split, "赞成20票，反对2票，弃权1票，未按表决器12人（在线未按5人，设备离线4人，提交过迟2人，未作选择1人）。表决有效，通过。")]
    public void Those_who_did_not_vote_are_announced_as_the_paper_says(SilenceShown shown, string said)
    {
        var asked = RoundQuestion.First(World.Motion());
        var (tally, numbers) = (new QuestionTally(24, 0, 1, [20, 2, 1]), new RoundNumbers(39, 35, 24));
        var round = new Round("r", "p", 1, RoundState.Tallied, [asked])
        {
            Numbers = numbers,
            Silence = new Silence(5, 4, 2),
            Result = new RoundResult(0, [new QuestionResult("q1", tally, Verdict.Of(asked, tally, numbers))]),
        };
        Assert.Equal(said, Assert.Single(Announcement.Result(round, World.Paper(World.Motion()) with { DidNotVote = shown }).Chinese));
    }

    [Theory]
    [InlineData(Way.Hands, SilenceShown.Hidden, "赞成20票（51.3%），反对2票（5.1%），弃权1票（2.6%）。表决有效，通过。")]
    [InlineData(Way.Hands, SilenceShown.Total, "赞成20票（51.3%），反对2票（5.1%），弃权1票（2.6%），未表决12人。表决有效，通过。")]
    [InlineData(Way.DevicesAndHands, SilenceShown.Split, "赞成20票（51.3%），反对2票（5.1%），弃权1票（2.6%），未表决12人。表决有效，通过。")]
    [InlineData(Way.Paper, SilenceShown.Split, "赞成20票（51.3%），反对2票（5.1%），弃权1票（2.6%）。表决有效，通过。")]
    public void Of_hands_and_paper_it_is_not_said_why_somebody_did_not_vote(Way way, SilenceShown shown, string said)
    {
        var asked = RoundQuestion.First(World.Motion());
        var (tally, numbers) = (new QuestionTally(24, 0, 1, [20, 2, 1]), new RoundNumbers(39, 35, 24) { Entered = 24 });
        var round = new Round("r", "p", 1, RoundState.Tallied, [asked])
        {
            Way = way,
            Numbers = numbers,
            Result = new RoundResult(0, [new QuestionResult("q1", tally, Verdict.Of(asked, tally, numbers))]),
        };
        Assert.Equal(said, Assert.Single(Announcement.Result(round, World.Paper(World.Motion()) with { DidNotVote = shown, Percentages = new Percentages(Base.All, 1) }).Chinese));
    }

    [Fact]
    public void On_paper_percentages_of_issued_and_returned_are_of_the_paper_ballots()
    {
        var asked = RoundQuestion.First(World.Motion());
        var tally = new QuestionTally(20, 0, 0, [16, 4, 0]);
        var numbers = new RoundNumbers(39, 35, 20) { Entered = 20, Issued = 32 };
        Assert.Equal((32, 20, 35, 39), (tally.Total(asked, Base.Issued, numbers), tally.Total(asked, Base.Returned, numbers), tally.Total(asked, Base.Present, numbers), tally.Total(asked, Base.All, numbers)));
    }

    private static string Said(Question question, QuestionTally tally, RoundNumbers numbers, Percentages? percentages = null)
    {
        var asked = RoundQuestion.First(question);
        var round = new Round("r", "p", 1, RoundState.Tallied, [asked])
        {
            Numbers = numbers,
            Result = new RoundResult(0, [new QuestionResult("q1", tally, Verdict.Of(asked, tally, numbers))]),
        };
        return Assert.Single(Announcement.Result(round, World.Paper(question) with { Percentages = percentages }).Chinese);
    }

    private static Announcement Result(RoundQuestion asked, QuestionTally tally, RoundNumbers numbers, Way way = Way.Devices, Entry? entry = null, Silence? silence = null, Paper? paper = null, IReadOnlyList<JudgedWriteIn>? writeIns = null)
    {
        var round = new Round("r", "p", 1, RoundState.Tallied, [asked])
        {
            Way = way,
            Numbers = numbers,
            Entry = entry,
            Silence = silence,
            Result = new RoundResult(0, [new QuestionResult("q1", tally, Verdict.Of(asked, tally, numbers)) { WriteIns = writeIns ?? [] }])
            {
                Devices = way is Way.DevicesAndHands ? [new QuestionTally(33, 0, 0, [19, 13, 1])] : null,
            },
        };
        return Announcement.Result(round, paper ?? World.Paper(asked.Question));
    }

    private static RoundQuestion Asked(Question question, Stage stage = Stage.First, int seats = 0, int runoffs = 0) =>
        stage is Stage.First ? RoundQuestion.First(question) : new RoundQuestion(question, stage, question.Options, seats, runoffs);

    private static readonly IReadOnlyList<Option> ThreeProjects = [new("a", "甲"), new("b", "乙"), new("c", "丙")];

    [Fact]
    public void Opening_and_resuming_name_the_roll_in_both_languages()
    {
        var roll = new RollCounts(33, 4, 2);
        Assert.Equal("39 members are due, 33 present, 4 on leave, 2 absent. There is a quorum; the meeting is open.", Announcement.Opening(roll).English.Single());
        Assert.Equal("本次会议应到39人，实到33人，请假4人，缺席2人，符合法定人数，现在复会。", Announcement.Resuming(roll).Chinese.Single());
        Assert.Equal("39 members are due, 33 present, 4 on leave, 2 absent. There is a quorum; the meeting goes on.", Announcement.Resuming(roll).English.Single());
    }

    [Theory]
    [InlineData(Way.Devices, "请按表决器", "please vote")]
    [InlineData(Way.Hands, "请举手", "please raise your hands when asked")]
    [InlineData(Way.Paper, "请填写纸质表决票", "please mark the paper ballots")]
    [InlineData(Way.DevicesAndHands, "请按表决器，视频参会的请举手", "please vote, by a show of hands where you were told so")]
    public void A_paper_is_put_to_the_vote_under_its_item_with_what_the_members_are_asked_to_do(Way way, string how, string howEn)
    {
        var paper = World.Paper(World.Motion());
        var said = Announcement.Putting(World.Committee(39, 35, paper), paper, way);
        Assert.Equal([$"现在进行第1项议程，表决《表决票》。现在付表决，{how}。"], said.Chinese);
        Assert.Equal([$"Item 1 of the agenda: 表决票. I put it to the vote; {howEn}."], said.English);
    }

    [Fact]
    public void A_paper_of_no_item_and_one_whose_title_has_its_marks_are_put_as_they_are()
    {
        var paper = World.Paper(World.Motion()) with { Title = "《决议（草案）》" };
        var said = Announcement.Putting(World.Committee(39, 35), paper);
        Assert.Equal(["表决《决议（草案）》。现在付表决，请按表决器。"], said.Chinese);
        Assert.Equal(["《决议（草案）》. I put it to the vote; please vote."], said.English);
    }

    [Theory]
    [InlineData(true, Way.Hands, "表决系统出现故障，本项表决改用举手方式。", "The voting system has failed; this vote is held by a show of hands.")]
    [InlineData(true, Way.Paper, "表决系统出现故障，本项表决改用纸质无记名投票方式。", "The voting system has failed; this vote is held on secret paper ballots.")]
    [InlineData(false, Way.Paper, "表决系统出现故障，本项表决改用纸质投票方式。", "The voting system has failed; this vote is held on paper ballots.")]
    [InlineData(true, Way.Devices, null, null)]
    [InlineData(true, Way.DevicesAndHands, null, null)]
    public void After_a_void_round_by_device_the_members_are_told_why_another_way(bool secret, Way way, string? why, string? whyEn)
    {
        var paper = World.Paper("V01", secret, World.Motion());
        var before = new Round("r1", "V01", 1, RoundState.Void, World.First(World.Motion()));
        foreach (var by in new[] { Way.Devices, Way.DevicesAndHands })
        {
            var said = Announcement.Putting(World.Committee(39, 35, paper), paper, way, before with { Way = by });
            Assert.Equal(why is null ? [] : [why], said.Chinese.SkipLast(1));
            Assert.Equal(whyEn is null ? [] : [whyEn], said.English.SkipLast(1));
        }

        // A round that stands, or was void by hands, is no fault of the system.
        Assert.Single(Announcement.Putting(World.Committee(39, 35, paper), paper, way, before with { State = RoundState.Superseded }).Chinese);
        Assert.Single(Announcement.Putting(World.Committee(39, 35, paper), paper, way, before with { Way = Way.Hands }).Chinese);
    }

    [Fact]
    public void After_more_was_returned_than_issued_the_members_are_told_that_and_nothing_else()
    {
        var paper = World.Paper(World.Motion());
        var before = new Round("r1", "V01", 1, RoundState.Void, World.First(World.Motion()))
        {
            Way = Way.Paper,
            Entry = new Entry(1, new EnteredCounts(36, 35, []), "clerk") { ConfirmedBy = "scrutineer" },
        };
        var said = Announcement.Putting(World.Committee(39, 35, paper), paper, Way.Paper, before);
        Assert.Equal("收回票数多于发出票数，本次投票无效，重新投票。", said.Chinese[0]);
        Assert.Equal("More ballots were returned than issued: this vote is void, and is held again.", said.English[0]);
        Assert.Single(Announcement.Putting(World.Committee(39, 35, paper), paper, Way.Paper, before with { Entry = before.Entry with { ConfirmedBy = null } }).Chinese);
    }

    [Fact]
    public void A_motion_is_announced_the_same_in_english()
    {
        var motion = Asked(World.Motion());
        Assert.Equal("for 30, against 2, abstaining 1, did not vote 2. The vote is valid; it is passed.", Result(motion, new(34, 0, 1, [30, 2, 1]), new(39, 35, 34)).English.Single());
        Assert.Equal("for 19, against 1, abstaining 0, did not vote 0, void 1. Not passed (20 are needed).", Result(motion, new(20, 1, 0, [19, 1, 0]), new(39, 21, 21)).English.Single());
        var told = World.Paper(World.Motion()) with { Percentages = new Percentages(Base.All, 1), DidNotVote = SilenceShown.Split };
        Assert.Equal("for 20 (51.3%), against 2 (5.1%), abstaining 1 (2.6%), did not vote 12 (did not press 5, device offline 4, too late 2, no mark 1). The vote is valid; it is passed.",
            Result(motion, new(24, 0, 1, [20, 2, 1]), new(39, 35, 24), silence: new Silence(5, 4, 2), paper: told).English.Single());
        // Where everybody voted there is nothing to split.
        Assert.Equal("for 35 (89.7%), against 0 (0.0%), abstaining 0 (0.0%), did not vote 0. The vote is valid; it is passed.",
            Result(motion, new(35, 0, 0, [35, 0, 0]), new(39, 35, 35), silence: new Silence(0, 0, 0), paper: told).English.Single());
    }

    [Fact]
    public void A_person_is_named_before_the_votes()
    {
        var said = Result(Asked(World.Motion() with { Title = "任命甲", Act = PersonnelAct.Appoint }), new(35, 0, 0, [30, 5, 0]), new(39, 35, 35));
        Assert.Equal("任命甲：赞成30票，反对5票，弃权0票，未按表决器0人。表决有效，通过。", said.Chinese.Single());
        Assert.Equal("任命甲: for 30, against 5, abstaining 0, did not vote 0. The vote is valid; it is passed.", said.English.Single());
    }

    [Fact]
    public void A_rating_is_announced_the_same_in_english() => Assert.Equal(
        "报告: 36 were to rate, 35 did, 34 valid, 1 void. 满意 20, 基本满意 14, 不满意 0. The rating is 满意.",
        Result(Asked(World.Rating()), new(34, 1, 0, [20, 14, 0]), new(39, 36, 35)).English.Single());

    [Theory]
    [InlineData(5, 4, 1, "2项获全体组成人员过半数赞成，按得票多少确定以下2项：甲、乙。", "Chosen by the number of marks, 2: 甲、乙.")]
    [InlineData(5, 2, 1, "1项获全体组成人员过半数赞成，按得票多少确定以下1项：甲。尚缺1项。", "Chosen by the number of marks, 1: 甲. 1 remain open.")]
    [InlineData(2, 2, 1, "0项获全体组成人员过半数赞成，没有项目入选。尚缺2项。", "None is chosen. 2 remain open.")]
    public void A_selection_is_announced_with_the_chosen_and_what_remains_open(int a, int b, int c, string said, string saidEn)
    {
        var asked = Asked(Question("selection-of-all", ThreeProjects, 2));
        var result = Result(asked, new(5, 0, 0, [a, b, c]), new(5, 5, 5));
        Assert.Equal("应选2项，候选3项。收回票数不多于发出票数，本次票选有效。" + said, result.Chinese.Single());
        Assert.Equal("2 to be chosen of 3. No more ballots were returned than issued; the selection is valid. " + saidEn, result.English.Single());
    }

    [Fact]
    public void A_selection_by_plurality_names_no_threshold_and_a_tie_after_the_last_runoff_goes_to_the_meeting()
    {
        var question = Question("selection-by-plurality", ThreeProjects, 2);
        Assert.Equal("2 to be chosen of 3. No more ballots were returned than issued; the selection is valid. Chosen by the number of marks, 1: 甲. 乙、丙 are tied and nothing is decided between them: a runoff among them for 1.",
            Result(Asked(question), new(5, 0, 0, [5, 3, 3]), new(5, 5, 5)).English.Single());
        var last = Result(Asked(question, Stage.Runoff, 1, 2), new(5, 0, 0, [2, 2, 1]), new(5, 5, 5));
        Assert.Equal("应选1项，候选3项。收回票数不多于发出票数，本次票选有效。没有项目入选。甲、乙得票相等，提请会议决定，尚缺1项。", last.Chinese.Single());
        Assert.Equal("1 to be chosen of 3. No more ballots were returned than issued; the selection is valid. None is chosen. 甲、乙 are tied; the meeting decides on 1.", last.English.Single());
    }

    [Fact]
    public void T26_what_came_by_device_and_what_by_hands_is_said_behind_the_sum()
    {
        var entry = new Entry(1, new EnteredCounts(2, null, [new EnteredQuestion("q1", new Dictionary<string, int> { ["for"] = 1, ["against"] = 0, ["abstain"] = 1 }, 0, 0)]), "clerk") { ConfirmedBy = "scrutineer" };
        var said = Result(Asked(World.Motion()), new(35, 0, 0, [20, 13, 2]), new(39, 35, 35) { Entered = 2 }, Way.DevicesAndHands, entry);
        Assert.Equal("赞成20票，反对13票，弃权2票，未表决0人。表决有效，通过。其中表决器：赞成19票，反对13票，弃权1票；举手：赞成1票，反对0票，弃权1票。", said.Chinese.Single());
        Assert.Equal("for 20, against 13, abstaining 2, did not vote 0. The vote is valid; it is passed. By device: for 19, against 13, abstaining 1; by hands: for 1, against 0, abstaining 1.", said.English.Single());
        // Nothing is said of counts that nobody confirmed.
        Assert.DoesNotContain("举手：", Result(Asked(World.Motion()), new(35, 0, 0, [20, 13, 2]), new(39, 35, 35) { Entered = 2 }, Way.DevicesAndHands, entry with { ConfirmedBy = null }).Chinese.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void On_paper_what_was_issued_and_returned_comes_first_and_the_names_written_in_last()
    {
        var entry = new Entry(1, new EnteredCounts(35, 36, [new EnteredQuestion("q1", new Dictionary<string, int> { ["for"] = 10, ["against"] = 22, ["abstain"] = 2 }, 0, 1)]), "clerk") { ConfirmedBy = "scrutineer" };
        var said = Result(Asked(World.Motion()), new(34, 1, 0, [10, 22, 2]), new(39, 36, 35) { Entered = 35, Issued = 36 }, Way.Paper, entry, writeIns: [new JudgedWriteIn("丁", 20, true), new JudgedWriteIn("戊", 2, false)]);
        Assert.Equal("发出36张，收回35张，有效34张，无效1张。赞成10票，反对22票，弃权2票，无效票1张。未获通过（须全体组成人员过半数，即20票）。另选他人：丁20票，达到规定票数。另选他人：戊2票。", said.Chinese.Single());
        Assert.Equal("36 issued, 35 returned, 34 valid, 1 void. for 10, against 22, abstaining 2, void 1. Not passed (20 are needed). Written in: 丁 20, which is enough. Written in: 戊 2.", said.English.Single());
    }

    [Fact]
    public void By_device_and_hands_a_rating_names_its_grades()
    {
        var entry = new Entry(1, new EnteredCounts(2, null, [new EnteredQuestion("q1", new Dictionary<string, int> { ["satisfied"] = 1, ["basic"] = 0, ["dissatisfied"] = 1 }, 0, 0)]), "clerk") { ConfirmedBy = "scrutineer" };
        Assert.EndsWith("By device: 满意 19, 基本满意 13, 不满意 1; by hands: 满意 1, 基本满意 0, 不满意 1.",
            Result(Asked(World.Rating()), new(35, 0, 0, [20, 13, 2]), new(39, 35, 35) { Entered = 2 }, Way.DevicesAndHands, entry).English.Single(), StringComparison.Ordinal);
    }
}
