using System.Text.Json.Nodes;
using Voting.Domain.Files;
using Voting.Domain.Meetings;

namespace Voting.Tests.Files;

public class BadFilesTests
{
    private static readonly JsonArray Cases = JsonNode.Parse(TestFiles.Read("BadFiles", "cases.json"))!.AsArray();

    public static TheoryData<string> Files => [.. Cases.Select(c => (string)c!["file"]!)];

    private static byte[] Bytes(string path) => TestFiles.Read(["BadFiles", .. path.Split('/')]);

    private static Meeting Meeting
    {
        get
        {
            var read = MeetingFile.Read(Bytes("valid-meeting.json"));
            Assert.Null(read.Fault);
            return read.Value!;
        }
    }

    [Fact]
    public void The_pair_that_the_bad_files_were_made_from_is_accepted() => Assert.Null(BallotsScript.Read(Bytes("valid-ballots.json"), Meeting).Fault);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_bad_file_is_refused_where_it_is_wrong(string file)
    {
        var bad = Cases.Single(c => (string?)c!["file"] == file)!;
        var fault = (string?)bad["of"] switch
        {
            "meeting" => MeetingFile.Read(Bytes(file)).Fault,
            "ballots" => BallotsScript.Read(Bytes(file), Meeting).Fault,
            var other => throw new InvalidDataException($"no such kind of file: {other}"),
        };
        Assert.True(fault is not null, $"accepted, though {bad["why"]}");
        var path = (string)bad["path"]!;
        if (bad["pathPrefixOnly"] is { } prefix && (bool)prefix) Assert.StartsWith(path, fault.Path, StringComparison.Ordinal);
        else Assert.Equal(path, fault.Path);
        Assert.Contains(fault.Chinese, c => c is >= '\u4e00' and <= '\u9fff');
        Assert.NotEqual("", fault.English);
    }

    [Fact]
    public void Every_bad_file_has_its_case_and_every_case_its_file()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "BadFiles");
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'));
        Assert.Equal(
            files.Where(f => f.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            Cases.Select(c => (string)c!["file"]!).Order(StringComparer.Ordinal));
        Assert.InRange(Cases.Count, 100, int.MaxValue);
    }
}
