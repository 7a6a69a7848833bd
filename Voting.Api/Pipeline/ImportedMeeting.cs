using System.Data;
using Voting.Api.Stores;
using Voting.Domain.Meetings;
using Voting.Domain.Sealing;

namespace Voting.Api.Pipeline;

/// <summary>The meeting of the data folder. One folder holds one meeting.</summary>
public sealed record ImportedMeeting(Meeting Meeting, bool Rehearsal)
{
    /// <summary>What its ballots are sealed with, chosen at the import and kept with it: a restart changes nothing.</summary>
    public Suite Sealing { get; init; } = Suite.Standard;

    /// <summary>The meeting with every change since the import.</summary>
    public required MeetingVersions Versions { get; init; }

    /// <summary>The state of the meeting as it stands in this transaction.</summary>
    public MeetingState State(IDbConnection connection, IDbTransaction? transaction = null) => MeetingStore.Load(connection, Versions, Rehearsal, transaction);

    /// <summary>Whether officers show a second factor at sign-in, void and certify. Kept with the meeting: a restart may begin to ask, and never cease.</summary>
    public bool AsksFactor { get; init; }
}
