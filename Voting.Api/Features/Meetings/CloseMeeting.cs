using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Meetings;

/// <summary>The presiding officer declares the meeting closed.</summary>
public sealed record CloseMeeting : IRequest<Reply<Done>>, IChange;

public sealed class CloseMeetingHandler(Work work, Screens screens) : IRequestHandler<CloseMeeting, Reply<Done>>
{
    public Task<Reply<Done>> Handle(CloseMeeting request, CancellationToken cancellationToken)
    {
        work.AfterCommit(screens.MeetingChanged);
        return Task.FromResult(work.Decide(new Command.CloseMeeting()).ToDone());
    }
}
