using System.Text;
using System.Text.Json.Nodes;
using Voting.Domain.Files;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Tests.Files;

/// <summary>Every value of a meeting file arrives, at its least and its most, and one beyond is refused at its place.</summary>
public class MeetingFileValuesTests
{
    private const string Small = """
        { "format": "voting-meeting/1", "id": "m", "title": "会议", "date": "2026-11-25", "language": "zh-CN", "presiding": "m1",
          "body": { "name": "常委会", "members": 3, "quorum": { "of": "all", "op": ">", "num": 1, "den": 2 } },
          "roll": [ { "id": "m1", "name": "甲", "attendance": "present", "seat": "A1", "weight": 1, "suffix": "女", "group": "g" }, { "id": "m2", "name": "乙", "attendance": "leave" } ],
          "nonVoting": [ { "name": "丙", "post": "局长", "items": [1] }, { "name": null, "post": "秘书" } ],
          "optionSets": { "approval": [ { "id": "for", "label": "赞成" }, { "id": "against", "label": "反对" }, { "id": "abstain", "label": "弃权" } ] },
          "rules": {
            "two-doors": { "kind": "majority", "of": "all", "op": ">", "num": 1, "den": 2, "and": [ { "of": "present", "op": ">=", "num": 2, "den": 3, "count": "cast" } ] },
            "grades": { "kind": "tiers", "of": "valid", "blank": "abstention", "otherwise": "差", "tiers": [ { "result": "好", "sum": ["good"], "op": ">", "num": 1, "den": 2 } ] },
            "choice": { "kind": "seats", "seats": 2, "minMarks": 1, "maxMarks": 3, "over": "void", "threshold": { "of": "all", "op": ">", "num": 1, "den": 2 }, "tie": "refer",
                        "runoffThreshold": { "of": "present", "op": ">", "num": 1, "den": 2 }, "maxRunoffs": 1, "shortfall": "fewer" } },
          "agenda": [ { "no": 1, "title": "议程", "papers": ["P"], "note": "注", "reporter": "丁" } ],
          "papers": [ { "id": "P", "title": "票", "secret": false, "mover": "主任会议", "press": "first", "lateArrivals": "next-round", "custody": "server", "entitledGroups": ["g"],
            "percentages": { "of": "for-against", "decimals": 2 }, "result": "direct", "didNotVote": "split", "liveNames": true, "enBloc": "if-voted", "votingOrder": "removal-first", "embargo": false,
            "questions": [
              { "id": "a", "title": "任命", "kind": "choose-one", "options": "approval", "rule": "two-doors", "detail": "说明", "items": ["戊"], "act": "appoint", "person": "戊", "post": "局长", "group": "组", "writeIns": true } ] } ] }
        """;

    private static FileRead<Meeting> Read(Action<JsonNode>? edit = null)
    {
        var root = JsonNode.Parse(Small)!;
        edit?.Invoke(root);
        return MeetingFile.Read(Encoding.UTF8.GetBytes(root.ToJsonString()));
    }

    private static Meeting Whole(Action<JsonNode>? edit = null)
    {
        var read = Read(edit);
        Assert.Null(read.Fault);
        return read.Value!;
    }

    private static (string Path, string English) Fault(Action<JsonNode> edit)
    {
        var fault = Read(edit).Fault!;
        return (fault.Path, fault.English);
    }

    private static JsonNode At(JsonNode root, string path) =>
        path.Split('.', StringSplitOptions.RemoveEmptyEntries).Aggregate(root, (at, step) => int.TryParse(step, out var place) ? at[place]! : at[step]!);

    private static JsonArray Many(int n, Func<int, JsonNode?> item) => [.. Enumerable.Range(0, n).Select(item)];

