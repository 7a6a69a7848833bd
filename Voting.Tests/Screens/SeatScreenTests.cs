using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Records;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

public class SeatScreenTests
{
    private readonly HomeScreen _screen = new();

    private SeatScreen Seat => _screen.Seat;

    [Fact]
    public void A_member_marks_as_soon_as_a_round_opens()
    {
        Told(Pictures.Member());
        Assert.Equal(SeatStep.Waiting, Seat.Step);
        _screen.Round(Pictures.Open());
        Assert.Equal(SeatStep.Marking, Seat.Step);
    }

    [Theory]
    [InlineData(Roles.Attendee)]
    [InlineData(Roles.PresidingOfficer)]
    [InlineData(Roles.Clerk)]
    [InlineData(Roles.Scrutineer)]
    [InlineData(Roles.Display)]
    public void Nobody_but_a_member_is_given_a_paper(string role)
    {
        Told(Pictures.Of(role, Pictures.Open()));
        Assert.Equal(SeatStep.Waiting, Seat.Step);
        Assert.False(Seat.CanCast);
    }

    [Fact]
    public async Task Recorded_is_shown_only_when_the_server_has_answered()
    {
        var answer = new TaskCompletionSource<Reply<Receipt>>();
        var hub = new FakeHub(_ => answer.Task);
        var casting = Press(hub, 0);
        Assert.Equal(SeatStep.Sending, Seat.Step);
        answer.SetResult(new Receipt("", 1));
        await casting;
        Assert.Equal(SeatStep.Recorded, Seat.Step);
    }

    [Fact]
    public async Task What_is_sealed_is_what_was_marked()
    {
        var round = Pictures.Open(Pictures.Selection(11, 10), Pictures.Resolution with { Id = "q2" });
        var hub = new FakeHub(FakeHub.Recorded);
        Told(Pictures.Member(round));
        foreach (var option in (int[])[0, 2, 10]) Seat.Mark(0, option);
        Seat.Mark(1, 2);
        await ReviewAndCast(hub);
        var opened = Envelope.Open(Pictures.Keys, Pictures.Binding(round), Assert.Single(hub.Casts).Envelope);
        Assert.Equal([1, 0b0000_0101, 0b0000_0100, 0b0000_0100], opened);
    }

    [Fact]
    public async Task A_recorded_paper_travels_in_the_clear()
    {
        var hub = new FakeHub(FakeHub.Recorded);
        Told(Pictures.Member(Pictures.Open() with { Secret = false, Key = null }));
        Seat.Mark(0, 1);
        await ReviewAndCast(hub);
        Assert.Equal([1, 0b010], hub.Casts[0].Envelope);
    }

    [Fact]
    public async Task No_mark_is_left_after_the_press()
    {
        Told(Pictures.Member(Pictures.Open()));
        Seat.Mark(0, 0);
        var draft = Seat.Draft!;
        await ReviewAndCast(new FakeHub(FakeHub.Recorded));
        Assert.Null(Seat.Draft);
        Assert.True(draft.IsBlank);
    }

    [Fact]
    public async Task Where_no_answer_came_the_same_press_is_sent_again()
    {
        var hub = new FakeHub(FakeHub.Lost, FakeHub.Refused(Refusals.TryAgain), FakeHub.Recorded);
        await Press(hub, 0);
        Assert.Equal(SeatStep.Recorded, Seat.Step);
        Assert.Equal(3, hub.Casts.Count);
        Assert.Single(hub.Casts.DistinctBy(c => (c.CastId, c.Seq, Convert.ToHexString(c.Envelope))));
    }

    [Fact]
    public async Task Where_the_connection_ended_within_an_answer_the_same_press_is_sent_again()
    {
        // What the hub's client gives a call that was under way when the server was killed while it wrote.
        var hub = new FakeHub(_ => Task.FromException<Reply<Receipt>>(new InvalidDataException("Connection terminated while reading a message.")), FakeHub.Recorded);
        await Press(hub, 0);
        Assert.Equal((SeatStep.Recorded, 2), (Seat.Step, hub.Casts.Count));
        Assert.Equal(hub.Casts[0].CastId, hub.Casts[1].CastId);
    }

