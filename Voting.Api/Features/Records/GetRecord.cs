using MediatR;
using Voting.Api.Live;
using Voting.Domain.Contracts;

namespace Voting.Api.Features.Records;

/// <summary>The record as it stands: canonical bytes.</summary>
/// <param name="ToSign">Without signatures, as it is signed at certify.</param>
public sealed record GetRecord(bool ToSign = false) : IRequest<Reply<RecordFile>>;

public sealed record RecordFile(byte[] Bytes);

public sealed class GetRecordHandler(CurrentRecord record) : IRequestHandler<GetRecord, Reply<RecordFile>>
{
    public Task<Reply<RecordFile>> Handle(GetRecord request, CancellationToken cancellationToken)
    {
        var text = record.Now();
        return Task.FromResult<Reply<RecordFile>>(new RecordFile(request.ToSign ? text.Bytes : text.WithSignatures()));
    }
}
