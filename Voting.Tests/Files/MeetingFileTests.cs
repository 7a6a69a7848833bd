using System.Text;
using System.Text.Json.Nodes;
using Voting.Domain.Files;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Tests.Files;

public class MeetingFileTests
{
    private static Meeting Wuchang => MeetingFile.Read(TestFiles.Wuchang).Value!;

    private static FileFault? Fault(Action<JsonObject> edit)
    {
        var file = JsonNode.Parse(TestFiles.Wuchang)!.AsObject();
        edit(file);
        var read = MeetingFile.Read(Encoding.UTF8.GetBytes(file.ToJsonString()));
        Assert.Equal(read.Value is null, read.Fault is not null);
        return read.Fault;
    }

    private static string? Path(Action<JsonObject> edit) => Fault(edit)?.Path;

    [Fact]
    public void The_meeting_of_wuchang_reads_whole()
    {
        var meeting = Wuchang;
        Assert.Equal(39, meeting.Roll.Count);
        Assert.Equal(new RollCounts(35, 4, 0), AttendanceRoll.Start(meeting, rehearsal: true).Counts());
        Assert.Equal(10, meeting.Papers.Count);
        Assert.Equal(18, meeting.Papers.Sum(p => p.Questions.Count));
        Assert.Equal((39, 20), (meeting.Body.Members, Quorum.Need(meeting.Body)));
        Assert.Equal("m29", meeting.Presiding);
        Assert.Equal(11, meeting.Paper("V06")!.Questions[0].Options.Count);
        Assert.Equal(10, Assert.IsType<Rule.Seats>(meeting.Paper("V06")!.Questions[0].Rule).Count);
        Assert.All(meeting.Papers, p => Assert.True(p.Secret));
        Assert.Equal(meeting.Papers.Select(p => p.Id).Order(), meeting.Agenda.SelectMany(a => a.Papers).Order());
    }

    [Fact]
    public void The_printed_order_of_the_roll_is_kept() =>
        Assert.Equal(Enumerable.Range(1, 39).Select(i => $"m{i:00}"), Wuchang.Roll.Select(m => m.Id));

    [Fact]
    public void In_a_live_meeting_nobody_is_present_before_checking_in() =>
        Assert.Equal(new RollCounts(0, 4, 35), AttendanceRoll.Start(Wuchang, rehearsal: false).Counts());

    [Theory]
    [InlineData("for-against", ">", 1, 2, false, false, null)]
    [InlineData("for-against", ">", 1, 2, false, true, ".castingVote")]
    [InlineData("for-against", ">=", 1, 2, false, false, ".castingVote")]
    [InlineData("for-against", ">", 2, 3, false, false, ".castingVote")]
    [InlineData("for-against", ">", 1, 3, false, false, ".castingVote")]
    [InlineData("all", ">", 1, 2, false, false, ".castingVote")]
    [InlineData("for-against", ">", 1, 2, true, false, "secret")]
    public void A_casting_vote_goes_with_more_for_than_against_on_recorded_papers_only(string of, string op, int num, int den, bool secret, bool and, string? fault)
    {
        var rule = new JsonObject { ["kind"] = "majority", ["of"] = of, ["op"] = op, ["num"] = num, ["den"] = den, ["castingVote"] = true };
        if (and) rule["and"] = new JsonArray(new JsonObject { ["of"] = "all", ["op"] = ">", ["num"] = 1, ["den"] = 2 });
        var due = fault switch { null => null, "secret" => "$.papers[0].questions[0].rule", _ => "$.rules.own" + fault };
        Assert.Equal(due, Path(f =>
        {
            f["rules"]!["own"] = rule;
            f["papers"]![0]!["questions"]![0]!["rule"] = "own";
            f["papers"]![0]!["secret"] = secret;
        }));
        rule["castingVote"] = false;
        Assert.Null(Path(f => f["rules"]!["own"] = rule.DeepClone()));
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var paper = Wuchang.Papers[0];
        Assert.Equal((PressThatCounts.Last, LateArrivals.Admit), (paper.Press, paper.LateArrivals));
        Assert.Empty(paper.EntitledGroups);
        Assert.Null(Path(f =>
        {
            f.Remove("nonVoting");
            f["agenda"]![1]!.AsObject().Remove("papers");
            var selection = f["rules"]!["selection"]!.AsObject();
            foreach (var name in new[] { "minMarks", "maxMarks", "over", "tie", "runoffThreshold", "maxRunoffs", "shortfall" }) selection.Remove(name);
            f["rules"]!["rating"]!.AsObject().Remove("blank");
        }));
    }

