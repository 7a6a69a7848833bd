using FluentValidation;
using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.People;

/// <summary>The member at an enrolled tablet shows to be the one it is for, and is checked in (签到) by it.</summary>
public sealed record TakeSeat(TakeSeatRequest Taken) : IRequest<Reply<SignedIn>>, IChange;

public sealed class TakeSeatValidator : AbstractValidator<TakeSeat>
{
    public TakeSeatValidator() => RuleFor(t => t.Taken.Secret).MaximumLength(64);
}

public sealed class TakeSeatHandler(Work work, Settings settings, Sessions sessions, MemberSecrets secrets, WrongTries tries, Screens screens, Caller caller)
    : IRequestHandler<TakeSeat, Reply<SignedIn>>
{
    public Task<Reply<SignedIn>> Handle(TakeSeat request, CancellationToken cancellationToken)
    {
        var member = caller.MemberId!;
        if (ProofDue.Of(settings, sessions, caller) is { } kind)
        {
            // Tried within the unit of work, which is one after another: a burst gets no more than five.
            var seat = WrongTries.Seat(member);
            if (tries.AreTooMany(seat)) return Task.FromResult<Reply<SignedIn>>(new Refusal(Refusals.TooManyTries));
            if (!secrets.IsRight(work.Connection, work.Transaction, member, kind, request.Taken.Secret ?? ""))
            {
                tries.Count(seat);
                return Task.FromResult<Reply<SignedIn>>(new Refusal(Refusals.WrongProof));
            }

            var tag = sessions.TagOf(caller.SessionId);
            AccountStore.Prove(work.Connection, work.Transaction, tag);
            work.WithCommit(() => sessions.Prove(tag));
        }

        var reply = work.Decide(new Command.CheckIn(member));
        if (reply.Refusal is { } refusal) return Task.FromResult<Reply<SignedIn>>(refusal);
        MemberMoved.Tell(work, screens, member);
        return Task.FromResult<Reply<SignedIn>>(new SignedIn(caller.Role, member, caller.Name, Present: true));
    }
}
