using MediatR;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Api.Features;

/// <summary>The record as it stands: canonical bytes.</summary>
public sealed record GetRecord : IRequest<Reply<RecordFile>>;

public sealed record RecordFile(byte[] Bytes);

public sealed class GetRecordHandler(Database database, ImportedMeeting imported) : IRequestHandler<GetRecord, Reply<RecordFile>>
{
    public Task<Reply<RecordFile>> Handle(GetRecord request, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();
        using var transaction = database.BeginReading(connection);
        var state = MeetingStore.Load(connection, imported.Meeting, imported.Rehearsal, transaction);
        var ballots = state.Rounds.Where(r => r.Numbers is not null && r.State is not RoundState.Void).ToDictionary(r => r.Id, r => new RoundBallots(
            [.. RoundStore.Urn(connection, r.Id, transaction).Select(e => Envelope.Hash(e))],
            state.Meeting.Paper(r.PaperId)!.Secret ? null : RoundStore.Named(connection, r.Id, transaction)));
        Reply<RecordFile> reply = new RecordFile(MeetingRecord.Write(state, ballots, EventStore.All(connection, transaction)));
        return Task.FromResult(reply);
    }
}
