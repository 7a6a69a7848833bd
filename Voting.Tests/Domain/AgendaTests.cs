using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Tests.Domain;

public class AgendaTests
{
    private static readonly Meeting Meeting = World.Committee(39, 35, World.Paper("V01", true, World.Motion())) with
    {
        Agenda = [new AgendaItem(1, "书面审议", []), new AgendaItem(2, "议案", ["V01"]), new AgendaItem(3, "其他", [])],
    };

    private static readonly Command[] Voted =
    [
        new Command.Close("V01", 1, new RollCounts(35, 4, 0), new RoundNumbers(39, 35, 30)),
        new Command.Tally("V01", 1, World.Count(World.First(World.Motion()), 39, 35, World.Ballots(World.First(World.Motion()), (30, "for")))),
        new Command.Announce("V01", 1),
    ];

    private static Course Course => Course.Of(World.InSession(Meeting));

    [Fact]
    public void Calling_the_next_item_finishes_one_without_a_vote()
    {
        var state = Course.Do(new Command.CallItem(1), new Command.CallItem(2)).State;
        Assert.Equal(2, state.Agenda.Called);
        Assert.Equal([1], state.Agenda.Done);
    }

    [Fact]
    public void An_item_with_a_vote_to_come_is_left_and_not_finished()
    {
        var state = Course.Do(new Command.CallItem(2), new Command.CallItem(3)).State;
        Assert.Equal(3, state.Agenda.Called);
        Assert.Empty(state.Agenda.Done);
        Assert.Equal(new Refusal(Refusals.StillDue), Conduct.Decide(state, new Command.TickOff(2)).Refusal);
    }

    [Fact]
    public void An_item_is_finished_when_its_paper_was_voted_and_announced()
    {
        var state = Course.Do([new Command.CallItem(2), new Command.Prepare("V01", "r1"), new Command.Open("V01", 1, null), .. Voted, new Command.CallItem(3)]).State;
        Assert.Equal([2], state.Agenda.Done);
    }

    [Fact]
    public void Opening_a_round_calls_the_item_it_stands_on()
    {
        var course = Course.Do(new Command.CallItem(1), new Command.Prepare("V01", "r1"));
        Assert.Equal(1, course.State.Agenda.Called);
        var opened = Conduct.Decide(course.State, new Command.Open("V01", 1, null)).Value!;
        Assert.Equal(2, opened.State.Agenda.Called);
        Assert.Equal(["item-done", "item-called", "round-opened"], opened.Facts.Select(f => f.Type));
    }

    [Fact]
    public void An_item_ticked_off_by_mistake_is_taken_back_by_calling_it()
    {
        var state = Course.Do(new Command.TickOff(3), new Command.CallItem(3)).State;
        Assert.Equal(3, state.Agenda.Called);
        Assert.Empty(state.Agenda.Done);
    }

    [Fact]
    public void A_new_order_holds_each_item_once()
    {
        Assert.Equal([3, 1, 2], Course.Do(new Command.Reorder([3, 1, 2])).State.Agenda.Order);
        foreach (int[] wrong in (int[][])[[1, 2], [1, 2, 2], [1, 2, 3, 4], []])
            Assert.Equal(new Refusal(Refusals.UnknownItem), Conduct.Decide(Course.State, new Command.Reorder(wrong)).Refusal);
    }

    [Fact]
    public void An_unknown_item_is_refused_by_its_number() =>
        Assert.Equal(new Refusal(Refusals.UnknownItem, "9"), Conduct.Decide(Course.State, new Command.CallItem(9)).Refusal);

    [Fact]
    public void Time_is_advised_for_a_round_and_closes_nothing()
    {
        var at = new DateTimeOffset(2026, 1, 1, 9, 0, 0, TimeSpan.Zero);
        var state = Course.Do(new Command.Prepare("V01", "r1"), new Command.SetTime("V01", 1, 60), new Command.Open("V01", 1, null, at)).State;
        Assert.Equal((60, at, RoundState.Open), (state.Rounds[0].Seconds, state.Rounds[0].OpenedAt, state.Rounds[0].State));
    }
}