    [Fact]
    public void Every_field_that_may_be_left_out_arrives_where_it_stands()
    {
        var meeting = Whole();
        Assert.Equal(("m", "会议", "2026-11-25", "zh-CN", "m1"), (meeting.Id, meeting.Title, meeting.Date, meeting.Language, meeting.Presiding));
        Assert.Equal(new Body("常委会", 3, World.MoreThanHalf()), meeting.Body);
        Assert.Equal([new Member("m1", "甲", Attendance.Present, "A1", "女", "g"), new Member("m2", "乙", Attendance.Leave)], meeting.Roll);
        Assert.Equal([("丙", "局长"), (null, "秘书")], meeting.NonVoting.Select(a => (a.Name, a.Post)));
        Assert.Equal([1], meeting.NonVoting[0].Items);
        Assert.Equal((1, "议程", "注", "丁"), (meeting.Agenda[0].No, meeting.Agenda[0].Title, meeting.Agenda[0].Note, meeting.Agenda[0].Reporter));
        var paper = meeting.Papers[0];
        Assert.Equal(("主任会议", PressThatCounts.First, LateArrivals.NextRound), (paper.Mover, paper.Press, paper.LateArrivals));
        Assert.Equal(["g"], paper.EntitledGroups);
        Assert.Equal((new Percentages(Base.ForAgainst, 2), true, SilenceShown.Split, true), (paper.Percentages, paper.ResultIsDirect, paper.DidNotVote, paper.LiveNames));
        Assert.Equal((EnBloc.IfVoted, VotingOrder.RemovalFirst, false), (paper.EnBloc, paper.VotingOrder, paper.Embargo));
        var question = paper.Questions[0];
        Assert.Equal(("说明", PersonnelAct.Appoint, "戊", "局长", "组", true), (question.Detail, question.Act, question.Person, question.Post, question.Group, question.WriteIns));
        Assert.Equal(["戊"], question.Items);
        var rule = Assert.IsType<Rule.Majority>(question.Rule);
        Assert.Equal([new Condition(Counted.Cast, new Threshold(Base.Present, Comparison.AtLeast, 2, 3))], rule.And);
    }

    [Fact]
    public void Every_field_that_is_left_out_has_its_default()
    {
        var meeting = Whole(root =>
        {
            var paper = root["papers"]![0]!.AsObject();
            foreach (var name in paper.Select(p => p.Key).Except(["id", "title", "secret", "questions"]).ToList()) paper.Remove(name);
            foreach (var name in (string[])["detail", "items", "act", "person", "post", "group", "writeIns"]) paper["questions"]![0]!.AsObject().Remove(name);
            root["rules"]!["two-doors"]!["and"]![0]!.AsObject().Remove("count");
        });
        var read = meeting.Papers[0];
        Assert.Equal((null, PressThatCounts.Last, LateArrivals.Admit), (read.Mover, read.Press, read.LateArrivals));
        Assert.Empty(read.EntitledGroups);
        Assert.Equal((null, false, SilenceShown.Total, false), (read.Percentages, read.ResultIsDirect, read.DidNotVote, read.LiveNames));
        Assert.Equal((EnBloc.Never, VotingOrder.Printed, false), (read.EnBloc, read.VotingOrder, read.Embargo));
        Assert.Equal((null, null, null, null, null, false), (read.Questions[0].Detail, read.Questions[0].Act, read.Questions[0].Person, read.Questions[0].Post, read.Questions[0].Group, read.Questions[0].WriteIns));
        Assert.Null(read.Questions[0].Items);
        Assert.Equal(Counted.For, ((Rule.Majority)read.Questions[0].Rule).And[0].Count);
        Assert.Equal(1, Whole(root => root["papers"]![0]!["percentages"] = new JsonObject { ["of"] = "all" }).Papers[0].Percentages!.Decimals);
        Assert.Null(Whole(root => root["papers"]![0]!["percentages"] = null).Papers[0].Percentages);
    }