    [Fact]
    public void Presets_and_lists_of_options_may_stand_in_the_question_and_rules_and_sets_be_left_out() =>
        Assert.Null(Path(f =>
        {
            f.Remove("rules");
            f.Remove("optionSets");
            f["agenda"] = new JsonArray(new JsonObject { ["no"] = 1, ["title"] = "议程" });
            f["papers"] = JsonNode.Parse("""
                [{"id":"P","title":"票","secret":true,"questions":[
                  {"id":"a","title":"题","kind":"choose-one","options":[{"id":"for","label":"赞成"}],"rule":"committee-resolution"},
                  {"id":"b","title":"题","kind":"choose-many","options":[{"id":"x","label":"甲","lead":["某局"],"detail":"…"},{"id":"y","label":"乙"}],"rule":"selection-by-plurality","seats":2}]}]
                """);
        }));

    [Fact]
    public void A_non_voting_attendee_attends_every_item_or_those_that_are_listed()
    {
        var agenda = new AgendaItem(2, "议程", []);
        foreach (var (items, attends) in new (JsonNode?, bool)[] { (null, true), (new JsonArray(2, 1), true), (new JsonArray(1), false), (new JsonArray(), false) })
        {
            var file = JsonNode.Parse(TestFiles.Wuchang)!;
            file["nonVoting"]![0]!["items"] = items;
            var read = MeetingFile.Read(System.Text.Encoding.UTF8.GetBytes(file.ToJsonString()));
            Assert.Null(read.Fault);
            Assert.Equal(attends, read.Value!.NonVoting[0].Attends(agenda));
            Assert.True(read.Value.NonVoting[1].Attends(agenda));
        }
    }

    [Fact]
    public void A_fault_says_where_it_is()
    {
        Assert.Equal("$.format", Path(f => f["format"] = "voting-meeting/2"));
        Assert.Equal("$.title", Path(f => f.Remove("title")));
        Assert.Equal("$.title", Path(f => f["title"] = ""));
        Assert.Equal("$.date", Path(f => f["date"] = "26.11.2024"));
        Assert.Equal("$.date", Path(f => f["date"] = "2024-02-30"));
        Assert.Equal("$.presiding", Path(f => f["presiding"] = "m40"));
        Assert.Equal("$.body.members", Path(f => f["body"]!["members"] = 38));
        Assert.Equal("$.body.members", Path(f => f["body"]!["members"] = 39.5));
        Assert.Equal("$.body.quorum.num", Path(f => f["body"]!["quorum"]!["num"] = 3));
        Assert.Equal("$.body.quorum.of", Path(f => f["body"]!["quorum"]!["of"] = "present"));
        Assert.Equal("$.roll[3].id", Path(f => f["roll"]![3]!["id"] = "m01"));
        Assert.Equal("$.roll[3].suffix", Path(f => f["roll"]![3]!["name"] = f["roll"]![4]!["name"]!.DeepClone()));
        Assert.Equal("$.roll[0].attendance", Path(f => f["roll"]![0]!["attendance"] = "here"));
        Assert.Equal("$.roll[0].weight", Path(f => f["roll"]![0]!["weight"] = 2));
        Assert.Equal("$.nonVoting[0].post", Path(f => f["nonVoting"]![0]!.AsObject().Remove("post")));
        Assert.Equal("$.nonVoting[0].items[1]", Path(f => f["nonVoting"]![0]!["items"] = new JsonArray(1, 99)));
        Assert.Equal("$.nonVoting[0].items[1]", Path(f => f["nonVoting"]![0]!["items"] = new JsonArray(2, 2)));
        Assert.Equal("$.nonVoting[0].items", Path(f => f["nonVoting"]![0]!["items"] = "all"));
        Assert.Equal("$.agenda[2].no", Path(f => f["agenda"]![2]!["no"] = 2));
        Assert.Equal("$.agenda[2].papers[0]", Path(f => f["agenda"]![1]!["papers"]!.AsArray().Add("V02")));
        Assert.Equal("$.agenda[0].papers[0]", Path(f => f["agenda"]![0]!["papers"]!.AsArray().Add("V99")));
        Assert.Equal("$.papers[0].questions[0].rule", Path(f => f["papers"]![0]!["questions"]![0]!["rule"] = "no-such"));
        Assert.Equal("$.papers[0].questions[0].options", Path(f => f["papers"]![0]!["questions"]![0]!["options"] = "no-such"));
        Assert.Equal("$.papers[0].questions[0].options", Path(f => f["papers"]![0]!["questions"]![0]!["options"] = "rating"));
        Assert.Equal("$.papers[0].questions[0].kind", Path(f => f["papers"]![0]!["questions"]![0]!["kind"] = "choose"));
        Assert.Equal("$.papers[0].questions[0].rule", Path(f => f["papers"]![0]!["questions"]![0]!["kind"] = "choose-many"));
        Assert.Equal("$.papers[0].questions[0].seats", Path(f => f["papers"]![0]!["questions"]![0]!["seats"] = 1));
        Assert.Equal("$.rules.selection.maxMarks", Path(f => f["rules"]!["selection"]!["maxMarks"] = 12));
        Assert.Equal("$.rules.selection.maxMarks", Path(f => f["rules"]!["selection"]!["maxMarks"] = 9));
        Assert.Equal("$.rules.selection.minMarks", Path(f => f["rules"]!["selection"]!["minMarks"] = 11));
        Assert.Equal("$.rules.rating.tiers[1].den", Path(f => f["rules"]!["rating"]!["tiers"]![1]!["den"] = 0));
        Assert.Equal("$.rules.rating.tiers[0].sum[1]", Path(f => f["rules"]!["rating"]!["tiers"]![0]!["sum"]!.AsArray().Add("satisfied")));
    }

