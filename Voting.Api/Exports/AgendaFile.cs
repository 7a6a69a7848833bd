using Voting.Api.Live;
using Voting.Domain.Meetings;

namespace Voting.Api.Exports;

/// <summary>The agenda as other systems read it: what the hall sees of it.</summary>
/// <param name="Format"><c>voting-agenda/1</c>.</param>
/// <param name="Meeting">The meeting.</param>
/// <param name="Agenda">In the order the items are taken.</param>
public sealed record AgendaFile(string Format, AgendaFile.Header Meeting, IReadOnlyList<AgendaFile.Item> Agenda)
{
    /// <summary>The meeting and where it stands.</summary>
    /// <param name="Id">Of the meeting file.</param>
    /// <param name="Title">As printed.</param>
    /// <param name="Date">ISO 8601.</param>
    /// <param name="Rehearsal">Members are simulated (演练): nothing here was decided by anybody.</param>
    /// <param name="Phase"><c>check-in</c>, <c>in-session</c>, <c>suspended</c> or <c>closed</c>.</param>
    /// <param name="Body">Whose meeting it is.</param>
    /// <param name="Roll">The roll as it stands.</param>
    public sealed record Header(string Id, string Title, string Date, bool Rehearsal, string Phase, Body Body, Roll Roll);

    /// <summary>Whose meeting it is.</summary>
    /// <param name="Name">As printed.</param>
    /// <param name="Members">All members in office, N.</param>
    public sealed record Body(string Name, int Members);

    /// <summary>The roll in numbers.</summary>
    /// <param name="Present">Checked in.</param>
    /// <param name="Leave">On leave.</param>
    /// <param name="Absent">Neither.</param>
    public sealed record Roll(int Present, int Leave, int Absent);

    /// <summary>An item. Its papers are not named: a title may name persons before they are announced.</summary>
    /// <param name="No">Printed number.</param>
    /// <param name="Title">As printed.</param>
    /// <param name="State"><c>pending</c>, <c>called</c> or <c>done</c>.</param>
    /// <param name="Note">A note of the file, or null.</param>
    /// <param name="Reporter">Who reports, or null.</param>
    public sealed record Item(int No, string Title, string State, string? Note, string? Reporter);

    public static AgendaFile Of(MeetingState state)
    {
        var meeting = Views.Meeting(state);
        return new AgendaFile(
            "voting-agenda/1",
            new Header(meeting.Id, meeting.Title, state.Meeting.Date, meeting.Rehearsal, meeting.Phase, new Body(meeting.Body, meeting.Members), new Roll(meeting.Present, meeting.Leave, meeting.Absent)),
            [.. Views.Agenda(state, officer: false).Items.Select(i => new Item(i.No, i.Title, i.State, i.Note, i.Reporter))]);
    }
}
