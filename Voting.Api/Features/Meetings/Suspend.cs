using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Meetings;

/// <summary>Suspends the meeting (休会): nothing opens, and whoever was present has to check in again.</summary>
public sealed record Suspend : IRequest<Reply<Done>>, IChange;

public sealed class SuspendHandler(Work work, Screens screens) : IRequestHandler<Suspend, Reply<Done>>
{
    public Task<Reply<Done>> Handle(Suspend request, CancellationToken cancellationToken)
    {
        work.AfterCommit(screens.MeetingChanged);
        work.AfterCommit(screens.RollIsTakenAgain);
        return Task.FromResult(work.Decide(new Command.Suspend()).ToDone());
    }
}