    [Fact]
    public async Task A_refusal_is_told_and_the_ballot_can_be_marked_again()
    {
        await Press(new FakeHub(FakeHub.Refused(Refusals.NotPresent)), 0);
        Assert.Equal(SeatStep.Refused, Seat.Step);
        Assert.Equal(Refusals.NotPresent, Seat.Refusal!.Code);
        Assert.True(Seat.CanMarkAgain);
    }

    [Fact]
    public async Task A_second_ballot_takes_the_place_of_the_first_where_the_last_press_counts()
    {
        var hub = new FakeHub(FakeHub.Recorded, FakeHub.Recorded);
        await Press(hub, 0);
        Seat.MarkAgain();
        Seat.Mark(0, 1);
        await ReviewAndCast(hub);
        Assert.Equal([1, 2], hub.Casts.Select(c => c.Seq));
        Assert.NotEqual(hub.Casts[0].CastId, hub.Casts[1].CastId);
    }

    [Fact]
    public async Task Nothing_can_be_marked_again_where_the_first_press_counts()
    {
        Told(Pictures.Member(Pictures.Open() with { LastPressCounts = false }));
        await ReviewAndCast(new FakeHub(FakeHub.Recorded));
        Assert.False(Seat.CanMarkAgain);
    }

    [Fact]
    public async Task Whoever_thinks_better_of_marking_again_keeps_the_recorded_ballot()
    {
        await Press(new FakeHub(FakeHub.Recorded), 0);
        Seat.MarkAgain();
        Assert.True(Seat.CanKeep);
        Seat.Keep();
        Assert.Equal(SeatStep.Recorded, Seat.Step);
    }

    [Fact]
    public async Task A_returning_tablet_goes_on_counting_from_its_recorded_press()
    {
        var hub = new FakeHub(FakeHub.Recorded);
        Told(Pictures.Member(Pictures.Open()) with { Mine = new MyPress("V01", 1, 4) });
        Assert.Equal(SeatStep.Recorded, Seat.Step);
        Seat.MarkAgain();
        Seat.Mark(0, 0);
        await ReviewAndCast(hub);
        Assert.Equal(5, hub.Casts[0].Seq);
    }

    [Fact]
    public void A_whole_picture_does_not_take_marks_away()
    {
        Told(Pictures.Member(Pictures.Open()));
        Seat.Mark(0, 1);
        Told(Pictures.Member(Pictures.Open()));
        Assert.True(Seat.Draft!.IsMarked(0, 1));
    }

    [Fact]
    public void A_close_before_the_press_takes_the_paper_away()
    {
        Told(Pictures.Member(Pictures.Open()));
        Seat.Mark(0, 1);
        _screen.Round(Pictures.Open().Then("closed"));
        Assert.Equal(SeatStep.Missed, Seat.Step);
        Assert.Null(Seat.Draft);
    }

    [Fact]
    public async Task After_the_close_a_ballot_that_lies_in_the_urn_is_recorded()
    {
        var hub = new FakeHub(FakeHub.Lost, FakeHub.Refused(Refusals.ClosedSeeUrn), FakeHub.Refused(Refusals.ClosedSeeUrn));
        var asked = 0;
        hub.UrnIs = () => asked++ == 0 ? new Refusal(Refusals.UnknownRound) : Urn(new byte[32], Leaf(hub.Casts[0]));
        await Press(hub, 0);
        Assert.Equal(SeatStep.Recorded, Seat.Step);
        Assert.False(Seat.IsEarlierCounted);
    }

    [Fact]
    public async Task After_the_close_a_ballot_that_is_not_in_the_urn_is_not_counted()
    {
        await Press(new FakeHub(FakeHub.Refused(Refusals.ClosedSeeUrn)) { UrnIs = () => Urn(new byte[32]) }, 0);
        Assert.Equal(SeatStep.NotCounted, Seat.Step);
    }

