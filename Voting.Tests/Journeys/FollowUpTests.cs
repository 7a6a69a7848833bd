using System.Text.Json.Nodes;
using Voting.Domain.Contracts;

namespace Voting.Tests.Journeys;

public class FollowUpTests
{
    [Fact]
    public async Task A_follow_up_is_attached_to_a_certified_result_also_after_the_meeting_and_alters_nothing_of_it()
    {
        await using var chamber = await Chamber.Open();
        var followUp = new FollowUpRequest("R", 1, "q1", "rectified", "2027-03-01", "已完成整改");
        var round = await chamber.OpenRound("R");
        await chamber.CloseRound(round);
        Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        Chamber.Done(await chamber.Clerk.Certify(new CertifyRequest([Chamber.Of(round)])));
        Chamber.Refused(Refusals.WrongState, await chamber.Clerk.AddFollowUp(followUp));
        Chamber.Done(await chamber.Scrutineer.Certify(new CertifyRequest([Chamber.Of(round)])));
        Chamber.Refused(Refusals.UnknownQuestion, await chamber.Clerk.AddFollowUp(followUp with { Question = "q9" }));
        Chamber.Refused(Refusals.NotPermitted, await chamber.Chair.AddFollowUp(followUp));
        Chamber.Done(await chamber.Chair.CloseMeeting());
        var before = (await chamber.Record()).AsObject();

        Chamber.Done(await chamber.Clerk.AddFollowUp(followUp));
        Chamber.Done(await chamber.Clerk.AddFollowUp(followUp with { Question = null, Kind = "reported-again", Date = "2027-06-01" }));

        var after = (await chamber.Record()).AsObject();
        var events = after["events"]!.AsArray();
        Assert.Equal(["follow-up-added", "follow-up-added"], events.Skip(before["events"]!.AsArray().Count).Select(e => (string)e!["type"]!));
        Assert.Equal(("clerk", "rectified", "2027-03-01", "q1", "已完成整改"),
            ((string)events[^2]!["by"]!, (string)events[^2]!["kind"]!, (string)events[^2]!["date"]!, (string)events[^2]!["question"]!, (string)events[^2]!["text"]!));
        foreach (var list in new[] { before, after }) list.Remove("events");
        Assert.True(JsonNode.DeepEquals(before, after), "Only the chain of events has grown.");
        Assert.Equal(["rectified", "reported-again"], (await chamber.Scrutineer.FollowUps()).Value!.All.Select(f => f.Kind));
    }

    [Theory]
    [InlineData("praised", "2027-03-01", "x")]
    [InlineData("reported", "2027-02-29", "x")]
    [InlineData("reported", "1 March", "x")]
    [InlineData("reported", "2027-03-01", " ")]
    [InlineData("reported", "2027-03-01", null)]
    public async Task A_follow_up_that_is_not_well_formed_is_refused(string kind, string date, string? text)
    {
        await using var chamber = await Chamber.Open();
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.AddFollowUp(new FollowUpRequest("R", 1, null, kind, date, text!)));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.AddFollowUp(new FollowUpRequest("R", 1, null, "reported", "2027-03-01", new string('字', 1_001))));
    }
}
