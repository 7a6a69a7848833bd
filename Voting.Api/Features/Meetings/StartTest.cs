using MediatR;
using Voting.Api.Ceremony;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Meetings;

/// <summary>Starts a test ballot on every tablet (试表决), before the meeting is opened. It changes nothing that is kept.</summary>
public sealed record StartTest : IRequest<Reply<Done>>, IChange;

public sealed class StartTestHandler(Work work, TestBallots tests, Screens screens) : IRequestHandler<StartTest, Reply<Done>>
{
    public Task<Reply<Done>> Handle(StartTest request, CancellationToken cancellationToken)
    {
        if (work.Load().Phase is not MeetingPhase.CheckIn) return Task.FromResult<Reply<Done>>(new Refusal(Refusals.WrongState));
        if (tests.IsOn) return Task.FromResult<Reply<Done>>(new Refusal(Refusals.TestIsOn));
        var view = tests.Start();
        work.AfterCommit(() => screens.TestChanged(view));
        return Task.FromResult<Reply<Done>>(Done.It);
    }
}
