using System.Text;
using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Domain.Files;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Tests.Domain;

/// <summary>Changes to what is voted while the meeting is held.</summary>
public class AmendmentTests
{
    private const string Clerk = "clerk";
    private const string Chair = "presiding-officer:m1";

    // Printed: one person appointed to a post, another removed from it, a third appointed elsewhere.
    private static MeetingState State(string enBloc = "never", string order = "printed")
    {
        byte[] file = Encoding.UTF8.GetBytes($$"""
            { "format": "voting-meeting/1", "id": "m", "title": "会议", "date": "2026-11-25", "language": "zh-CN", "presiding": "m1",
              "body": { "name": "常委会", "members": 5, "quorum": { "of": "all", "op": ">", "num": 1, "den": 2 } },
              "roll": [ {{string.Join(", ", Enumerable.Range(1, 5).Select(i => $$"""{ "id": "m{{i}}", "name": "委员{{i}}", "attendance": "present" }"""))}} ],
              "optionSets": { "approval": [ { "id": "for", "label": "赞成" }, { "id": "against", "label": "反对" }, { "id": "abstain", "label": "弃权" } ] },
              "agenda": [ { "no": 1, "title": "议案", "papers": ["R"] }, { "no": 2, "title": "人事任免", "papers": ["V"] } ],
              "papers": [
                { "id": "R", "title": "决议", "secret": false, "questions": [
                  { "id": "q1", "title": "决议", "kind": "choose-one", "options": "approval", "rule": "committee-resolution" } ] },
                { "id": "V", "title": "任免", "secret": true, "enBloc": "{{enBloc}}", "votingOrder": "{{order}}", "questions": [
                  { "id": "q1", "title": "任命甲", "kind": "choose-one", "options": "approval", "rule": "committee-appointment", "act": "appoint", "person": "甲", "post": "主任" },
                  { "id": "q2", "title": "免去乙", "kind": "choose-one", "options": "approval", "rule": "committee-appointment", "act": "remove", "person": "乙", "post": "主任" },
                  { "id": "q3", "title": "任命丙", "kind": "choose-one", "options": "approval", "rule": "committee-appointment", "act": "appoint", "person": "丙", "post": "委员" } ] } ] }
            """);
        var read = MeetingFile.Read(file);
        Assert.Null(read.Fault);
        return World.InSession(read.Value!) with { File = file };
    }

    private static JsonObject Text(MeetingState state, string paper) => AmendedFile.Paper(state.File, paper)!;

    private static Command.Propose Propose(MeetingState state, string title = "关于甲的决议（修改稿）", string by = Clerk)
    {
        var text = Text(state, "R");
        text["title"] = title;
        return new Command.Propose("R", text, "文字修改", by);
    }

    private static string Refused(MeetingState state, Command command) => Conduct.Decide(state, command).Refusal!.Code;

    private static MeetingState Passed(MeetingState state, string paper)
    {
        var questions = World.First(state.Meeting.Paper(paper)!.Questions[0]);
        var result = World.Count(questions, 5, 5, World.Ballots(questions, (3, "for"), (2, "against")));
        return Course.Of(state).Do(
            new Command.Prepare(paper, "r" + paper), new Command.Open(paper, 1, null), new Command.Close(paper, 1, new RollCounts(5, 0, 0), new RoundNumbers(5, 5, 5)),
            new Command.Tally(paper, 1, result), new Command.Announce(paper, 1)).State;
    }

    [Fact]
    public void A_changed_paper_is_voted_only_after_another_officer_agreed_to_the_text_that_was_seen()
    {
        var state = State();
        var proposed = Course.Of(state).Do(Propose(state)).State;

        Assert.Equal(Refusals.AmendmentPending, Refused(proposed, new Command.Prepare("R", "r1")));
        Assert.Equal("决议", proposed.Meeting.Paper("R")!.Title);
        var seen = proposed.Amendments["R"].New;
        Assert.Equal(Refusals.OwnAmendment, Refused(proposed, new Command.AnswerAmendment("R", true, seen, Clerk)));
        Assert.Equal(Refusals.WrongState, Refused(proposed, new Command.AnswerAmendment("R", true, "another text", Chair)));

        var agreed = Course.Of(proposed).Do(new Command.AnswerAmendment("R", true, seen, Chair));
        Assert.Equal("关于甲的决议（修改稿）", agreed.State.Meeting.Paper("R")!.Title);
        Assert.Equal(["amendment-agreed"], agreed.Facts.Select(f => f.Type));
        Assert.True(Conduct.Decide(agreed.State, new Command.Prepare("R", "r1")).IsDone);
    }