    [Fact]
    public async Task After_the_close_an_earlier_press_in_the_urn_is_said_to_be_the_earlier_one()
    {
        var hub = new FakeHub(FakeHub.Recorded, FakeHub.Refused(Refusals.ClosedSeeUrn));
        hub.UrnIs = () => Urn(Leaf(hub.Casts[0]));
        await Press(hub, 0);
        Seat.MarkAgain();
        Seat.Mark(0, 2);
        await ReviewAndCast(hub);
        Assert.Equal(SeatStep.Recorded, Seat.Step);
        Assert.True(Seat.IsEarlierCounted);
        Assert.True(Seat.IsOutcomeOwed);
    }

    [Fact]
    public async Task After_the_close_a_recorded_ballot_is_looked_for_and_found_in_the_urn()
    {
        var hub = new FakeHub(FakeHub.Recorded);
        await Press(hub, 0);
        Assert.False(Seat.IsInUrn);
        var urn = Urn(new byte[32], Leaf(hub.Casts[0]));
        await Look(hub, urn, urn);
        Assert.Equal((SeatStep.Recorded, true, false), (Seat.Step, Seat.IsInUrn, Seat.IsEarlierCounted));
        Assert.False(Seat.IsOutcomeOwed);
    }

    [Fact]
    public async Task A_recorded_ballot_that_the_urn_does_not_hold_is_missing_and_is_owed_to_the_member()
    {
        var hub = new FakeHub(FakeHub.Recorded);
        await Press(hub, 0);
        var urn = Urn(new byte[32]);
        await Look(hub, urn, urn);
        Assert.Equal((SeatStep.NotCounted, true, true), (Seat.Step, Seat.IsMissing, Seat.IsOutcomeOwed));
        await _screen.Round(Pictures.Open() with { Paper = "V02" });
        Assert.False(Seat.IsMissing);
    }

    [Fact]
    public async Task Where_only_an_earlier_recorded_press_is_in_the_urn_that_is_said()
    {
        var hub = new FakeHub(FakeHub.Recorded, FakeHub.Recorded);
        await Press(hub, 0);
        Seat.MarkAgain();
        Seat.Mark(0, 1);
        await ReviewAndCast(hub);
        var urn = Urn(Leaf(hub.Casts[0]));
        await Look(hub, urn, urn);
        Assert.Equal((SeatStep.Recorded, true, true), (Seat.Step, Seat.IsEarlierCounted, Seat.IsOutcomeOwed));
    }

    [Fact]
    public async Task A_list_that_has_not_the_root_every_screen_was_told_shows_no_ballot_to_be_in_the_urn()
    {
        var hub = new FakeHub(FakeHub.Recorded);
        await Press(hub, 0);
        // Made for this tablet alone, with the seal of the true one.
        var forAll = Urn(new byte[32]);
        await Look(hub, forAll, Urn(Leaf(hub.Casts[0])) with { Seal = forAll.Seal });
        Assert.True(Seat.IsMissing);
    }

