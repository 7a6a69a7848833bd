using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Tests.Domain;

public class PresetsTests
{
    private const string MoreThanHalfOfAll = """{"den":2,"kind":"majority","num":1,"of":"all","op":">"}""";

    private const string Tiers = """
        "otherwise":"不满意","tiers":[{"den":2,"num":1,"op":">","result":"满意","sum":["satisfied"]},{"den":2,"num":1,"op":">","result":"基本满意","sum":["satisfied","basic"]}]}
        """;

    // As the table of the meeting file's format says, written out in full.
    private static readonly Dictionary<string, string> InFull = new()
    {
        ["committee-resolution"] = MoreThanHalfOfAll,
        ["committee-appointment"] = MoreThanHalfOfAll,
        ["congress-resolution"] = MoreThanHalfOfAll,
        ["majority-of-all"] = MoreThanHalfOfAll,
        ["guangdong-congress-resolution"] = """{"and":[{"count":"cast","den":2,"num":1,"of":"all","op":">"}],"den":2,"kind":"majority","num":1,"of":"all","op":">"}""",
        ["two-thirds-of-all"] = """{"den":3,"kind":"majority","num":2,"of":"all","op":">="}""",
        ["majority-of-present"] = """{"den":2,"kind":"majority","num":1,"of":"present","op":">"}""",
        ["majority-of-valid"] = """{"den":2,"kind":"majority","num":1,"of":"valid","op":">"}""",
        ["majority-for-against"] = """{"den":2,"kind":"majority","num":1,"of":"for-against","op":">"}""",
        ["three-quarters-for-against"] = """{"den":4,"kind":"majority","num":3,"of":"for-against","op":">="}""",
        ["rating-of-all"] = """{"blank":"void","kind":"tiers","of":"all",""" + Tiers,
        ["rating-of-valid"] = """{"blank":"void","kind":"tiers","of":"valid",""" + Tiers,
        ["selection-of-all"] = """
            {"kind":"seats","maxMarks":10,"maxRunoffs":2,"minMarks":0,"over":"void","runoffThreshold":null,"seats":10,"shortfall":"refer","threshold":{"den":2,"num":1,"of":"all","op":">"},"tie":"runoff"}
            """,
        ["selection-by-plurality"] = """
            {"kind":"seats","maxMarks":10,"maxRunoffs":2,"minMarks":0,"over":"void","runoffThreshold":null,"seats":10,"shortfall":"refer","threshold":null,"tie":"runoff"}
            """,
    };

    [Fact]
    public void All_fourteen_names_stand_for_what_the_format_says()
    {
        Assert.Equal(14, InFull.Count);
        Assert.Equal(InFull.Keys.Order(StringComparer.Ordinal), Presets.Names.Order(StringComparer.Ordinal));
        Assert.All(InFull, preset => Assert.Equal(preset.Value, CanonicalJson.Text(RecordText.Rule(Presets.Find(preset.Key, 10)!))));
    }

    [Fact]
    public void Only_selections_take_their_seats_from_the_question()
    {
        Assert.Equal(["selection-of-all", "selection-by-plurality"], Presets.Names.Where(Presets.IsSelection));
        Assert.All(Presets.Names, name => Assert.Equal(Presets.IsSelection(name), Presets.Find(name) is Rule.Seats));
        Assert.False(Presets.IsSelection("selection"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("majority")]
    [InlineData("Majority-of-all")]
    public void A_name_that_is_none_of_them_is_no_rule(string name) => Assert.Null(Presets.Find(name));

    [Fact]
    public void What_is_offered_besides_the_names_of_the_file_is_told_and_so_is_what_nobody_verified()
    {
        Assert.Equal(["congress-election", "chairs-casting-vote", "rating-80-60"], Presets.All.Where(p => !p.IsNameOfFile).Select(p => p.Name));
        Assert.Equal(["rating-80-60"], Presets.All.Where(p => p.Unverified).Select(p => p.Name));
        Assert.All(Presets.All, p => Assert.Equal(p.IsNameOfFile, Presets.Find(p.Name) is not null));
        Assert.All(Presets.All, p => Assert.True(p.Chinese.Length > 0 && p.English.Length > 0 && p.Source.Length > 0 && p.Source != " / ", p.Name));
    }

    [Fact]
    public void Eighty_and_sixty_of_a_hundred_are_of_the_valid_ballots() => Assert.Equal(
        """{"blank":"void","kind":"tiers","of":"valid","otherwise":"不满意","tiers":[{"den":5,"num":4,"op":">=","result":"满意","sum":["satisfied"]},{"den":5,"num":3,"op":">=","result":"基本满意","sum":["satisfied","basic"]}]}""",
        CanonicalJson.Text(RecordText.Rule(Presets.All.Single(p => p.Name == "rating-80-60").Rule(1))));
}
