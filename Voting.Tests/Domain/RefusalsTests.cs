using System.Reflection;
using Voting.Domain.Contracts;

namespace Voting.Tests.Domain;

public class RefusalsTests
{
    private static readonly string[] Codes =
        [.. typeof(Refusals).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    [Fact]
    public void Every_code_has_its_words_in_both_languages()
    {
        Assert.NotEmpty(Codes);
        Assert.All(Codes, code =>
        {
            var (chinese, english) = (Refusals.Text(new Refusal(code), chinese: true), Refusals.Text(new Refusal(code), chinese: false));
            Assert.Contains(chinese, c => c is >= '\u4e00' and <= '\u9fff');
            Assert.Contains(english, char.IsAsciiLetter);
            Assert.DoesNotContain(english, c => c is >= '\u4e00' and <= '\u9fff');
            // The code itself is what an unknown one is shown as.
            Assert.NotEqual(code, chinese);
            Assert.NotEqual(code, english);
        });
    }

    [Fact]
    public void The_codes_are_those_that_have_words_each_once_and_their_words_differ()
    {
        Assert.Equal(Codes.Order(StringComparer.Ordinal), Refusals.Codes.Order(StringComparer.Ordinal));
        Assert.Equal(Codes.Length, Codes.Distinct().Count());
        Assert.Equal(Codes.Length, Codes.Select(c => Refusals.Text(new Refusal(c), true)).Distinct().Count());
        Assert.Equal(Codes.Length, Codes.Select(c => Refusals.Text(new Refusal(c), false)).Distinct().Count());
    }

    [Fact]
    public void A_code_is_lower_case_with_hyphens() => Assert.All(Codes, code => Assert.Matches("^[a-z]+(-[a-z]+)*$", code));

    [Fact]
    public void The_detail_stands_behind_the_words_and_an_unknown_code_for_itself()
    {
        Assert.Equal("The meeting is closed. (V01)", Refusals.Text(new Refusal(Refusals.MeetingClosed, "V01"), chinese: false));
        Assert.Equal("no-such-code", Refusals.Text(new Refusal("no-such-code"), chinese: true));
    }

    [Fact]
    public void A_reply_is_a_value_or_a_refusal()
    {
        Reply<Done> done = Done.It;
        Reply<Done> refused = new Refusal(Refusals.TryAgain);
        Assert.Equal((true, Done.It, null), (done.IsDone, done.Value, done.Refusal));
        Assert.Equal((false, null, new Refusal(Refusals.TryAgain)), (refused.IsDone, refused.Value, refused.Refusal));
    }
}