    [Fact]
    public void A_name_that_is_no_plain_word_stands_in_brackets()
    {
        Assert.Equal("$['no-such']", Path(f => f["no-such"] = 1));
        Assert.Equal("$['非']", Path(f => f["非"] = 1));
        Assert.Equal("$['']", Path(f => f[""] = 1));
        Assert.Equal("$.papers[0]['it\\'s']", Path(f => f["papers"]![0]!["it's"] = 1));
        Assert.Equal("$.papers[0]['a\\\\b']", Path(f => f["papers"]![0]!["a\\b"] = 1));
        Assert.Equal("$.rules['my rule'].num", Path(f => f["rules"]!["my rule"] = JsonNode.Parse("""{"kind":"majority","of":"all","op":">","num":2,"den":1}""")));
        Assert.Equal("$.optionSets['1'][0].label", Path(f => f["optionSets"]!["1"] = JsonNode.Parse("""[{"id":"a"}]""")));
    }

    [Fact]
    public void A_fault_is_told_in_both_languages()
    {
        var fault = Fault(f => f["no-such"] = 1)!;
        Assert.Equal("$['no-such']: 未知字段“no-such”。 / unknown field \"no-such\".", fault.ToString());
    }

    [Theory]
    [InlineData("rules", "x")]
    [InlineData("optionSets", "x")]
    public void What_should_be_an_object_or_a_list_and_is_not_is_refused_at_its_place(string map, string name)
    {
        foreach (var json in new[] { "5", "\"text\"", "true", "null", map == "rules" ? "[]" : "{}" })
            Assert.Equal($"$.{map}.{name}", Path(f => f[map]![name] = JsonNode.Parse(json)));
    }

    [Fact]
    public void A_name_that_stands_twice_is_refused_wherever_it_stands()
    {
        static string? Twice(string member, string at)
        {
            var text = Encoding.UTF8.GetString(TestFiles.Wuchang);
            var place = text.IndexOf(at, StringComparison.Ordinal) + at.Length;
            return MeetingFile.Read(Encoding.UTF8.GetBytes(text.Insert(place, member))).Fault?.Path;
        }

        Assert.Equal("$.format", Twice("\"format\": \"voting-meeting/1\",", "{"));
        Assert.Equal("$.body.name", Twice("\"name\": \"x\",", "\"body\": {"));
        Assert.Equal("$.rules.resolution", Twice("\"resolution\": {\"kind\":\"majority\",\"of\":\"all\",\"op\":\">\",\"num\":1,\"den\":2},", "\"rules\": {"));
        Assert.Equal("$.rules.resolution.kind", Twice("\"kind\": \"majority\",", "\"resolution\": {"));
        // One name, written two ways.
        Assert.Equal("$.id", Twice("\"\\u0069d\": \"x\",", "{"));
    }

    [Fact]
    public void A_byte_order_mark_is_accepted() => Assert.NotNull(MeetingFile.Read((byte[])[0xef, 0xbb, 0xbf, .. TestFiles.Wuchang]).Value);

