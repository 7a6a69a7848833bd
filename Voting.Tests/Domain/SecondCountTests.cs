using System.Text.Json.Nodes;
using Voting.Domain.Records;
using Voting.Domain.Recount;

namespace Voting.Tests.Domain;

/// <summary>The second engine takes nothing on trust: a definition or an entry that says what the format does not know is refused, with its place.</summary>
public class SecondCountTests
{
    private static string Definition(Voting.Domain.Papers.Question question) => CanonicalJson.Text(RecordText.Definition(World.First(question)));

    private static readonly string Motion = Definition(World.Motion("guangdong-congress-resolution"));
    private static readonly string Rating = Definition(World.Rating());
    private static readonly string Selection = Definition(World.Selection(World.Seats(2) with { RunoffThreshold = World.MoreThanHalf() }, 4));

    private static void Refused(string definition, string place, string why, string? entered = null)
    {
        var refused = Assert.Throws<FormatException>(() => SecondCount.Count(definition, [], 39, 35, entered));
        Assert.StartsWith(place + ": ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    // The same text with one value at a path; null removes it.
    private static string With(string text, string path, string? value)
    {
        var root = JsonNode.Parse(text)!;
        var steps = path.Split('.');
        var node = steps[..^1].Aggregate(root, (at, step) => int.TryParse(step, out var place) ? at[place]! : at[step]!);
        if (int.TryParse(steps[^1], out var last)) node[last] = JsonNode.Parse(value!);
        else if (value is null) node.AsObject().Remove(steps[^1]);
        else node[steps[^1]] = JsonNode.Parse(value);
        return root.ToJsonString();
    }

    private static string Of(string kind) => kind switch { "motion" => Motion, "rating" => Rating, _ => Selection };

    [Fact]
    public void What_the_first_engine_freezes_is_read()
    {
        foreach (var text in new[] { Motion, Rating, Selection }) Assert.Contains("\"voted\":0", SecondCount.Count(text, [], 39, 35), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"questions":[],"questions":[]}""")]
    [InlineData("{\"questions\":[{\"id\":\"\\ud800\"}]}")]
    public void What_is_no_json_is_refused_as_that(string text) => Refused(text, "$", "not JSON");

    [Theory]
    [InlineData("motion", "more", "1", "$", "unknown field more")]
    [InlineData("motion", "questions", null, "$", "questions is missing")]
    [InlineData("motion", "questions", "null", "$", "questions is missing")]
    [InlineData("motion", "questions", "{}", "$.questions", "Array expected")]
    [InlineData("motion", "questions.0", "1", "$.questions[0]", "Object expected")]
    [InlineData("motion", "questions.0.more", "1", "$.questions[0]", "unknown field more")]
    [InlineData("motion", "questions.0.id", "\"\"", "$.questions[0].id", "an id is 1 to 64")]
    [InlineData("motion", "questions.0.id", "\"a b\"", "$.questions[0].id", "an id is 1 to 64")]
    [InlineData("motion", "questions.0.id", "7", "$.questions[0].id", "String expected")]
    [InlineData("motion", "questions.0.id", "\"12345678901234567890123456789012345678901234567890123456789012345\"", "$.questions[0].id", "an id is 1 to 64")]
    [InlineData("motion", "questions.0.stage", "\"last\"", "$.questions[0].stage", "last is not one of first, runoff, further")]
    [InlineData("motion", "questions.0.kind", "\"choose-two\"", "$.questions[0].kind", "choose-two is not one of")]
    [InlineData("motion", "questions.0.kind", "\"choose-many\"", "$.questions[0]", "choose-many does not go with majority")]
    [InlineData("rating", "questions.0.kind", "\"choose-many\"", "$.questions[0]", "choose-many does not go with tiers")]
    [InlineData("selection", "questions.0.kind", "\"choose-one\"", "$.questions[0]", "choose-one does not go with seats")]
    [InlineData("motion", "questions.0.options", "[]", "$.questions[0]", "no options")]
    [InlineData("motion", "questions.0.options", """["for","for"]""", "$.questions[0].options", "an id stands twice")]
    [InlineData("motion", "questions.0.options", """["for","against"]""", "$.questions[0].rule", "no option abstain")]
    [InlineData("motion", "questions.0.rule.kind", "\"lot\"", "$.questions[0].rule.kind", "lot is not one of majority, tiers, seats")]
    [InlineData("motion", "questions.0.rule.more", "1", "$.questions[0].rule", "unknown field more")]
    [InlineData("motion", "questions.0.rule.of", "\"some\"", "$.questions[0].rule.of", "some is not one of all, present")]
    [InlineData("motion", "questions.0.rule.op", "\"<\"", "$.questions[0].rule.op", "< is not one of >, >=")]
    [InlineData("motion", "questions.0.rule.den", "0", "$.questions[0].rule.den", "0 is not a whole number from 1")]
    [InlineData("motion", "questions.0.rule.num", "3", "$.questions[0].rule.num", "3 is not a whole number from 0 to 2")]
    [InlineData("motion", "questions.0.rule.num", "-1", "$.questions[0].rule.num", "-1 is not a whole number from 0 to 2")]
    [InlineData("motion", "questions.0.rule.num", "0.5", "$.questions[0].rule.num", "0.5 is not a whole number")]
    [InlineData("motion", "questions.0.rule.and.0.more", "1", "$.questions[0].rule.and[0]", "unknown field more")]
    [InlineData("motion", "questions.0.rule.and.0.count", "\"against\"", "$.questions[0].rule.and[0].count", "against is not one of for, cast")]
    [InlineData("rating", "questions.0.rule.more", "1", "$.questions[0].rule", "unknown field more")]
    [InlineData("rating", "questions.0.rule.blank", "\"valid\"", "$.questions[0].rule.blank", "valid is not one of void")]
    [InlineData("rating", "questions.0.rule.tiers.0.more", "1", "$.questions[0].rule.tiers[0]", "unknown field more")]
    [InlineData("rating", "questions.0.rule.tiers.1.sum", """["satisfied","good"]""", "$.questions[0].rule.tiers[1].sum", "no option good")]
    [InlineData("rating", "questions.0.rule.otherwise", null, "$.questions[0].rule", "otherwise is missing")]
    [InlineData("selection", "questions.0.rule.more", "1", "$.questions[0].rule", "unknown field more")]
    [InlineData("selection", "questions.0.rule.over", "\"valid\"", "$.questions[0].rule.over", "valid is not one of void")]
    [InlineData("selection", "questions.0.rule.threshold.more", "1", "$.questions[0].rule.threshold", "unknown field more")]
    [InlineData("selection", "questions.0.rule.runoffThreshold.more", "1", "$.questions[0].rule.runoffThreshold", "unknown field more")]
    [InlineData("selection", "questions.0.rule.seats", "0", "$.questions[0].rule.seats", "0 is not a whole number from 1")]
    [InlineData("selection", "questions.0.rule.maxMarks", "1", "$.questions[0].rule.maxMarks", "1 is not a whole number from 2 to 4")]
    [InlineData("selection", "questions.0.rule.maxMarks", "5", "$.questions[0].rule.maxMarks", "5 is not a whole number from 2 to 4")]
    [InlineData("selection", "questions.0.rule.minMarks", "3", "$.questions[0].rule.minMarks", "3 is not a whole number from 0 to 2")]
    [InlineData("selection", "questions.0.rule.minMarks", "-1", "$.questions[0].rule.minMarks", "-1 is not a whole number from 0 to 2")]
    [InlineData("selection", "questions.0.rule.maxRunoffs", "-1", "$.questions[0].rule.maxRunoffs", "-1 is not a whole number from 0")]
    [InlineData("selection", "questions.0.rule.tie", "\"lot\"", "$.questions[0].rule.tie", "lot is not one of runoff, refer")]
    [InlineData("selection", "questions.0.rule.shortfall", "\"lot\"", "$.questions[0].rule.shortfall", "lot is not one of refer, round, fewer")]
    [InlineData("selection", "questions.0.seats", "1", "$.questions[0].seats", "1 is not a whole number from 2 to 2")]
    [InlineData("selection", "questions.0.seats", "3", "$.questions[0].seats", "3 is not a whole number from 2 to 2")]
    [InlineData("selection", "questions.0.runoffs", "1", "$.questions[0].runoffs", "1 is not a whole number from 0 to 0")]
    [InlineData("selection", "questions.0.stage", "\"runoff\"", "$.questions[0].runoffs", "0 is not a whole number from 1")]
    public void A_definition_that_says_what_the_format_does_not_know_is_refused_with_its_place(string of, string path, string? value, string place, string why) =>
        Refused(With(Of(of), path, value), place, why);

    [Fact]
    public void A_later_round_has_fewer_candidates_than_a_ballot_of_the_first_could_mark_and_never_more_seats_than_they_are()
    {
        var runoff = With(With(With(Selection, "questions.0.stage", "\"runoff\""), "questions.0.runoffs", "1"), "questions.0.seats", "1");
        var between = With(runoff, "questions.0.options", """["c02"]""");
        Assert.Contains("\"verdict\":\"elected\"", SecondCount.Count(between, [], 39, 35), StringComparison.Ordinal);
        Refused(With(between, "questions.0.seats", "2"), "$.questions[0].seats", "2 is not a whole number from 1 to 1");
        Refused(With(between, "questions.0.seats", "0"), "$.questions[0].seats", "0 is not a whole number from 1 to 1");
        Assert.Contains("\"shortfall\":1", SecondCount.Count(With(With(between, "questions.0.stage", "\"further\""), "questions.0.runoffs", "0"), [], 39, 35), StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_questions_bear_one_id()
    {
        var root = JsonNode.Parse(Motion)!;
        root["questions"]!.AsArray().Add(root["questions"]![0]!.DeepClone());
        Refused(root.ToJsonString(), "$.questions", "an id stands twice");
    }

    [Theory]
    [InlineData("majority-for-against")]
    [InlineData("committee-resolution")]
    public void Votes_against_are_asked_for_only_where_the_rule_counts_them(string preset)
    {
        var alone = With(Definition(World.Motion(preset)), "questions.0.options", """["for"]""");
        if (preset == "committee-resolution") Assert.Contains("failed", SecondCount.Count(alone, [], 39, 35), StringComparison.Ordinal);
        else Refused(alone, "$.questions[0].rule", "no option against");
        var besides = With(With(alone, "questions.0.rule.of", "\"all\""), "questions.0.rule.and", """[{"of":"all","op":">","num":1,"den":2,"count":"for"}]""");
        Assert.Contains("failed", SecondCount.Count(besides, [], 39, 35), StringComparison.Ordinal);
        Refused(With(besides, "questions.0.rule.and.0.of", "\"for-against\""), "$.questions[0].rule", "no option against");
    }

    [Fact]
    public void Neither_members_nor_those_present_are_fewer_than_none()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SecondCount.Count(Motion, [], -1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SecondCount.Count(Motion, [], 0, -1));
        Assert.Contains("\"voted\":0", SecondCount.Count(Motion, [], 0, 0), StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => SecondCount.Count(null!, [], 1, 1));
        Assert.Throws<ArgumentNullException>(() => SecondCount.Count(Motion, null!, 1, 1));
    }

    private const string Entered = """{"voted":10,"issued":12,"questions":[{"id":"q1","void":1,"blank":1,"counts":{"for":5,"against":2,"abstain":1},"writeIns":[{"name":"甲","count":2}]}]}""";

    [Fact]
    public void Counts_that_add_up_are_added()
    {
        var counted = JsonNode.Parse(SecondCount.Count(Motion, [], 39, 35, Entered))!;
        Assert.Equal(10, (int)counted["voted"]!);
        Assert.Equal("""{"abstain":1,"against":2,"for":5}""", counted["questions"]![0]!["counts"]!.ToJsonString());
        // As many as there were against, and as many returned as issued, are not too many.
        SecondCount.Count(Motion, [], 39, 35, With(Entered, "issued", "10"));
        SecondCount.Count(Motion, [], 39, 35, With(Entered, "issued", null));
    }

    [Theory]
    [InlineData("", "1", "$", "Object expected")]
    [InlineData("more", "1", "$", "unknown field more")]
    [InlineData("voted", "-1", "$.voted", "-1 is not a whole number from 0")]
    [InlineData("issued", "-1", "$.issued", "-1 is not a whole number from 0")]
    [InlineData("issued", "9", "$", "more was returned than issued")]
    [InlineData("questions", "[]", "$", "not the questions of the round")]
    [InlineData("questions.0.more", "1", "$.questions[0]", "unknown field more")]
    [InlineData("questions.0.id", "\"q2\"", "$.questions[0]", "question q1 expected")]
    [InlineData("questions.0.void", "11", "$.questions[0].void", "11 is not a whole number from 0 to 10")]
    [InlineData("questions.0.void", "-1", "$.questions[0].void", "-1 is not a whole number from 0 to 10")]
    [InlineData("questions.0.blank", "-1", "$.questions[0].blank", "-1 is not a whole number from 0")]
    [InlineData("questions.0.blank", "10", "$.questions[0]", "more blank than valid")]
    [InlineData("questions.0.blank", "2", "$.questions[0]", "more marks than the ballots can bear")]
    [InlineData("questions.0.blank", "0", "$.questions[0]", "fewer marks than the ballots must bear")]
    [InlineData("questions.0.counts.for", "9", "$.questions[0]", "a count is more than the ballots marked")]
    [InlineData("questions.0.counts.for", "6", "$.questions[0]", "more marks than the ballots can bear")]
    [InlineData("questions.0.counts.for", "4", "$.questions[0]", "fewer marks than the ballots must bear")]
    [InlineData("questions.0.counts.for", "-1", "$.questions[0].counts.for", "-1 is not a whole number from 0")]
    [InlineData("questions.0.counts.for", null, "$.questions[0].counts", "for is missing")]
    [InlineData("questions.0.counts.more", "0", "$.questions[0].counts", "unknown field more")]
    [InlineData("questions.0.writeIns.0.more", "1", "$.questions[0].writeIns[0]", "unknown field more")]
    [InlineData("questions.0.writeIns.0.count", "0", "$.questions[0].writeIns[0].count", "0 is not a whole number from 1")]
    [InlineData("questions.0.writeIns.0.count", "3", "$.questions[0]", "names are written in with an against only")]
    public void An_entry_that_does_not_add_up_is_refused_with_its_place(string path, string? value, string place, string why) =>
        Refused(Motion, place, why, path == "" ? value! : With(Entered, path, value));

    [Fact]
    public void No_more_names_are_written_in_than_there_were_against_however_they_are_shared_out()
    {
        SecondCount.Count(Motion, [], 39, 35, With(Entered, "questions.0.writeIns", """[{"name":"甲","count":1},{"name":"乙","count":1}]"""));
        Refused(Motion, "$.questions[0]", "names are written in with an against only", With(Entered, "questions.0.writeIns", """[{"name":"甲","count":2},{"name":"乙","count":1}]"""));
    }

    [Fact]
    public void An_id_may_have_64_characters()
    {
        var id = new string('x', 64);
        Assert.Contains(id, SecondCount.Count(With(Motion, "questions.0.id", $"\"{id}\""), [], 39, 35), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_is_no_json_or_says_a_thing_twice_is_refused()
    {
        Refused(Motion, "$", "not JSON", "{");
        Refused(Motion, "$", "not JSON", Entered.Replace("{\"voted\":10", "{\"voted\":10,\"voted\":10", StringComparison.Ordinal));
    }

    [Fact]
    public void A_blank_is_entered_only_where_it_is_not_void_and_names_only_for_a_motion()
    {
        const string rated = """{"voted":4,"questions":[{"id":"q1","void":0,"blank":0,"counts":{"satisfied":3,"basic":1,"dissatisfied":0}}]}""";
        Assert.Contains("\"valid\":4", SecondCount.Count(Rating, [], 39, 35, rated), StringComparison.Ordinal);
        Refused(Rating, "$.questions[0]", "a blank is void here", With(With(rated, "questions.0.blank", "1"), "questions.0.counts.for", "3"));
        Refused(Rating, "$.questions[0]", "names are written in with an against only", With(rated, "questions.0.writeIns", """[{"name":"甲","count":1}]"""));
        var against = With(Rating, "questions.0.options", """["satisfied","basic","against"]""");
        var named = """{"voted":4,"questions":[{"id":"q1","void":0,"blank":0,"counts":{"satisfied":2,"basic":1,"against":1},"writeIns":[{"name":"甲","count":1}]}]}""";
        Refused(against, "$.questions[0]", "names are written in with an against only", named);
    }

    [Fact]
    public void Marks_of_a_selection_that_are_entered_are_between_the_least_and_the_most()
    {
        const string marked = """{"voted":8,"questions":[{"id":"q1","void":0,"blank":0,"counts":{"c01":8,"c02":4,"c03":4,"c04":0}}]}""";
        Assert.Contains("\"c01\":8", SecondCount.Count(Selection, [], 39, 35, marked), StringComparison.Ordinal);
        Assert.Contains("\"c01\":4", SecondCount.Count(Selection, [], 39, 35, With(With(marked, "questions.0.counts.c01", "4"), "questions.0.counts.c02", "0")), StringComparison.Ordinal);
        Refused(Selection, "$.questions[0]", "more marks than the ballots can bear", With(marked, "questions.0.counts.c04", "1"));
        Refused(Selection, "$.questions[0]", "fewer marks than the ballots must bear", With(With(marked, "questions.0.counts.c01", "3"), "questions.0.counts.c02", "0"));
        var exact = With(Selection, "questions.0.rule.minMarks", "2");
        Refused(exact, "$.questions[0]", "fewer marks than the ballots must bear", With(marked, "questions.0.counts.c02", "3"));
    }

    [Fact]
    public void Only_what_must_be_is_escaped_and_a_space_is_not()
    {
        var escaped = With(Entered, "questions.0.writeIns.0.name", "\"\\b\\f\\n\\r\\t\\\"\\\\\"");
        Assert.Contains("\"name\":\"\\b\\f\\n\\r\\t\\\"\\\\\"", SecondCount.Count(Motion, [], 39, 35, escaped), StringComparison.Ordinal);
        var named = With(Entered, "questions.0.writeIns.0.name", "\"a b\\u001f\\u007f\"");
        Assert.Contains("\"name\":\"a b\\u001f\u007f\"", SecondCount.Count(Motion, [], 39, 35, named), StringComparison.Ordinal);
    }
}
