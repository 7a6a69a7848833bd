using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.People;

/// <summary>A member leaves the room, is on leave or absent, with or without a reason. A ballot cast before is kept.</summary>
public sealed record Leave(LeaveRequest Member) : IRequest<Reply<Done>>, IChange;

public sealed class LeaveValidator : AbstractValidator<Leave>
{
    public LeaveValidator()
    {
        RuleFor(r => r.Member.Member).Id();
        RuleFor(r => r.Member.Reason).Must(reason => reason is null || AbsenceReasons.All.Contains(reason));
        RuleFor(r => r.Member.Note).Length(1, 200);
    }
}

public sealed class LeaveHandler(Work work, Screens screens) : IRequestHandler<Leave, Reply<Done>>
{
    public Task<Reply<Done>> Handle(Leave request, CancellationToken cancellationToken)
    {
        var (member, reason, note, absent) = request.Member;
        var reply = work.Decide(new Command.Leave(member, reason, note, absent));
        MemberMoved.Tell(work, screens, member);
        return Task.FromResult(reply.ToDone());
    }
}
