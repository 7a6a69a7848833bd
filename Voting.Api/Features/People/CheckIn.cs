using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.People;

/// <summary>A member checks in (签到), or returns to the room.</summary>
public sealed record CheckIn(MemberRef Member) : IRequest<Reply<Done>>, IChange;

public sealed class CheckInValidator : AbstractValidator<CheckIn>
{
    public CheckInValidator() => RuleFor(r => r.Member).SetValidator(new MemberRefBounds());
}

public sealed class CheckInHandler(Work work, Screens screens) : IRequestHandler<CheckIn, Reply<Done>>
{
    public Task<Reply<Done>> Handle(CheckIn request, CancellationToken cancellationToken)
    {
        var reply = work.Decide(new Command.CheckIn(request.Member.Member));
        MemberMoved.Tell(work, screens, request.Member.Member);
        return Task.FromResult(reply.ToDone());
    }
}
