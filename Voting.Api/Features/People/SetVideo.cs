using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.People;

/// <summary>A member takes part by video (视频), and is present by it; or no longer does and is in the room.</summary>
public sealed record SetVideo(VideoRequest Video) : IRequest<Reply<Done>>, IChange;

public sealed class SetVideoValidator : AbstractValidator<SetVideo>
{
    public SetVideoValidator() => RuleFor(r => r.Video.Member).Id();
}

public sealed class SetVideoHandler(Work work, Screens screens) : IRequestHandler<SetVideo, Reply<Done>>
{
    public Task<Reply<Done>> Handle(SetVideo request, CancellationToken cancellationToken)
    {
        var reply = work.Decide(new Command.OnVideo(request.Video.Member, request.Video.OnVideo));
        MemberMoved.Tell(work, screens, request.Video.Member);
        return Task.FromResult(reply.ToDone());
    }
}