    [Fact]
    public void A_file_at_the_limit_is_read_and_a_byte_over_it_is_not()
    {
        var padded = new byte[MeetingFile.Limit + 1];
        Array.Fill(padded, (byte)' ');
        TestFiles.Wuchang.CopyTo(padded, 0);
        Assert.NotNull(MeetingFile.Read(padded.AsMemory(0, padded.Length - 1)).Value);
        var fault = MeetingFile.Read(padded).Fault!;
        Assert.Equal("$", fault.Path);
        Assert.Contains("16 MiB", fault.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "$")]
    [InlineData(" ", "$")]
    [InlineData("null", "$")]
    [InlineData("[]", "$")]
    [InlineData("\"\\ud800\"", "$")]
    [InlineData("{\"format\":", "$.format")]
    [InlineData("{\"format\":\"voting-meeting/1\",\"roll\":[{},{\"id\":x", "$.roll[1].id")]
    [InlineData("{} {}", "$")]
    [InlineData("{\"\\ud800\":1}", "$")]
    [InlineData("// comment\n{}", "$")]
    public void A_file_that_is_no_json_object_is_refused_where_the_reading_stopped(string text, string path) =>
        Assert.Equal(path, MeetingFile.Read(Encoding.UTF8.GetBytes(text)).Fault?.Path);

    [Fact]
    public void Half_a_character_in_a_name_or_a_text_is_refused()
    {
        string[] places = ["\"title\": \"", "\"roll\": [\n  {\n   \"", "\"resolution\": {\n   \"", "\"rules\": {\n  \""];
        var text = Encoding.UTF8.GetString(TestFiles.Wuchang);
        foreach (var place in places)
        {
            var at = text.IndexOf(place, StringComparison.Ordinal);
            Assert.True(at > 0, place);
            Assert.NotNull(MeetingFile.Read(Encoding.UTF8.GetBytes(text.Insert(at + place.Length, "\\ud800"))).Fault);
        }
    }

    [Fact]
    public void Text_that_is_not_utf_8_is_refused()
    {
        byte[] file = [.. TestFiles.Wuchang];
        file[Array.IndexOf(file, (byte)0xe6)] = 0xff;
        Assert.Equal("$", MeetingFile.Read(file).Fault?.Path);
        Assert.Equal("$", MeetingFile.Read(Encoding.Unicode.GetBytes("{}")).Fault?.Path);
    }

    [Fact]
    public void Half_a_file_is_refused_wherever_it_was_cut()
    {
        var end = Array.LastIndexOf(TestFiles.Wuchang, (byte)'}');
        for (var length = 0; length < end; length += 500)
            Assert.NotNull(MeetingFile.Read(TestFiles.Wuchang.AsMemory(0, length)).Fault);
        Assert.NotNull(MeetingFile.Read(TestFiles.Wuchang.AsMemory(0, end)).Fault);
        Assert.NotNull(MeetingFile.Read(TestFiles.Wuchang.AsMemory(0, end + 1)).Value);
    }

    [Fact]
    public void No_damaged_byte_ever_throws()
    {
        var random = new Random(20241126);
        var refused = 0;
        for (var i = 0; i < 2_000; i++)
        {
            byte[] file = [.. TestFiles.Wuchang];
            for (var changes = random.Next(1, 4); changes > 0; changes--) file[random.Next(file.Length)] = (byte)random.Next(256);
            if (Whole(MeetingFile.Read(file))) refused++;
        }

        // A damaged title is still a title; most damage shows.
        Assert.InRange(refused, 1_000, 2_000);
    }

    [Fact]
    public void No_value_in_the_place_of_another_ever_throws()
    {
        var random = new Random(20241127);
        string[] values = ["null", "true", "5", "-1", "0.5", "1e99", "99999999999", "\"\"", "\"x\"", "[]", "{}", "[null]", "[[]]", "{\"id\":1}", "[\"x\",5]", "{\"kind\":[]}"];
        for (var i = 0; i < 2_000; i++)
        {
            var root = JsonNode.Parse(TestFiles.Wuchang)!;
            var node = root;
            // Down to a random depth, then a stranger in its place.
            while (random.Next(5) != 0 && node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
                node = node is JsonObject o ? o.ElementAt(random.Next(o.Count)).Value : node.AsArray()[random.Next(node.AsArray().Count)];
            if (node?.Parent is null) continue;
            if (random.Next(4) == 0 && node.Parent is JsonObject parent) parent.Remove(node.GetPropertyName());
            else node.ReplaceWith(JsonNode.Parse(values[random.Next(values.Length)]));
            Whole(MeetingFile.Read(Encoding.UTF8.GetBytes(root.ToJsonString())));
        }
    }

    private static bool Whole<T>(FileRead<T> read) where T : class
    {
        Assert.True(read.Value is null != read.Fault is null, "a value or a fault");
        if (read.Fault is { } fault) Assert.StartsWith("$", fault.Path, StringComparison.Ordinal);
        return read.Fault is not null;
    }
}
