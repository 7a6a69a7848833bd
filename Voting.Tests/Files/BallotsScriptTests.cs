using System.Text;
using Voting.Domain.Files;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Tests.Files;

public class BallotsScriptTests
{
    private static readonly Meeting Wuchang = MeetingFile.Read(TestFiles.Wuchang).Value!;

    private static FileRead<BallotsScript> Read(string rounds) =>
        BallotsScript.Read(Encoding.UTF8.GetBytes($$"""{"format":"voting-ballots/1","rounds":[{{rounds}}]}"""), Wuchang);

    private static string Round(string paper, int number, string ballots) => $$$"""{"paper":"{{{paper}}}","round":{{{number}}},"ballots":{{{{ballots}}}}}""";

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> Marks(string paper, string ballot) =>
        Read(Round(paper, 1, $"\"m01\":{ballot}")).Value!.Rounds[0].Ballots["m01"];

    [Fact]
    public void A_member_left_out_or_null_does_not_vote_and_an_empty_ballot_is_cast_blank()
    {
        var round = Assert.Single(Read(Round("V01", 1, """ "m01":{"q1":"for"},"m02":null,"m03":{} """)).Value!.Rounds);
        Assert.Equal(("V01", 1), (round.PaperId, round.Number));
        Assert.Equal(["m01", "m03"], round.Ballots.Keys.Order());
        Assert.Empty(round.Ballots["m03"]);
    }

    [Fact]
    public void Null_for_a_member_who_is_away_is_no_ballot_and_a_blank_one_is_an_error()
    {
        Assert.Null(Read(Round("V01", 1, """ "m36":null """)).Fault);
        Assert.Equal("$.rounds[0].ballots.m36", Read(Round("V01", 1, """ "m36":{} """)).Fault?.Path);
        Assert.Equal("$.rounds[0].ballots.m40", Read(Round("V01", 1, """ "m40":null """)).Fault?.Path);
    }

    [Theory]
    [InlineData("V01", """{"q1":"for"}""", "for")]
    [InlineData("V01", """{"q1":["for"]}""", "for")]
    [InlineData("V01", """{"q1":[]}""", "")]
    [InlineData("V01", """{"q1":["for","against"]}""", "for against")]
    [InlineData("V06", """{"q1":["c11","c01"]}""", "c11 c01")]
    [InlineData("V06", """{"q1":["c01","c02","c03","c04","c05","c06","c07","c08","c09","c10","c11"]}""", "c01 c02 c03 c04 c05 c06 c07 c08 c09 c10 c11")]
    public void Marks_are_a_string_or_a_list_and_void_ones_can_be_cast(string paper, string ballot, string marks) =>
        Assert.Equal(marks, string.Join(' ', Marks(paper, ballot)["q1"]));

    [Theory]
    [InlineData("V01", 1, """{"q1":"yes"}""", ".ballots.m01.q1")]
    [InlineData("V01", 1, """{"q2":"for"}""", ".ballots.m01.q2")]
    [InlineData("V01", 1, """{"q1":["for","for"]}""", ".ballots.m01.q1[1]")]
    [InlineData("V06", 1, """{"q1":"c01"}""", ".ballots.m01.q1")]
    [InlineData("V06", 1, """{"q1":["c01","c02","c01"]}""", ".ballots.m01.q1[2]")]
    [InlineData("V01", 2, "{}", ".round")]
    [InlineData("V01", 0, "{}", ".round")]
    [InlineData("V99", 1, "{}", ".paper")]
    public void A_mistake_is_found_before_anything_starts(string paper, int number, string ballot, string path) =>
        Assert.Equal("$.rounds[0]" + path, Read(Round(paper, number, $"\"m01\":{ballot}")).Fault?.Path);

    [Theory]
    [InlineData("""{"q1":"for"}""", ".q1")]
    [InlineData("""{"q9":"for"}""", ".q9")]
    [InlineData("""["q1"]""", "")]
    public void A_casting_vote_is_scripted_only_where_the_rule_has_one(string votes, string path) =>
        Assert.Equal("$.rounds[0].castingVotes" + path, Read($$"""{"paper":"V01","round":1,"ballots":{},"castingVotes":{{votes}}}""").Fault?.Path);

    [Fact]
    public void The_rounds_of_each_paper_are_counted_from_one()
    {
        Assert.Null(Read(string.Join(',', Round("V01", 1, ""), Round("V02", 1, ""), Round("V01", 2, ""))).Fault);
        Assert.Equal("$.rounds[1].round", Read(string.Join(',', Round("V01", 1, ""), Round("V01", 3, ""))).Fault?.Path);
        Assert.Equal("$.rounds[1].round", Read(string.Join(',', Round("V01", 1, ""), Round("V01", 1, ""))).Fault?.Path);
    }

    [Fact]
    public void A_ballot_marks_only_what_the_round_holds()
    {
        var question = Wuchang.Paper("V06")!.Questions[0];
        var runoff = new RoundQuestion(question, Stage.Runoff, [question.Options[1], question.Options[4]], 1, 1);
        Assert.Equal([1], BallotsScript.For([runoff], Marks("V06", """{"q1":["c05"]}"""))!.Marks[0]);
        Assert.Equal([0, 1], BallotsScript.For([runoff], Marks("V06", """{"q1":["c05","c02"]}"""))!.Marks[0]);
        Assert.Empty(BallotsScript.For([runoff], Marks("V06", "{}"))!.Marks[0]);
        Assert.Null(BallotsScript.For([runoff], Marks("V06", """{"q1":["c05","c01"]}""")));
    }

    [Fact]
    public void A_mark_on_a_question_that_is_not_due_is_an_error_and_a_blank_there_is_not()
    {
        var questions = World.First(Wuchang.Paper("V11")!.Questions[1]);
        Assert.Null(BallotsScript.For(questions, Marks("V11", """{"V11.1":"for","V11.2":"for"}""")));
        Assert.Equal([0], BallotsScript.For(questions, Marks("V11", """{"V11.1":[],"V11.2":"for"}"""))!.Marks[0]);
    }

    [Fact]
    public void No_damaged_byte_of_a_script_ever_throws()
    {
        var meeting = MeetingFile.Read(TestFiles.Read("Golden", "runoff", "meeting.json")).Value!;
        var whole = TestFiles.Read("Golden", "runoff", "ballots.json");
        var random = new Random(20241128);
        for (var i = 0; i < 2_000; i++)
        {
            byte[] file = [.. whole];
            for (var changes = random.Next(1, 4); changes > 0; changes--) file[random.Next(file.Length)] = (byte)random.Next(256);
            var read = BallotsScript.Read(file.AsMemory(0, i % 10 == 0 ? random.Next(file.Length) : file.Length), meeting);
            Assert.True(read.Value is null != read.Fault is null, "a value or a fault");
        }
    }
}