    [Fact]
    public void One_person_in_two_posts_is_not_a_second_officer()
    {
        var state = State();
        var proposed = Course.Of(state).Do(Propose(state, by: "presiding-officer:m1")).State;
        Assert.Equal(Refusals.OwnAmendment, Refused(proposed, new Command.AnswerAmendment("R", true, proposed.Amendments["R"].New, "scrutineer:m1")));
        Assert.True(Conduct.Decide(proposed, new Command.AnswerAmendment("R", true, proposed.Amendments["R"].New, "scrutineer:m2")).IsDone);
    }

    [Fact]
    public void A_dropped_change_leaves_the_paper_as_it_was()
    {
        var state = State();
        var dropped = Course.Of(state).Do(Propose(state), new Command.AnswerAmendment("R", false, null, Clerk)).State;
        Assert.Empty(dropped.Amendments);
        Assert.Same(state.Meeting, dropped.Meeting);
        Assert.True(Conduct.Decide(dropped, new Command.Prepare("R", "r1")).IsDone);
    }

    [Fact]
    public void What_was_put_to_the_vote_is_not_changed_any_more()
    {
        var state = State();
        var ready = Course.Of(state).Do(new Command.Prepare("R", "r1")).State;
        Assert.Equal(Refusals.PaperWasVoted, Refused(ready, Propose(ready)));
        Assert.Equal(Refusals.PaperWasVoted, Refused(Course.Of(ready).Do(new Command.VoidRound("R", 1, "x")).State, Propose(ready)));
    }

