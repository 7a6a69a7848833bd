using System.Reflection;
using System.Text.RegularExpressions;
using Voting.Kiosk.Words;

namespace Voting.Tests.Screens;

public partial class WordsTests
{
    // What the code asks for: its texts without an argument, and those that take one or two.
    private static readonly string[] Asked = [.. typeof(Wording)
        .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(m => m is PropertyInfo { PropertyType: var type } && type == typeof(string) && m.Name != nameof(Wording.Tag)
            || m is MethodInfo { IsSpecialName: false } method && method.GetParameters() is { Length: > 0 } parameters && parameters.All(p => p.ParameterType == typeof(object)))
        .Select(m => m.Name).Order()];

    public static TheoryData<string> Languages => [Wording.Chinese.Tag, Wording.English.Tag];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Each_language_has_every_text_and_none_that_nobody_asks_for(string language) =>
        Assert.Equal(Asked, Wording.For(language).Keys().Order());

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_text_is_empty(string language) =>
        Assert.DoesNotContain(Asked, key => string.IsNullOrWhiteSpace(Wording.For(language).Find(key)));

    [Fact]
    public void Both_languages_have_the_same_gaps_to_fill() =>
        Assert.All(Asked, key => Assert.Equal(Gaps(Wording.Chinese.Find(key)!), Gaps(Wording.English.Find(key)!)));

    [Fact]
    public void English_has_no_Chinese_but_the_name_of_the_other_language() =>
        Assert.Equal([nameof(Wording.OtherLanguage)], Asked.Where(key => Chinese().IsMatch(Wording.English.Find(key)!)));

    [Theory]
    [InlineData(null, "zh-CN")]
    [InlineData("zh-CN", "zh-CN")]
    [InlineData("en", "en")]
    [InlineData("<script>", "zh-CN")]
    public void Whoever_has_not_chosen_English_reads_Chinese(string? chosen, string shown) =>
        Assert.Equal(shown, Wording.For(chosen).Tag);

    private static string[] Gaps(string text) => [.. Gap().Matches(text).Select(m => m.Value).Order()];

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Gap();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();
}
