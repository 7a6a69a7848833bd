using MediatR;
using Voting.Api.Live;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Features.Records;

/// <summary>The record for another system, once it is whole: the meeting is closed and clerk and scrutineer have certified every round that stands.</summary>
public sealed record ReadRecord : IRequest<Reply<RecordFile>>;

public sealed class ReadRecordHandler(CurrentRecord record) : IRequestHandler<ReadRecord, Reply<RecordFile>>
{
    public Task<Reply<RecordFile>> Handle(ReadRecord request, CancellationToken cancellationToken)
    {
        var text = record.Now();
        var whole = text.State.Phase is MeetingPhase.Closed && text.State.Rounds.All(r => r.State is RoundState.Certified or RoundState.Superseded or RoundState.Void);
        return Task.FromResult<Reply<RecordFile>>(whole ? new RecordFile(text.WithSignatures()) : new Refusal(Refusals.NotCertified));
    }
}