    [Fact]
    public void A_default_may_be_written_out()
    {
        var paper = Whole(root =>
        {
            var at = root["papers"]![0]!;
            (at["press"], at["lateArrivals"], at["result"], at["didNotVote"], at["enBloc"], at["votingOrder"], at["liveNames"]) = ("last", "admit", "delayed", "total", "never", "printed", false);
        }).Papers[0];
        Assert.Equal((PressThatCounts.Last, LateArrivals.Admit, false, SilenceShown.Total), (paper.Press, paper.LateArrivals, paper.ResultIsDirect, paper.DidNotVote));
        Assert.Equal((EnBloc.Never, VotingOrder.Printed, false), (paper.EnBloc, paper.VotingOrder, paper.LiveNames));
    }

    [Fact]
    public void A_paper_with_a_person_is_embargoed_unless_the_file_says_no()
    {
        Assert.True(Whole(root => root["papers"]![0]!.AsObject().Remove("embargo")).Papers[0].Embargo);
        Assert.True(Whole(root =>
        {
            root["papers"]![0]!.AsObject().Remove("embargo");
            root["papers"]![0]!["questions"]!.AsArray().Add(JsonNode.Parse("""{"id":"b","title":"议案","kind":"choose-one","options":"approval","rule":"committee-resolution"}"""));
        }).Papers[0].Embargo);
    }

    [Fact]
    public void A_rating_and_a_selection_arrive_as_they_are_written()
    {
        const string questions = """
            [{"id":"b","title":"报告","kind":"choose-one","options":[{"id":"good","label":"好","detail":"细","lead":["某局"]}],"rule":"grades"},
             {"id":"c","title":"票选","kind":"choose-many","options":[{"id":"x","label":"甲"},{"id":"y","label":"乙"},{"id":"z","label":"丙"}],"rule":"choice"}]
            """;
        var paper = Whole(root =>
        {
            root["papers"]![0]!["questions"] = JsonNode.Parse(questions);
            root["papers"]![0]!.AsObject().Remove("percentages");
        }).Papers[0];
        var grades = Assert.IsType<Rule.Tiers>(paper.Questions[0].Rule);
        Assert.Equal((Base.Valid, BlankMeans.Abstention, "差"), (grades.Of, grades.Blank, grades.Otherwise));
        Assert.Equal(("好", Comparison.MoreThan, 1, 2), (grades.Steps[0].Result, grades.Steps[0].Op, grades.Steps[0].Num, grades.Steps[0].Den));
        Assert.Equal(("细", "某局"), (paper.Questions[0].Options[0].Detail, paper.Questions[0].Options[0].Lead!.Single()));
        Assert.Equal(new Rule.Seats(2, 1, 3, World.MoreThanHalf(), TieLeadsTo.Refer, World.MoreThanHalf(Base.Present), 1, ShortfallLeadsTo.Fewer), paper.Questions[1].Rule);
    }

    [Theory]
    [InlineData("")]
    [InlineData("body")]
    [InlineData("body.quorum")]
    [InlineData("roll.0")]
    [InlineData("nonVoting.0")]
    [InlineData("nonVoting.1")]
    [InlineData("optionSets.approval.0")]
    [InlineData("rules.two-doors")]
    [InlineData("rules.two-doors.and.0")]
    [InlineData("rules.grades")]
    [InlineData("rules.grades.tiers.0")]
    [InlineData("rules.choice")]
    [InlineData("rules.choice.threshold")]
    [InlineData("rules.choice.runoffThreshold")]
    [InlineData("agenda.0")]
    [InlineData("papers.0")]
    [InlineData("papers.0.percentages")]
    [InlineData("papers.0.questions.0")]
    public void An_unknown_field_is_refused_by_name_wherever_it_stands(string path)
    {
        var (place, english) = Fault(root => At(root, path)["colour"] = 1);
        Assert.EndsWith(".colour", place, StringComparison.Ordinal);
        Assert.Equal("unknown field \"colour\".", english);
    }

