using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using Voting.Domain.Ballots;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Tests.Properties;

public class NumberProperties
{
    [Fact]
    public void The_need_is_the_smallest_count_of_at_least_one_that_meets() =>
        Gen.Select(Cases.Fraction, Gen.OneOf(Gen.Int[0, 60], Gen.Int[0, 1_000_000])).Sample((fraction, total) =>
        {
            var threshold = new Threshold(Base.All, fraction.Op, fraction.Num, fraction.Den);
            var need = threshold.Need(total);
            Assert.InRange(need, 1, total + 1);
            Assert.True(threshold.Met(need, total));
            Assert.False(threshold.Met(need - 1, total));
            Assert.True(threshold.Met(need + 1, total), "a larger count meets it too");
        }, iter: Cases.Number);

    [Fact]
    public void A_ballot_reads_back_as_it_was_marked() =>
        Cases.Round(Gen.OneOf(Cases.Majority, Cases.Tiers, Cases.Seats), 6, garbage: false).Sample(round => Assert.All(round.Ballots, bytes =>
        {
            var ballot = BallotCode.Decode(round.Questions, bytes!)!;
            Assert.Equal(bytes, BallotCode.Encode(round.Questions, ballot));
            Assert.All(ballot.Marks, marks => Assert.Equal(marks.Distinct().Order(), marks));
        }), iter: Cases.Number);

    [Fact]
    public void One_ballot_has_one_text_and_no_bytes_throw() =>
        Cases.Round(Gen.OneOf(Cases.Majority, Cases.Seats), 3).SelectMany(round =>
            Gen.Byte.Array[0, BallotCode.Size(round.Questions) + 1].Select(bytes => (round.Questions, bytes))).Sample(c =>
        {
            if (c.bytes.Length > 0) c.bytes[0] = 1;
            if (BallotCode.Decode(c.Questions, c.bytes) is { } ballot) Assert.Equal(c.bytes, BallotCode.Encode(c.Questions, ballot));
        }, iter: Cases.Number);

    [Fact]
    public void A_double_reads_back_from_its_canonical_text() =>
        Gen.Double.Where(double.IsFinite).Sample(number =>
        {
            var text = CanonicalJson.Text(JsonValue.Create(number));
            Assert.Equal(number, double.Parse(text, CultureInfo.InvariantCulture));
            Assert.Equal(text, CanonicalJson.Text(JsonNode.Parse(text)));
        }, iter: Cases.Number);

    // ECMA-262 asks for the fewest digits that read back, and of those for the closest. Below a power of two the doubles stand
    // closer than above it, so that the closest digits may belong to the neighbour: there the digits next to them are right.
    [Fact]
    public void A_double_is_written_with_the_fewest_digits_that_read_back()
    {
        for (var power = -1074; power < 1024; power++)
        {
            foreach (var number in new[] { Math.BitDecrement(Math.ScaleB(1, power)), Math.ScaleB(1, power), Math.BitIncrement(Math.ScaleB(1, power)) })
            {
                if (number == 0) continue;
                var text = CanonicalJson.Text(JsonValue.Create(number));
                Assert.Equal(number, double.Parse(text, CultureInfo.InvariantCulture));
                Assert.Equal(Fewest(number), Digits(text));
            }
        }
    }

    private static string Digits(string text) => string.Concat(text.Split('e')[0].Where(char.IsAsciiDigit)).Trim('0');

    private static string Fewest(double number)
    {
        for (var places = 0; ; places++)
        {
            var closest = number.ToString($"E{places}", CultureInfo.InvariantCulture).Split('E');
            var digits = long.Parse(closest[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            foreach (var near in new[] { digits, digits + 1, digits - 1 })
            {
                var text = $"{near}E{int.Parse(closest[1], CultureInfo.InvariantCulture) - places}";
                if (double.Parse(text, CultureInfo.InvariantCulture) == number) return near.ToString(CultureInfo.InvariantCulture).Trim('0');
            }
        }
    }

    [Fact]
    public void The_canonical_text_of_a_canonical_text_is_itself() =>
        Gen.Select(Gen.String.Where(s => s.All(c => !char.IsSurrogate(c))), Gen.Int, Gen.Bool.List[0, 3]).Sample((name, number, flags) =>
        {
            var node = new JsonObject { [name] = number, [name + "\""] = new JsonArray([.. flags.Select(f => (JsonNode)f)]), ["a" + name] = name };
            var text = CanonicalJson.Text(node);
            Assert.Equal(text, CanonicalJson.Text(JsonNode.Parse(text)));
            Assert.True(JsonNode.DeepEquals(node, JsonNode.Parse(text)));
        }, iter: Cases.Number);
}
