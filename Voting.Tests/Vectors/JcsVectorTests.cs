using System.Text.Json.Nodes;
using Voting.Domain.Records;

namespace Voting.Tests.Vectors;

public class JcsVectorTests
{
    [Theory]
    [InlineData("arrays")]
    [InlineData("french")]
    [InlineData("structures")]
    [InlineData("unicode")]
    [InlineData("values")]
    [InlineData("weird")]
    public void A_file_has_the_canonical_bytes_of_rfc_8785(string name)
    {
        var canonical = CanonicalJson.Bytes(JsonNode.Parse(VectorFiles.Read("jcs", "testdata", "input", $"{name}.json")));
        Assert.Equal(VectorFiles.Read("jcs", "testdata", "output", $"{name}.json"), canonical);
        var hex = System.Text.Encoding.ASCII.GetString(VectorFiles.Read("jcs", "testdata", "outhex", $"{name}.txt"));
        Assert.Equal(Convert.FromHexString(string.Concat(hex.Where(char.IsAsciiHexDigit))), canonical);
    }

    [Fact]
    public void No_file_of_the_vectors_is_left_out() =>
        Assert.Equal(["arrays.json", "french.json", "structures.json", "unicode.json", "values.json", "weird.json"], VectorFiles.List("jcs", "testdata", "input"));
}
