using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Voting.Domain.Records;

namespace Voting.Tests.Domain;

public class CanonicalJsonTests
{
    private static string Text(string json) => CanonicalJson.Text(JsonNode.Parse(json));

    [Fact]
    public void Names_are_sorted_by_code_unit_and_white_space_is_left_out() =>
        Assert.Equal("""{"A":2,"a":[1,{"b":null,"c":true}],"aa":false,"ä":3}""", Text("""{ "ä": 3, "a": [ 1, {"c":true,"b":null} ], "aa": false, "A": 2 }"""));

    [Fact]
    public void A_name_above_the_basic_plane_sorts_before_one_at_its_end() =>
        Assert.Equal("{\"\U0001F602\":2,\"\uFB33\":1}", Text("""{"\ufb33":1,"\ud83d\ude02":2}"""));

    [Fact]
    public void Nothing_is_escaped_but_what_must_be() =>
        Assert.Equal("\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f/<>&'\u007f\u0080\u2028满意\U0001F602\"",
            CanonicalJson.Text(JsonValue.Create("\"\\\b\f\n\r\t\0\u001f/<>&'\u007f\u0080\u2028满意\U0001F602")));

    // RFC 8785, appendix B: the bits of a double and its text.
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void A_number_is_written_as_ecmascript_writes_it(string bits, string text)
    {
        var number = BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        Assert.Equal(text, CanonicalJson.Text(JsonValue.Create(number)));
        Assert.Equal(text, Text(number.ToString("R", CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("1.0", "1")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("1e2", "100")]
    [InlineData("10", "10")]
    [InlineData("-39", "-39")]
    [InlineData("2147483648", "2147483648")]
    [InlineData("1E+21", "1e+21")]
    [InlineData("100000000000000000000", "100000000000000000000")]
    [InlineData("0.5", "0.5")]
    [InlineData("0.05", "0.05")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("1.25", "1.25")]
    public void One_number_has_one_text_however_it_was_written(string json, string text) => Assert.Equal(text, Text(json));

    [Fact]
    public void A_whole_number_of_any_type_is_written_alike()
    {
        Assert.Equal("39", CanonicalJson.Text(JsonValue.Create(39)));
        Assert.Equal("39", CanonicalJson.Text(JsonValue.Create(39L)));
        Assert.Equal("39", CanonicalJson.Text(JsonValue.Create(39.0)));
        Assert.Equal("9007199254740991", CanonicalJson.Text(JsonValue.Create(9007199254740991L)));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_number_has_no_text(double number) => Assert.Throws<ArgumentException>(() => CanonicalJson.Text(JsonValue.Create(number)));

    [Theory]
    [InlineData(0xd83d)]
    [InlineData(0xde02)]
    [InlineData(0xd83d, 0x61)]
    [InlineData(0xd83d, 0xd83d, 0xde02)]
    [InlineData(0xde02, 0xd83d)]
    public void Half_a_character_has_no_text(params int[] units)
    {
        var text = string.Concat(units.Select(u => (char)u));
        Assert.Throws<ArgumentException>(() => CanonicalJson.Text(JsonValue.Create(text)));
        Assert.Throws<ArgumentException>(() => CanonicalJson.Text(new JsonObject { [text] = 1 }));
    }

    [Theory]
    [InlineData("""["\ud83d"]""")]
    [InlineData("""{"a":"\ude02"}""")]
    [InlineData("""{"\ude02":1}""")]
    public void Half_a_character_in_a_file_has_no_text_either(string json) => Assert.Throws<ArgumentException>(() => Text(json));

    [Fact]
    public void Nothing_is_null_and_the_bytes_are_utf_8_without_a_mark()
    {
        Assert.Equal("null", CanonicalJson.Text(null));
        Assert.Equal("""{"a":null,"b":[]}""", CanonicalJson.Text(new JsonObject { ["b"] = new JsonArray(), ["a"] = null }));
        Assert.Equal(Encoding.UTF8.GetBytes("\"满意\""), CanonicalJson.Bytes(JsonValue.Create("满意")));
    }
}