    [Theory]
    [InlineData("""{"id":"R","title":"决议","secret":false}""", "$.papers[0]")]
    [InlineData("""{"id":"R","title":"","secret":false,"questions":[]}""", "$.papers[0]")]
    [InlineData("""{"id":"other","title":"x","secret":false,"questions":[]}""", "$.id")]
    [InlineData("""{"id":7}""", "$.id")]
    public void A_text_that_could_not_have_been_imported_is_refused_with_its_place(string text, string place)
    {
        var refusal = Conduct.Decide(State(), new Command.Propose("R", AmendedFile.Text(text)!, "x", Clerk)).Refusal!;
        Assert.Equal(Refusals.BadPaper, refusal.Code);
        Assert.StartsWith(place, refusal.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"id":"R","id":"R"}""")]
    public void What_is_no_object_is_no_paper(string text) => Assert.Null(AmendedFile.Text(text));

    [Fact]
    public void A_change_that_changes_nothing_is_refused()
    {
        var state = State();
        Assert.Equal(Refusals.NothingChanged, Refused(state, new Command.Propose("R", Text(state, "R"), "x", Clerk)));
    }

    [Fact]
    public void An_unplanned_paper_is_voted_under_its_item_or_a_new_one_and_every_offered_rule_can_be_read()
    {
        var state = State();
        foreach (var preset in Presets.All)
        {
            var open = preset.Rule(1) is Rule.Majority { CastingVote: true };
            var asked = new UnplannedRequest(preset.Name, "临时动议", !open, null);
            if (Presets.IsSelection(preset.Name)) asked = asked with { Candidates = ["甲", "乙", "丙"], Seats = 2 };
            var text = AmendedFile.Unplanned(state.Meeting, asked);
            // A casting vote never comes to a secret paper.
            if (open) Assert.Equal(Refusals.BadPaper, Refused(state, new Command.AddPaper(AmendedFile.Unplanned(state.Meeting, asked with { Secret = true }), 1)));
            var added = Course.Of(state).Do(new Command.AddPaper(text, 1)).State;
            Assert.Equal(["R", "X01"], added.Meeting.Agenda[0].Papers);
            Assert.True(Conduct.Decide(added, new Command.Prepare("X01", "r1")).IsDone, preset.Name);
        }

        var own = Course.Of(state).Do(new Command.AddPaper(AmendedFile.Unplanned(state.Meeting, new UnplannedRequest(Presets.All[0].Name, "临时动议", false, null)), null)).State;
        Assert.Equal((3, "临时动议"), (own.Meeting.Agenda[^1].No, own.Meeting.Agenda[^1].Title));
        Assert.Equal([1, 2, 3], own.Agenda.Order);
        Assert.Equal(Refusals.UnknownItem, Refused(state, new Command.AddPaper(AmendedFile.Unplanned(state.Meeting, new UnplannedRequest(Presets.All[0].Name, "x", false, null)), 9)));
    }

    [Fact]
    public void T25_a_post_is_voted_vacant_before_it_is_filled_and_printed_as_in_the_motion()
    {
        var divided = Course.Of(State(order: "removal-first")).Do(new Command.VoteOneByOne("V")).State;
        Assert.Equal(["V-2", "V-1", "V-3"], divided.Meeting.Agenda[1].Papers);
        Assert.Equal(["R", "V", "V-1", "V-2", "V-3"], divided.Meeting.Papers.Select(p => p.Id));
        Assert.Equal(["任命甲"], divided.Meeting.Paper("V-1")!.Questions.Select(q => q.Title));
        Assert.All(["V-1", "V-2", "V-3"], id => Assert.True(divided.Meeting.Paper(id)!.Embargo));
    }

    [Fact]
    public void Whoever_is_recused_from_a_paper_is_recused_from_what_is_voted_in_its_place()
    {
        var divided = Course.Of(State()).Do(new Command.Recuse("V", "m2", "本人"), new Command.VoteOneByOne("V")).State;
        Assert.All(["V-1", "V-2", "V-3"], id => Assert.Equal(["m2"], divided.RecusedFrom(id)));
    }

    [Fact]
    public void Persons_voted_one_by_one_keep_the_printed_order_where_nothing_else_is_asked() =>
        Assert.Equal(["V-1", "V-2", "V-3"], Course.Of(State()).Do(new Command.VoteOneByOne("V")).State.Meeting.Agenda[1].Papers);

    [Fact]
    public void Persons_are_voted_together_unless_the_policy_says_never()
    {
        Assert.Equal(Refusals.NoEnBloc, Refused(State(), new Command.VoteEnBloc("V", [])));
        var together = Course.Of(State("unless-objected")).Do(new Command.VoteEnBloc("V", [])).State;
        var paper = together.Meeting.Paper("V-bloc")!;
        Assert.Equal(["V-bloc"], together.Meeting.Agenda[1].Papers);
        Assert.Equal(["任命甲", "免去乙", "任命丙"], Assert.Single(paper.Questions).Items);
        Assert.True(paper.Embargo);
        Assert.Null(paper.Questions[0].Person);
    }

    [Fact]
    public void Whoever_is_objected_to_is_voted_alone()
    {
        var together = Course.Of(State("unless-objected")).Do(new Command.VoteEnBloc("V", ["q2"])).State;
        Assert.Equal(["V-bloc", "V-1"], together.Meeting.Agenda[1].Papers);
        Assert.Equal(["任命甲", "任命丙"], together.Meeting.Paper("V-bloc")!.Questions[0].Items);
        Assert.Equal("免去乙", together.Meeting.Paper("V-1")!.Questions[0].Title);
        Assert.Equal(Refusals.NothingChanged, Refused(State("unless-objected"), new Command.VoteEnBloc("V", ["q1", "q2"])));
    }

    [Fact]
    public void Another_name_may_be_written_in_for_one_person_and_never_for_several_together()
    {
        var state = State("unless-objected");
        var text = Text(state, "V");
        foreach (var question in text["questions"]!.AsArray()) question!["writeIns"] = true;
        state = Course.Of(state).Do(new Command.Propose("V", text, "可以另选他人", Clerk)).State;
        state = Course.Of(state).Do(new Command.AnswerAmendment("V", true, state.Amendments["V"].New, Chair)).State;
        Assert.All(state.Meeting.Paper("V")!.Questions, q => Assert.True(q.WriteIns));

        var together = Course.Of(state).Do(new Command.VoteEnBloc("V", ["q2"])).State;
        Assert.Equal([("V-bloc", false), ("V-1", true)], together.Meeting.Papers.Where(p => p.Id.StartsWith("V-", StringComparison.Ordinal)).Select(p => (p.Id, p.Questions[0].WriteIns)));
        Assert.True(Course.Of(state).Do(new Command.VoteOneByOne("V")).State.Meeting.Paper("V-2")!.Questions[0].WriteIns);
    }

    [Fact]
    public void Where_the_meeting_decides_on_it_the_merge_itself_is_voted_first_and_must_pass()
    {
        var asked = Course.Of(State("if-voted")).Do(new Command.VoteEnBloc("V", [])).State;
        Assert.Equal(["V-motion", "V"], asked.Meeting.Agenda[1].Papers);
        Assert.Null(asked.Meeting.Paper("V-motion")!.Questions[0].Act);
        Assert.Equal(Refusals.NoEnBloc, Refused(asked, new Command.VoteEnBloc("V", [])));

        var together = Course.Of(Passed(asked, "V-motion")).Do(new Command.VoteEnBloc("V", [])).State;
        Assert.Equal(["V-motion", "V-bloc"], together.Meeting.Agenda[1].Papers);
    }

    [Fact]
    public void A_withdrawn_paper_is_never_due_and_a_deferred_one_when_it_is_taken_up()
    {
        var state = Course.Of(State()).Do(new Command.Prepare("R", "r1"), new Command.SetAside("R", Aside.Deferred, "材料不全")).State;
        Assert.Equal((RoundState.Void, "材料不全"), (state.Rounds[0].State, state.Rounds[0].Reason));
        Assert.Equal(Refusals.NothingDue, Refused(state, new Command.Prepare("R", "r2")));
        Assert.True(Conduct.Decide(state, new Command.TickOff(1)).IsDone);
        Assert.True(Conduct.Decide(Course.Of(state).Do(new Command.TakeUp("R")).State, new Command.Prepare("R", "r2")).IsDone);

        var withdrawn = Course.Of(State()).Do(new Command.SetAside("R", Aside.Withdrawn, "提案人撤回")).State;
        Assert.Equal(Refusals.PaperWithdrawn, Refused(withdrawn, new Command.TakeUp("R")));
    }

    [Fact]
    public void A_paper_that_is_being_voted_is_not_set_aside()
    {
        var open = Course.Of(State()).Do(new Command.Prepare("R", "r1"), new Command.Open("R", 1, null)).State;
        Assert.Equal(Refusals.WrongState, Refused(open, new Command.SetAside("R", Aside.Deferred, "x")));
    }

    [Fact]
    public void Where_two_texts_differ_is_told_with_both()
    {
        var found = Differences.Between(JsonNode.Parse("""{"title":"甲","n":1,"list":["a"]}"""), JsonNode.Parse("""{"title":"乙","list":["a","b"],"more":"c"}"""));
        Assert.Equal([("$.title", "甲", "乙"), ("$.n", "1", null), ("$.list[1]", null, "b"), ("$.more", null, "c")], found.Select(d => (d.Path, d.Old, d.New)));
    }

    private static string[] Told(MeetingState state, params Command[] commands) =>
        [.. Course.Of(state).Do(commands).Facts.Select(f => $"{f.Type} {Less(f.Data)}")];

    // Every paper as it stands now goes with the fact; here it is enough that it does.
    private static string Less(JsonObject data)
    {
        var shown = data.DeepClone().AsObject();
        foreach (var whole in (string[])["papers", "old", "new", "text"])
            if (shown.ContainsKey(whole)) shown[whole] = shown[whole] is JsonArray all ? all.Count : (string?)shown[whole]!["title"];
        return CanonicalJson.Text(shown);
    }

    [Fact]
    public void What_is_changed_dropped_agreed_set_aside_and_taken_up_is_told_with_both_texts_and_the_reason()
    {
        var state = State();
        var seen = Course.Of(state).Do(Propose(state)).State.Amendments["R"].New;
        Assert.Equal(
            [
                """amendment-proposed {"new":"关于甲的决议（修改稿）","old":"决议","paper":"R","reason":"文字修改"}""", """amendment-dropped {"paper":"R"}""",
                """amendment-proposed {"new":"关于甲的决议（修改稿）","old":"决议","paper":"R","reason":"文字修改"}""", """amendment-agreed {"paper":"R","papers":2}""",
            ],
            Told(state, Propose(state), new Command.AnswerAmendment("R", false, null, Clerk), Propose(state), new Command.AnswerAmendment("R", true, seen, Chair)));

        var ready = Course.Of(state).Do(new Command.Prepare("R", "r1")).State;
        Assert.Equal(
            [
                """paper-deferred {"paper":"R","reason":"材料不全"}""", """round-voided {"paper":"R","reason":"材料不全","round":1}""",
                """paper-taken-up {"paper":"R"}""", """paper-withdrawn {"paper":"R","reason":"提案人撤回"}""",
            ],
            Told(ready, new Command.SetAside("R", Aside.Deferred, "材料不全"), new Command.TakeUp("R"), new Command.TakeUp("R"), new Command.SetAside("R", Aside.Withdrawn, "提案人撤回")));
    }

    [Fact]
    public void Only_the_round_of_the_paper_that_is_set_aside_is_voided()
    {
        var state = Course.Of(State()).Do(new Command.Prepare("R", "r1"), new Command.Prepare("V", "r2"), new Command.SetAside("R", Aside.Deferred, "材料不全")).State;
        Assert.Equal([("R", RoundState.Void), ("V", RoundState.Ready)], state.Rounds.Select(r => (r.PaperId, r.State)));
        var untouched = Course.Of(State()).Do(new Command.Prepare("V", "r2"), new Command.SetAside("R", Aside.Deferred, "材料不全")).State;
        Assert.Equal([("V", RoundState.Ready)], untouched.Rounds.Select(r => (r.PaperId, r.State)));
    }

    [Fact]
    public void What_is_voted_one_by_one_together_or_besides_is_told_with_its_order()
    {
        Assert.Equal(["""voted-one-by-one {"order":["V-2","V-1","V-3"],"paper":"V","papers":5}"""], Told(State(order: "removal-first"), new Command.VoteOneByOne("V")));
        Assert.Equal(["""voted-en-bloc {"objected":["q2"],"paper":"V","papers":4,"together":["q1","q3"]}"""], Told(State("unless-objected"), new Command.VoteEnBloc("V", ["q2"])));
        Assert.Equal(["""en-bloc-moved {"paper":"V","papers":3}"""], Told(State("if-voted"), new Command.VoteEnBloc("V", [])));
        var text = AmendedFile.Unplanned(State().Meeting, new UnplannedRequest(Presets.All[0].Name, "临时动议", false, null));
        Assert.Equal(["""paper-added {"paper":"X01","papers":3,"text":"临时动议"}"""], Told(State(), new Command.AddPaper(text, 1)));
    }

    [Fact]
    public void Parts_of_a_paper_are_numbered_from_one_and_are_no_more_divided_by_the_policy_of_the_whole()
    {
        var divided = Course.Of(State("unless-objected", "removal-first")).Do(new Command.VoteOneByOne("V")).State;
        Assert.Equal(["任免（1）", "任免（2）", "任免（3）"], divided.Meeting.Papers.Where(p => p.Id.StartsWith("V-", StringComparison.Ordinal)).Select(p => p.Title));
        Assert.All(divided.Meeting.Papers.Where(p => p.Id != "V"), p => Assert.Equal((EnBloc.Never, VotingOrder.Printed), (p.EnBloc, p.VotingOrder)));
        var together = Course.Of(State("unless-objected")).Do(new Command.VoteEnBloc("V", ["q2"])).State;
        Assert.Equal(["任免", "任免（1）"], together.Meeting.Papers.Where(p => p.Id.StartsWith("V-", StringComparison.Ordinal)).Select(p => p.Title));
    }

    [Fact]
    public void Only_what_is_asked_alike_is_voted_together()
    {
        string? Together(Action<JsonObject> change, params string[] objected)
        {
            var state = State("unless-objected");
            var text = Text(state, "V");
            change(text["questions"]![2]!.AsObject());
            state = Course.Of(state).Do(new Command.Propose("V", text, "x", Clerk)).State;
            state = Course.Of(state).Do(new Command.AnswerAmendment("V", true, state.Amendments["V"].New, Chair)).State;
            return Conduct.Decide(state, new Command.VoteEnBloc("V", objected)).Refusal?.Code;
        }

        Assert.Equal(Refusals.NoEnBloc, Together(q => q["rule"] = "two-thirds-of-all"));
        Assert.Null(Together(q => q["rule"] = "two-thirds-of-all", "q3"));
        Assert.Equal(Refusals.NoEnBloc, Together(q => q["options"] = JsonNode.Parse("""[{"id":"for","label":"赞成"},{"id":"against","label":"反对"}]""")));
        Assert.Equal(Refusals.NoEnBloc, Together(q =>
        {
            q["kind"] = "choose-many";
            q["rule"] = "selection-of-all";
            q["seats"] = 1;
        }));
        Assert.Equal(Refusals.BadPaper, Together(q => q["title"] = "任命丁", "q4"));
    }

    [Fact]
    public void Two_persons_are_enough_to_be_voted_one_by_one_and_one_is_not()
    {
        var state = State();
        Assert.Equal(Refusals.NothingChanged, Refused(state, new Command.VoteOneByOne("R")));
        var text = Text(state, "V");
        text["questions"]!.AsArray().RemoveAt(2);
        state = Course.Of(state).Do(new Command.Propose("V", text, "x", Clerk)).State;
        state = Course.Of(state).Do(new Command.AnswerAmendment("V", true, state.Amendments["V"].New, Chair)).State;
        Assert.Equal(["V-1", "V-2"], Course.Of(state).Do(new Command.VoteOneByOne("V")).State.Meeting.Agenda[1].Papers);
    }

    [Fact]
    public void A_paper_with_a_change_that_nobody_agreed_to_is_neither_changed_again_nor_divided()
    {
        var state = State("unless-objected");
        var text = Text(state, "V");
        text["title"] = "人事任免";
        var pending = Course.Of(state).Do(new Command.Propose("V", text, "x", Clerk)).State;
        Assert.Equal(Refusals.AmendmentPending, Refused(pending, new Command.Propose("V", text, "x", Clerk)));
        Assert.Equal(Refusals.AmendmentPending, Refused(pending, new Command.VoteOneByOne("V")));
        Assert.Equal(Refusals.AmendmentPending, Refused(pending, new Command.VoteEnBloc("V", [])));
        Assert.Equal(Refusals.PaperWasVoted, Refused(Course.Of(state).Do(new Command.Prepare("V", "r1")).State, new Command.VoteOneByOne("V")));
    }

    [Fact]
    public void A_vote_on_merging_names_nobody_and_only_its_own_result_counts()
    {
        var asked = Course.Of(State("if-voted")).Do(new Command.VoteEnBloc("V", [])).State;
        Assert.False(asked.Meeting.Paper("V-motion")!.Embargo);
        Assert.Equal("将3人合并表决", asked.Meeting.Paper("V-motion")!.Questions[0].Title);
        Assert.Equal(Refusals.NoEnBloc, Refused(Passed(asked, "R"), new Command.VoteEnBloc("V", [])));
    }
}