    [Fact]
    public void An_option_of_a_question_may_have_detail_and_lead_and_one_of_a_set_may_not()
    {
        Assert.Equal(("$.optionSets.approval[0].detail", "unknown field \"detail\"."), Fault(root => root["optionSets"]!["approval"]![0]!["detail"] = "x"));
        Assert.Equal("$.papers[0].questions[0].options[0].colour",
            Fault(root => root["papers"]![0]!["questions"]![0]!["options"] = JsonNode.Parse("""[{"id":"for","label":"赞成","colour":1}]""")).Path);
    }

    [Theory]
    [InlineData("title", 2_000)]
    [InlineData("body.name", 2_000)]
    [InlineData("roll.1.name", 200)]
    [InlineData("roll.1.seat", 64)]
    [InlineData("roll.1.suffix", 200)]
    [InlineData("nonVoting.1.name", 200)]
    [InlineData("nonVoting.1.post", 200)]
    [InlineData("rules.grades.otherwise", 64)]
    [InlineData("rules.grades.tiers.0.result", 64)]
    [InlineData("papers.0.questions.0.detail", 20_000)]
    [InlineData("papers.0.questions.0.person", 200)]
    [InlineData("papers.0.questions.0.group", 200)]
    public void A_text_may_be_as_long_as_the_format_allows_and_not_a_character_longer(string path, int most)
    {
        var steps = path.Split('.');
        void Set(JsonNode root, int length) => At(root, string.Join('.', steps[..^1]))[steps[^1]] = new string('字', length);
        Whole(root => Set(root, most));
        var (place, english) = Fault(root => Set(root, most + 1));
        Assert.EndsWith(steps[^1], place, StringComparison.Ordinal);
        Assert.Equal($"is longer than {most} characters.", english);
    }

    [Theory]
    [InlineData("papers.0.mover")]
    [InlineData("agenda.0.note")]
    [InlineData("agenda.0.reporter")]
    [InlineData("papers.0.questions.0.detail")]
    public void What_is_only_said_may_be_empty(string path)
    {
        var steps = path.Split('.');
        Whole(root => At(root, string.Join('.', steps[..^1]))[steps[^1]] = "");
        Assert.Equal(("$.title", "must not be empty."), Fault(root => root["title"] = ""));
        Assert.Equal("$.papers[0].questions[0].person", Fault(root => root["papers"]![0]!["questions"]![0]!["person"] = "").Path);
    }

    [Fact]
    public void A_list_has_no_more_items_than_the_format_allows_and_some_may_not_be_empty()
    {
        Whole(root => root["rules"]!["two-doors"]!["and"] = Many(20, _ => JsonNode.Parse("""{"of":"all","op":">","num":1,"den":2}""")));
        Assert.Equal(("$.rules['two-doors'].and", "has more than 20 items."), Fault(root => root["rules"]!["two-doors"]!["and"] = Many(21, _ => JsonNode.Parse("""{"of":"all","op":">","num":1,"den":2}"""))));
        Assert.Equal(("$.rules.grades.tiers", "must not be empty."), Fault(root => root["rules"]!["grades"]!["tiers"] = new JsonArray()));
        Assert.Equal(("$.rules.grades.tiers[0].sum", "must not be empty."), Fault(root => root["rules"]!["grades"]!["tiers"]![0]!["sum"] = new JsonArray()));
        Assert.Equal(("$.roll", "must not be empty."), Fault(root => root["roll"] = new JsonArray()));
        Assert.Equal(("$.papers", "must not be empty."), Fault(root => root["papers"] = new JsonArray()));
        Assert.Equal(("$.agenda", "must not be empty."), Fault(root => root["agenda"] = new JsonArray()));
        Assert.Equal(("$.papers[0].questions", "must not be empty."), Fault(root => root["papers"]![0]!["questions"] = new JsonArray()));
        Assert.Equal(("$.optionSets.approval", "must not be empty."), Fault(root => root["optionSets"]!["approval"] = new JsonArray()));
        Assert.Equal(500, Whole(root => root["papers"]![0]!["questions"] = Many(500, i => Question($"q{i}"))).Papers[0].Questions.Count);
        Assert.Equal(("$.papers[0].questions", "has more than 500 items."), Fault(root => root["papers"]![0]!["questions"] = Many(501, i => Question($"q{i}"))));
    }

