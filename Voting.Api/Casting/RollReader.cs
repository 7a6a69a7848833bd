using Voting.Api.Stores;
using Voting.Domain.Meetings;

namespace Voting.Api.Casting;

/// <summary>The roll as it stands in the main database.</summary>
public sealed class RollReader(Database database) : IDisposable
{
    private readonly LastCommitted<AttendanceRoll> _roll = new(database, MeetingStore.Roll);

    public AttendanceRoll Now() => _roll.Now();

    public void Dispose() => _roll.Dispose();
}
