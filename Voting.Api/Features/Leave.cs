using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features;

/// <summary>A member leaves the room, or is on leave. A ballot cast before is kept.</summary>
public sealed record Leave(MemberRef Member) : IRequest<Reply<Done>>, IChange;

public sealed class LeaveValidator : AbstractValidator<Leave>
{
    public LeaveValidator() => RuleFor(r => r.Member).SetValidator(new MemberRefBounds());
}

public sealed class LeaveHandler(Work work, Screens screens) : IRequestHandler<Leave, Reply<Done>>
{
    public Task<Reply<Done>> Handle(Leave request, CancellationToken cancellationToken)
    {
        var reply = work.Decide(new Command.Leave(request.Member.Member));
        MemberMoved.Tell(work, screens, request.Member.Member);
        return Task.FromResult(reply.ToDone());
    }
}