    private static JsonObject Question(string id) => new JsonObject { ["id"] = id, ["title"] = "题", ["kind"] = "choose-one", ["options"] = "approval", ["rule"] = "committee-resolution" };

    [Fact]
    public void A_whole_number_has_its_least_and_its_most()
    {
        Assert.Equal(1_000_000, Whole(root => root["body"]!["members"] = 1_000_000).Body.Members);
        Assert.Equal(("$.body.members", "must be a whole number from 1 to 1000000."), Fault(root => root["body"]!["members"] = 1_000_001));
        Assert.Equal(("$.body.members", "must be a whole number from 1 to 1000000."), Fault(root => root["body"]!["members"] = 0));
        Assert.Equal(2, Whole(root => root["body"]!["members"] = 2).Body.Members);
        Whole(root => root["rules"]!["choice"]!["maxRunoffs"] = 100);
        Assert.Equal("$.rules.choice.maxRunoffs", Fault(root => root["rules"]!["choice"]!["maxRunoffs"] = 101).Path);
        Whole(root => root["rules"]!["choice"]!["maxRunoffs"] = 0);
        Whole(root => root["rules"]!["choice"]!["minMarks"] = 3);
        Whole(root => root["rules"]!["choice"]!["maxMarks"] = 2);
        Whole(root => (root["rules"]!["two-doors"]!["num"], root["rules"]!["two-doors"]!["den"]) = (1, 1));
        Assert.Equal(4, Whole(root => root["papers"]![0]!["percentages"]!["decimals"] = 4).Papers[0].Percentages!.Decimals);
    }

    [Fact]
    public void What_is_one_of_several_words_is_told_which()
    {
        Assert.Equal(("$.papers[0].press", "must be one of: last, first."), Fault(root => root["papers"]![0]!["press"] = "second"));
        Assert.Equal(("$.roll[0].attendance", "must be one of: present, leave, absent, expected."), Fault(root => root["roll"]![0]!["attendance"] = ""));
        Assert.Equal(("$.format", "must be one of: voting-meeting/1."), Fault(root => root["format"] = 1));
        Assert.Equal(("$.rules.choice.over", "must be one of: void."), Fault(root => root["rules"]!["choice"]!["over"] = "valid"));
        Assert.Equal(("$.papers[0].secret", "must be true or false."), Fault(root => root["papers"]![0]!["secret"] = 0));
    }

    [Fact]
    public void Two_namesakes_with_one_suffix_are_refused_and_with_two_they_are_told_apart()
    {
        static void Named(JsonNode root, string one, string other)
        {
            (root["roll"]![1]!["name"], root["roll"]![0]!["suffix"], root["roll"]![1]!["suffix"]) = ("甲", one, other);
        }

        Assert.Equal(["甲（女）", "甲（男）"], Whole(root => Named(root, "女", "男")).Roll.Select(m => m.FullName));
        Assert.Equal(("$.roll[1].suffix", "two members named \"甲\" have the same suffix."), Fault(root => Named(root, "女", "女")));
    }

    [Fact]
    public void Names_are_written_in_only_beside_an_against_and_never_on_a_rating()
    {
        Assert.Equal("$.papers[0].questions[0].writeIns", Fault(root =>
        {
            root["papers"]![0]!["questions"]![0]!["options"] = JsonNode.Parse("""[{"id":"for","label":"赞成"}]""");
            root["papers"]![0]!["questions"]![0]!["rule"] = "committee-resolution";
            root["papers"]![0]!.AsObject().Remove("percentages");
        }).Path);
        Assert.Equal("$.papers[0].questions[0].writeIns", Fault(root =>
        {
            root["papers"]![0]!["questions"]![0]!["options"] = JsonNode.Parse("""[{"id":"good","label":"好"},{"id":"against","label":"反对"}]""");
            root["papers"]![0]!["questions"]![0]!["rule"] = "grades";
            root["papers"]![0]!.AsObject().Remove("percentages");
        }).Path);
    }

