using System.Text.Json.Nodes;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Domain.Meetings;

/// <summary>
/// A test ballot before the meeting (试表决): every tablet is asked to press one option, so that the result is known in advance. It is
/// no round, and nothing of it is in the record but that it was held, with counts.
/// </summary>
public static class TestBallot
{
    /// <summary>The option that everybody is asked to press.</summary>
    public const string Right = "for";

    private static readonly IReadOnlyList<Option> Options = [new(Right, "赞成"), new("against", "反对"), new("abstain", "弃权")];

    /// <summary>The paper of the test: secret, so that sealing is tested too, and under an id that no paper of the meeting has.</summary>
    public static Paper Paper(Meeting meeting)
    {
        var id = "test-ballot";
        while (meeting.Paper(id) is not null) id += "-";
        return new Paper(id, "试表决", true, [new Question("q1", "测试", QuestionKind.ChooseOne, Options, Presets.Find("majority-of-all")!)],
            null, PressThatCounts.Last, LateArrivals.Admit, []);
    }

    /// <summary>Everybody on the roll takes part, checked in or not: it is the tablets that are tested.</summary>
    public static AttendanceRoll Everybody(Meeting meeting) => AttendanceRoll.Of(meeting.Roll.Select(m => KeyValuePair.Create(m.Id, new Standing(Attendance.Present))));

    internal static Fact ToFact(TestCounts counts) => new("test-held", new JsonObject
    {
        ["seats"] = counts.Right + counts.Wrong + counts.NotPressed + counts.Offline,
        ["right"] = counts.Right,
        ["wrong"] = counts.Wrong,
        ["notPressed"] = counts.NotPressed,
        ["offline"] = counts.Offline,
    });
}

/// <summary>What came of a test ballot.</summary>
/// <param name="Right">Seats that marked what they were asked to.</param>
/// <param name="Wrong">Seats that marked something else, or whose envelope did not open.</param>
/// <param name="NotPressed">Seats with a device that did not press.</param>
/// <param name="Offline">Seats without a device that is connected.</param>
public sealed record TestCounts(int Right, int Wrong, int NotPressed, int Offline);
