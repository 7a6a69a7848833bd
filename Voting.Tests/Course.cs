using Voting.Domain.Meetings;
using Voting.Domain.Records;

namespace Voting.Tests;

/// <summary>A meeting taken from command to command; a refusal fails the test.</summary>
internal sealed record Course(MeetingState State, IReadOnlyList<Fact> Facts)
{
    public static Course Of(MeetingState state) => new(state, []);

    public Course Do(params Command[] commands) => commands.Aggregate(this, (course, command) =>
    {
        var reply = Conduct.Decide(course.State, command);
        Assert.True(reply.IsDone, $"{command} was refused: {reply.Refusal}");
        return new Course(reply.Value!.State, [.. course.Facts, .. reply.Value.Facts]);
    });
}