    [Fact]
    public void Percentages_of_for_and_against_need_both_on_every_question()
    {
        foreach (var missing in new[] { "for", "against" })
        {
            var other = missing == "for" ? "against" : "for";
            Assert.Equal(("$.papers[0].percentages.of", "question \"b\" has no options for and against."), Fault(root => root["papers"]![0]!["questions"]!.AsArray().Add(
                JsonNode.Parse($$"""{"id":"b","title":"题","kind":"choose-one","options":[{"id":"good","label":"好"},{"id":"{{other}}","label":"另"}],"rule":"grades"}"""))));
        }
    }

    [Fact]
    public void Seats_or_marks_beyond_the_options_are_refused_where_the_rule_or_the_question_says_them()
    {
        static void Three(JsonNode root, int options, string rule, int? seats = null)
        {
            var question = new JsonObject { ["id"] = "c", ["title"] = "票选", ["kind"] = "choose-many", ["options"] = Many(options, i => new JsonObject { ["id"] = $"x{i}", ["label"] = "项目" }), ["rule"] = rule };
            if (seats is { } n) question["seats"] = n;
            root["papers"]![0]!["questions"] = new JsonArray(question);
            root["papers"]![0]!.AsObject().Remove("percentages");
        }

        Whole(root => Three(root, 3, "choice"));
        Assert.Equal("$.rules.choice.maxMarks", Fault(root => Three(root, 2, "choice")).Path);
        Assert.Equal("$.rules.choice.seats", Fault(root => Three(root, 1, "choice")).Path);
        Assert.Equal("$.rules.choice.seats", Fault(root =>
        {
            root["rules"]!["choice"]!.AsObject().Remove("maxMarks");
            Three(root, 1, "choice");
        }).Path);
        Whole(root => Three(root, 2, "selection-of-all", 2));
        Assert.Equal("$.papers[0].questions[0].seats", Fault(root => Three(root, 2, "selection-of-all", 3)).Path);
        Assert.Equal("$.papers[0].questions[0].seats", Fault(root => Three(root, 3, "choice", 2)).Path);
        Assert.Equal("$.papers[0].questions[0].rule", Fault(root => Three(root, 3, "grades")).Path);
    }

    [Fact]
    public void A_file_that_is_no_json_is_told_its_line_and_byte_counted_from_one()
    {
        var fault = MeetingFile.Read("{\n \"a\": x}"u8.ToArray()).Fault!;
        Assert.Equal(("$.a", "not well-formed JSON (line 2, byte 7).", "不是完整的 JSON（第 2 行，第 7 字节）。"), (fault.Path, fault.English, fault.Chinese));
        Assert.Equal("$.a[1].c", MeetingFile.Read("{\"a\":[{\"b\":{}},{\"c\":x"u8.ToArray()).Fault!.Path);
        Assert.Equal("$[1]", MeetingFile.Read("[[1],{},x"u8.ToArray()).Fault!.Path);
    }

    [Fact]
    public void A_file_that_is_nested_too_deeply_is_refused()
    {
        static string Deep(int levels) => string.Concat(Enumerable.Repeat("[", levels)) + string.Concat(Enumerable.Repeat("]", levels));
        Assert.Contains("not well-formed", MeetingFile.Read(Encoding.UTF8.GetBytes(Deep(33))).Fault!.English, StringComparison.Ordinal);
        Assert.Equal("must be an object.", MeetingFile.Read(Encoding.UTF8.GetBytes(Deep(32))).Fault!.English);
    }

