using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

public class DraftTests
{
    [Fact]
    public void Of_eleven_no_more_than_ten_can_be_marked()
    {
        var draft = new Draft([Pictures.Selection(11, 10)]);
        for (var option = 0; option < 11; option++) draft.Mark(0, option);
        Assert.Equal(10, draft.Count(0));
        Assert.False(draft.CanMark(0, 10));
        draft.Mark(0, 3);
        Assert.True(draft.CanMark(0, 10));
    }

    [Fact]
    public void One_mark_takes_the_place_of_another_where_one_is_chosen()
    {
        var draft = new Draft([Pictures.Resolution]);
        draft.Mark(0, 0);
        draft.Mark(0, 2);
        Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(o => draft.IsMarked(0, o)));
    }

    [Fact]
    public void Questions_without_a_mark_are_named()
    {
        var draft = new Draft([Pictures.Resolution, Pictures.Resolution with { Id = "q2" }]);
        draft.Mark(0, 0);
        Assert.Equal("q2", Assert.Single(draft.Blanks).Id);
        draft.Clear(0);
        Assert.True(draft.IsBlank);
    }

    [Fact]
    public void Fewer_marks_than_a_valid_ballot_has_are_told_but_none_is_a_blank()
    {
        var draft = new Draft([Pictures.Selection(11, 10) with { MinMarks = 10 }]);
        Assert.False(draft.IsTooFew(0));
        draft.Mark(0, 0);
        Assert.True(draft.IsTooFew(0));
    }
}
