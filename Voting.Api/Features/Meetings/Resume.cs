using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Meetings;

/// <summary>Goes on with a suspended meeting (复会).</summary>
public sealed record Resume : IRequest<Reply<Done>>, IChange;

public sealed class ResumeHandler(Work work, Screens screens) : IRequestHandler<Resume, Reply<Done>>
{
    public Task<Reply<Done>> Handle(Resume request, CancellationToken cancellationToken)
    {
        work.AfterCommit(screens.MeetingChanged);
        return Task.FromResult(work.Decide(new Command.Resume()).ToDone());
    }
}