    [Fact]
    public void A_file_that_is_too_large_is_told_the_limit() =>
        Assert.Equal(("$", "the file is larger than 16 MiB.", "文件超过 16 MiB。"), (MeetingFile.TooLarge.Path, MeetingFile.TooLarge.English, MeetingFile.TooLarge.Chinese));

    [Fact]
    public void A_script_marks_only_papers_that_are_the_members()
    {
        var meeting = Whole(root => root["roll"]![1]!["attendance"] = "present");
        static FileFault? Script(Meeting meeting, string member) => BallotsScript.Read(
            Encoding.UTF8.GetBytes("""{"format":"voting-ballots/1","rounds":[{"paper":"P","round":1,"ballots":{"who":{"a":"for"}}}]}""".Replace("who", member, StringComparison.Ordinal)), meeting).Fault;
        Assert.Null(Script(meeting, "m1"));
        Assert.Equal("$.rounds[0].ballots.m2: “m2”所在组别不表决该票。 / \"m2\" is not entitled to this paper.", Script(meeting, "m2")!.ToString());
    }

    [Fact]
    public void A_paper_of_a_file_is_changed_and_added_with_its_rule_written_out_and_its_byte_order_mark_forgotten()
    {
        byte[] file = [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(Small)];
        var paper = AmendedFile.Paper(file, "P")!;
        Assert.Null(AmendedFile.Paper(file, "Q"));
        paper["questions"]![0]!["rule"] = "congress-election";
        var replaced = AmendedFile.Replace(file, "P", paper);
        Assert.Null(replaced.Fault);
        Assert.Equal("congress-election", (string?)AmendedFile.Paper(replaced.Value!.Bytes, "P")!["questions"]![0]!["rule"]);
        Assert.Equal(new Rule.Majority(World.MoreThanHalf(), []).Threshold, ((Rule.Majority)replaced.Value.Meeting.Papers[0].Questions[0].Rule).Threshold);
    }

    [Fact]
    public void A_text_of_a_paper_has_its_limits()
    {
        static string Long(int length) => "{\"a\":\"" + new string('x', length - 8) + "\"}";
        Assert.NotNull(AmendedFile.Text(Long(AmendedFile.LongestPaper)));
        Assert.Null(AmendedFile.Text(Long(AmendedFile.LongestPaper + 1)));
        // Bytes, not characters.
        static string Chinese(int characters) => "{\"a\":\"" + new string('字', characters) + "\"}";
        Assert.NotNull(AmendedFile.Text(Chinese((AmendedFile.LongestPaper - 8) / 3)));
        Assert.Null(AmendedFile.Text(Chinese((AmendedFile.LongestPaper - 8) / 3 + 1)));
        // Short as it stands, too long in the form that is agreed to.
        Assert.Null(AmendedFile.Text("{\"a\":[" + string.Join(',', Enumerable.Repeat("1e20", AmendedFile.LongestPaper / 20)) + "]}"));
        static string Deep(int levels) => "{\"a\":" + string.Concat(Enumerable.Repeat("[", levels - 1)) + string.Concat(Enumerable.Repeat("]", levels - 1)) + "}";
        Assert.NotNull(AmendedFile.Text(Deep(24)));
        Assert.Null(AmendedFile.Text(Deep(25)));
        Assert.NotNull(AmendedFile.Text("{}"));
    }

    [Fact]
    public void What_is_kept_of_a_round_and_does_not_fit_is_an_error_with_its_place()
    {
        var paper = World.Paper(World.Motion());
        Assert.StartsWith("$.questions", Assert.Throws<InvalidDataException>(() => FrozenRound.Questions(paper, "{}")).Message, StringComparison.Ordinal);
        Assert.StartsWith("$.questions[0].stage", Assert.Throws<InvalidDataException>(() => FrozenRound.Questions(paper, """{"questions":[{"id":"q1","rule":{"kind":"majority","of":"all","op":">","num":1,"den":2},"stage":"last"}]}""")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => FrozenRound.Questions(paper, """{"questions":[{"id":"q9"}]}"""));
    }
}
