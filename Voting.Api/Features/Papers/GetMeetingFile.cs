using MediatR;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;

namespace Voting.Api.Features.Papers;

/// <summary>The meeting file as it stands: what was imported, with every change since. It can be imported again as it is.</summary>
public sealed record GetMeetingFile : IRequest<Reply<MeetingFileNow>>;

public sealed record MeetingFileNow(ReadOnlyMemory<byte> Bytes);

public sealed class GetMeetingFileHandler(Reading reading) : IRequestHandler<GetMeetingFile, Reply<MeetingFileNow>>
{
    public Task<Reply<MeetingFileNow>> Handle(GetMeetingFile request, CancellationToken cancellationToken) =>
        Task.FromResult<Reply<MeetingFileNow>>(new MeetingFileNow(reading.Now().State.File));
}
