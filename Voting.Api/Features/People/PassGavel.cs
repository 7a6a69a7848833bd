using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.People;

/// <summary>Another member presides from now on (主持人变更).</summary>
public sealed record PassGavel(GavelRequest Gavel) : IRequest<Reply<IssuedPost>>, IChange;

public sealed class PassGavelValidator : AbstractValidator<PassGavel>
{
    public PassGavelValidator()
    {
        RuleFor(r => r.Gavel.Member).Id();
        RuleFor(r => r.Gavel.Factor).MaximumLength(Bounds.LongestFactor);
    }
}

public sealed class PassGavelHandler(Work work, PassOn passOn, Screens screens) : IRequestHandler<PassGavel, Reply<IssuedPost>>
{
    public Task<Reply<IssuedPost>> Handle(PassGavel request, CancellationToken cancellationToken)
    {
        var reply = work.Decide(new Command.PassGavel(request.Gavel.Member));
        if (reply.Value is not { } state) return Task.FromResult<Reply<IssuedPost>>(reply.Refusal!);
        var next = state.Meeting.Member(state.Presiding)!;
        work.AfterCommit(screens.MeetingChanged);
        return Task.FromResult(passOn.To(Posts.PresidingOfficer, new AccountStore.Person(Roles.PresidingOfficer, next.Id, next.FullName), request.Gavel.Factor));
    }
}