    [Fact]
    public async Task The_urn_is_asked_for_again_at_each_push_until_it_is_told()
    {
        var hub = new FakeHub(FakeHub.Recorded);
        await Press(hub, 0);
        var urn = Urn(Leaf(hub.Casts[0]));
        await _screen.Round(Pictures.Open().Then("closed") with { Urn = urn.Seal });
        var asked = 0;
        hub.UrnIs = () => asked++ switch { 0 => throw new IOException("The connection was lost."), 1 => new Refusal(Refusals.TryAgain), _ => urn };
        for (var push = 1; push <= 4; push++)
        {
            await _screen.LookForMine(hub, () => Task.CompletedTask);
            Assert.Equal((SeatStep.Recorded, push >= 3), (Seat.Step, Seat.IsInUrn));
        }

        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task A_tablet_that_has_pressed_nothing_or_took_over_from_another_looks_for_nothing()
    {
        var hub = new FakeHub();
        Told(Pictures.Member(Pictures.Open()) with { Mine = new MyPress("V01", 1, 4) });
        await _screen.Round(Pictures.Open().Then("closed") with { Urn = Urn(new byte[32]).Seal });
        hub.UrnIs = () => throw new NotSupportedException("Nobody asks.");
        await _screen.LookForMine(hub, () => Task.CompletedTask);
        Assert.Equal((SeatStep.Recorded, false), (Seat.Step, Seat.IsInUrn));
    }

    [Fact]
    public async Task What_became_of_a_press_is_owed_to_the_member_after_the_round_until_another_opens()
    {
        await Press(new FakeHub(FakeHub.Refused(Refusals.ClosedSeeUrn)) { UrnIs = () => Urn(new byte[32]) }, 0);
        await _screen.Round(Pictures.Open().Then("announced"));
        Assert.True(Seat.IsOutcomeOwed);
        await _screen.Round(Pictures.Open() with { Paper = "V02" });
        Assert.False(Seat.IsOutcomeOwed);
    }

    [Fact]
    public async Task A_press_still_on_its_way_is_owed_and_a_recorded_one_is_not()
    {
        var answer = new TaskCompletionSource<Reply<Receipt>>();
        var casting = Press(new FakeHub(_ => answer.Task), 0);
        await _screen.Round(Pictures.Open().Then("closed"));
        Assert.True(Seat.IsOutcomeOwed);
        answer.SetResult(new Receipt("", 1));
        await casting;
        Assert.False(Seat.IsOutcomeOwed);
    }

    [Fact]
    public async Task A_void_round_ends_the_sending()
    {
        Told(Pictures.Member(Pictures.Open()));
        Seat.Review();
        var hub = new FakeHub(FakeHub.Lost);
        await _screen.Cast(hub, () => _screen.Round(Pictures.Open().Then("void")));
        Assert.Equal(SeatStep.Waiting, Seat.Step);
        Assert.Single(hub.Casts);
    }

    [Fact]
    public async Task After_a_stale_press_the_next_one_is_later_than_what_the_box_holds()
    {
        var hub = new FakeHub(FakeHub.Refused(Refusals.StaleSeq), FakeHub.Recorded)
        {
            SnapshotIs = () => Pictures.Member(Pictures.Open()) with { Mine = new MyPress("V01", 1, 9) },
        };
        await Press(hub, 0);
        Seat.MarkAgain();
        await ReviewAndCast(hub);
        Assert.Equal(10, hub.Casts[1].Seq);
    }

    [Fact]
    public async Task A_next_round_begins_with_an_empty_paper()
    {
        await Press(new FakeHub(FakeHub.Recorded), 0);
        await _screen.Round(Pictures.Open().Then("closed"));
        await _screen.Round(Pictures.Open() with { Paper = "V02" });
        Assert.Equal(SeatStep.Marking, Seat.Step);
        Assert.True(Seat.Draft!.IsBlank);
        Assert.False(Seat.CanKeep);
    }

    private void Told(Snapshot picture) => _screen.Picture(picture);

    private Task Press(FakeHub hub, int option)
    {
        Told(Pictures.Member(Pictures.Open()));
        Seat.Mark(0, option);
        return ReviewAndCast(hub);
    }

    private Task ReviewAndCast(FakeHub hub)
    {
        Seat.Review();
        return _screen.Cast(hub, () => Task.CompletedTask);
    }

    private static byte[] Leaf(CastRequest cast) => Convert.FromHexString(Envelope.Hash(cast.Envelope));

    private static UrnView Urn(params byte[][] leaves) =>
        new(new UrnSeal(leaves.Length, Merkle.UrnRoot(leaves.Select(l => Convert.ToHexStringLower(l)))), [.. leaves.SelectMany(l => l)]);

    // The round has closed, and its urn was published.
    private async Task Look(FakeHub hub, UrnView published, UrnView list)
    {
        hub.UrnIs = () => list;
        await _screen.Round(Pictures.Open().Then("closed") with { Urn = published.Seal });
        await _screen.LookForMine(hub, () => Task.CompletedTask);
    }
}
