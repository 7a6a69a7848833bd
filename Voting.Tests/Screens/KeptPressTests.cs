using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Records;
using Voting.Kiosk.Presses;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

/// <summary>A program that is started anew over what an earlier one kept.</summary>
public class KeptPressTests
{
    private static readonly RoundView Named = Pictures.Open() with { Secret = false, Key = null };

    private readonly MemoryStore _store = new();

    [Fact]
    public async Task A_press_is_kept_before_it_is_sent()
    {
        var kept = 0;
        var hub = new FakeHub(async cast =>
        {
            kept = (await _store.All()).Count;
            return new Receipt(cast.CastId, cast.Seq);
        });
        await Press(await Started(Pictures.Open()), hub);
        Assert.Equal(1, kept);
    }

    [Fact]
    public async Task A_press_that_had_no_answer_is_sent_again_as_it_was_after_a_new_start()
    {
        var cast = await PressedWithoutAnswer(Pictures.Open());
        var screen = await Started(Pictures.Open());
        Assert.Equal(SeatStep.Sending, screen.Seat.Step);
        Assert.Null(screen.Seat.Draft);
        var hub = new FakeHub(FakeHub.Lost, FakeHub.Recorded);
        await Resume(screen, hub);
        Assert.Equal(SeatStep.Recorded, screen.Seat.Step);
        Assert.All(hub.Casts, again => Assert.Equal((cast.CastId, cast.Seq, Envelope.Hash(cast.Envelope)), (again.CastId, again.Seq, Envelope.Hash(again.Envelope))));
    }

    [Fact]
    public async Task It_is_sent_by_one_program_only_once_at_a_time()
    {
        await PressedWithoutAnswer(Pictures.Open());
        var screen = await Started(Pictures.Open());
        var hub = new FakeHub(FakeHub.Recorded);
        await Resume(screen, hub);
        await Resume(screen, hub);
        Assert.Single(hub.Casts);
    }

    [Fact]
    public async Task After_a_new_start_a_recorded_press_is_recorded_and_the_next_one_is_later()
    {
        await Press(await Started(Pictures.Open()), new FakeHub(FakeHub.Recorded));
        var screen = await Started(Pictures.Open());
        Assert.Equal(SeatStep.Recorded, screen.Seat.Step);
        screen.Seat.MarkAgain();
        var hub = new FakeHub(FakeHub.Recorded);
        await Press(screen, hub);
        Assert.Equal(2, hub.Casts[0].Seq);
    }

    [Fact]
    public async Task A_new_start_after_the_close_finds_the_ballot_in_the_urn()
    {
        var cast = await PressedWithoutAnswer(Pictures.Open());
        var screen = await Started(Pictures.Open().Then("closed"));
        Assert.Equal(SeatStep.Sending, screen.Seat.Step);
        await Resume(screen, new FakeHub(FakeHub.Refused(Refusals.ClosedSeeUrn)) { UrnIs = () => Urn(cast) });
        Assert.Equal(SeatStep.Recorded, screen.Seat.Step);
    }

    [Fact]
    public async Task A_new_start_after_the_close_finds_that_the_ballot_is_not_in_the_urn()
    {
        await PressedWithoutAnswer(Pictures.Open());
        var screen = await Started(Pictures.Open().Then("closed"));
        await Resume(screen, new FakeHub(FakeHub.Refused(Refusals.ClosedSeeUrn)) { UrnIs = () => Urn() });
        Assert.Equal(SeatStep.NotCounted, screen.Seat.Step);
    }

    [Fact]
    public async Task A_new_start_after_the_close_knows_that_an_earlier_press_was_counted()
    {
        var screen = await Started(Pictures.Open());
        var hub = new FakeHub(FakeHub.Recorded);
        await Press(screen, hub);
        screen.Seat.MarkAgain();
        await PressedWithoutAnswer(screen);
        screen = await Started(Pictures.Open().Then("closed"));
        await Resume(screen, new FakeHub(FakeHub.Refused(Refusals.ClosedSeeUrn)) { UrnIs = () => Urn(hub.Casts[0]) });
        Assert.Equal(SeatStep.Recorded, screen.Seat.Step);
        Assert.True(screen.Seat.IsEarlierCounted);
    }

