using MediatR;
using Voting.Api.Ceremony;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Meetings;

/// <summary>The presiding officer declares the meeting open.</summary>
public sealed record OpenMeeting : IRequest<Reply<Done>>, IChange;

public sealed class OpenMeetingHandler(Work work, TestBallots tests, Screens screens) : IRequestHandler<OpenMeeting, Reply<Done>>
{
    public Task<Reply<Done>> Handle(OpenMeeting request, CancellationToken cancellationToken)
    {
        if (tests.IsOn) return Task.FromResult<Reply<Done>>(new Refusal(Refusals.TestIsOn));
        work.AfterCommit(screens.MeetingChanged);
        return Task.FromResult(work.Decide(new Command.OpenMeeting()).ToDone());
    }
}
