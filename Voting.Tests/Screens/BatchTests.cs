using Voting.Domain.Contracts;
using Voting.Kiosk.Screens;
using Voting.Kiosk.Words;

namespace Voting.Tests.Screens;

public class BatchTests
{
    private static QuestionView Rated(string id, string? group = null) => Pictures.Question(id, false, 1, "satisfied", "basic", "dissatisfied") with { Group = group };

    private static QuestionView[] Many(int count) => [.. Enumerable.Range(1, count).Select(n => Rated($"q{n}"))];

    [Fact]
    public void Questions_with_the_same_few_options_are_one_list_and_a_list_of_nine_is_long()
    {
        Assert.True(Batch.Is(Many(2)));
        Assert.False(Batch.IsLong(Many(8)));
        Assert.True(Batch.IsLong(Many(9)));
    }

    [Fact]
    public void One_question_is_no_list_nor_are_questions_that_differ()
    {
        Assert.False(Batch.Is(Many(1)));
        Assert.False(Batch.Is([Rated("q1"), Pictures.Resolution]));
        Assert.False(Batch.Is([Pictures.Selection(3, 1), Pictures.Selection(3, 1)]));
        Assert.False(Batch.Is([.. Enumerable.Range(1, 2).Select(n => Pictures.Question($"q{n}", false, 1, "a", "b", "c", "d", "e", "f"))]));
        var detailed = Rated("q1") with { Options = [new OptionView("satisfied", "satisfied", "more", null), .. Rated("q1").Options.Skip(1)] };
        Assert.False(Batch.Is([detailed, detailed]));
        var other = Rated("q2") with { Options = [.. Rated("q2").Options.Select(o => o with { Label = "other " + o.Label })] };
        Assert.False(Batch.Is([Rated("q1"), other]));
    }

    [Fact]
    public void Dimensions_one_after_another_are_one_item_and_items_are_numbered() => Assert.Equal(
        [1, 2, null, null, 3, 4, null],
        Batch.Items([Rated("a"), Rated("b", "甲"), Rated("c", "甲"), Rated("d", "甲"), Rated("e"), Rated("f", "甲"), Rated("g", "甲")]));

    [Fact]
    public void A_dimension_is_named_with_its_item()
    {
        Assert.Equal("甲局：Question q1", Wording.Chinese.FullTitle(Rated("q1", "甲局")));
        Assert.Equal("Question q1", Wording.English.FullTitle(Rated("q1")));
    }

    [Fact]
    public async Task A_follow_up_needs_a_day_and_a_text_and_the_worst_rated_is_offered_first()
    {
        var questions = Many(3);
        var round = Pictures.Open(questions) with
        {
            State = "certified",
            Results = [Pictures.Result("q1", ("satisfied", 30)), Pictures.Result("q2", ("satisfied", 4)), Pictures.Result("q3", ("satisfied", 12))],
        };
        var (screen, hub) = (new FollowUpScreen(), new FakeHub());
        screen.Begin(round);
        Assert.Equal(["q2", "q3", "q1"], screen.Questions.Select(q => q.Id));
        Assert.False(screen.CanAdd);
        screen.Text = " 已整改 ";
        screen.Date = "2025-02-30";
        Assert.False(screen.CanAdd);
        screen.Date = "2025-02-28";
        screen.Question = "q2";
        Assert.True(screen.CanAdd);
        await screen.Add(hub);
        Assert.Equal(["AddFollowUp FollowUpRequest { Paper = V01, Round = 1, Question = q2, Kind = reported, Date = 2025-02-28, Text = 已整改 }"], hub.Asked);
        Assert.False(screen.IsFor(round));
    }
}