    [Fact]
    public async Task A_clear_ballot_that_may_have_been_sent_before_is_said_to_be_neither_counted_nor_not_and_that_is_owed()
    {
        await PressedWithoutAnswer(Named);
        var screen = await Started(Named.Then("closed"));
        await Resume(screen, new FakeHub(FakeHub.Refused(Refusals.ClosedSeeUrn)));
        Assert.Equal((SeatStep.NotKnown, true), (screen.Seat.Step, screen.Seat.IsOutcomeOwed));
    }

    [Fact]
    public async Task Where_a_later_press_of_a_clear_ballot_came_too_late_the_earlier_one_is_said_to_count()
    {
        var screen = await Started(Named);
        await Press(screen, new FakeHub(FakeHub.Recorded));
        screen.Seat.MarkAgain();
        await Press(screen, new FakeHub(FakeHub.Refused(Refusals.ClosedSeeUrn)));
        Assert.Equal((SeatStep.Recorded, true), (screen.Seat.Step, screen.Seat.IsEarlierCounted));
    }

    [Fact]
    public async Task A_refused_press_is_not_sent_again()
    {
        await Press(await Started(Pictures.Open()), new FakeHub(FakeHub.Refused(Refusals.NotPresent)));
        Assert.Empty(await _store.All());
        Assert.Equal(SeatStep.Marking, (await Started(Pictures.Open())).Seat.Step);
    }

    [Fact]
    public async Task Of_a_recorded_press_no_envelope_is_kept()
    {
        await Press(await Started(Pictures.Open()), new FakeHub(FakeHub.Recorded));
        Assert.Null(Assert.Single(await _store.All()).Envelope);
    }

    [Fact]
    public async Task Of_a_clear_ballot_nothing_is_kept_once_it_is_recorded()
    {
        await Press(await Started(Named), new FakeHub(FakeHub.Recorded));
        Assert.Empty(await _store.All());
    }

    [Fact]
    public async Task The_next_round_removes_the_presses_of_the_last()
    {
        await PressedWithoutAnswer(Pictures.Open());
        var screen = await Started(Pictures.Open().Then("closed"), Pictures.Open() with { Paper = "V02" });
        Assert.Equal(SeatStep.Marking, screen.Seat.Step);
        Assert.Empty(await _store.All());
    }

    [Fact]
    public async Task Another_member_finds_nothing_of_the_one_before()
    {
        await PressedWithoutAnswer(Pictures.Open());
        var screen = new HomeScreen(_store);
        await screen.Remember();
        await screen.Picture(Pictures.Member(Pictures.Open()) with { Me = new SignedIn(Roles.Member, "m02", "Another") });
        Assert.Equal(SeatStep.Marking, screen.Seat.Step);
        Assert.Empty(await _store.All());
    }

    [Fact]
    public async Task Signing_out_leaves_nothing()
    {
        var screen = await Started(Pictures.Open());
        await Press(screen, new FakeHub(FakeHub.Recorded));
        await screen.Forget();
        Assert.Empty(await _store.All());
    }

    private async Task<HomeScreen> Started(params RoundView[] rounds)
    {
        var screen = new HomeScreen(_store);
        await screen.Remember();
        screen.SetLine(Line.Connecting);
        await screen.Picture(Pictures.Member(rounds));
        return screen;
    }

    private static Task Press(HomeScreen screen, FakeHub hub)
    {
        screen.Seat.Mark(0, 1);
        screen.Seat.Review();
        return screen.Cast(hub, () => Task.CompletedTask);
    }

    private async Task<CastRequest> PressedWithoutAnswer(RoundView round) => await PressedWithoutAnswer(await Started(round));

    // The program ends while it waits.
    private static async Task<CastRequest> PressedWithoutAnswer(HomeScreen screen)
    {
        var sent = new TaskCompletionSource<CastRequest>();
        _ = Press(screen, new FakeHub(cast =>
        {
            sent.SetResult(cast);
            return new TaskCompletionSource<Reply<Receipt>>().Task;
        }));
        return await sent.Task;
    }

    private static Task Resume(HomeScreen screen, FakeHub hub) => screen.Resume(hub, () => Task.CompletedTask);

    private static UrnView Urn(params CastRequest[] casts) => new(
        new UrnSeal(casts.Length, Merkle.UrnRoot(casts.Select(c => Envelope.Hash(c.Envelope)))), [.. casts.SelectMany(c => Convert.FromHexString(Envelope.Hash(c.Envelope)))]);
}
