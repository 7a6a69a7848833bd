using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Meetings;

/// <summary>The hall's screen shows nothing, or the meeting again.</summary>
public sealed record BlankHall(HallRequest Hall) : IRequest<Reply<Done>>, IChange;

public sealed class BlankHallHandler(Work work, Screens screens) : IRequestHandler<BlankHall, Reply<Done>>
{
    public Task<Reply<Done>> Handle(BlankHall request, CancellationToken cancellationToken)
    {
        work.AfterCommit(screens.MeetingChanged);
        return Task.FromResult(work.Decide(new Command.BlankHall(request.Hall.Blank)).ToDone());
    }
}
