using System.Collections.Immutable;

namespace Voting.Domain.Meetings;

/// <summary>How far the agenda is (议程). A value.</summary>
/// <param name="Order">Numbers of the items in the order they are taken; the printed numbers stay.</param>
/// <param name="Called">Number of the item under discussion, or null.</param>
/// <param name="Done">Numbers of the items that are finished.</param>
public sealed record AgendaCourse(ImmutableList<int> Order, int? Called, ImmutableSortedSet<int> Done)
{
    /// <summary>Nothing called yet, in the printed order.</summary>
    public static AgendaCourse Start(Meeting meeting) => new([.. meeting.Agenda.Select(a => a.No)], null, []);

    /// <summary>The item is under discussion now, also where it had been finished before.</summary>
    public AgendaCourse Call(int no) => this with { Called = no, Done = Done.Remove(no) };

    /// <summary>The item is finished.</summary>
    public AgendaCourse TickOff(int no) => this with { Called = Called == no ? null : Called, Done = Done.Add(no) };
}
