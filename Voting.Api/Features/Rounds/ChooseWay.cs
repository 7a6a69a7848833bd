using FluentValidation;
using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Casting;
using Voting.Api.Ceremony;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Features.Rounds;

/// <summary>Chooses how a round is voted. An open one is voided first: key, box and urn are destroyed unopened.</summary>
public sealed record ChooseWay(WayRequest Asked) : IRequest<Reply<Done>>, IChange;

public sealed class ChooseWayValidator : AbstractValidator<ChooseWay>
{
    public ChooseWayValidator()
    {
        RuleFor(r => r.Asked.Paper).Id();
        RuleFor(r => r.Asked.Round).Number();
        RuleFor(r => r.Asked.Way).NotNull().Must(w => w is not null && Ways.Find(w) is not null);
        RuleFor(r => r.Asked.Reason!).Reason().When(r => r.Asked.Reason is not null);
        RuleFor(r => r.Asked.Decision!).Reason().When(r => r.Asked.Decision is not null);
        RuleFor(r => r.Asked.ByHands!).Must(m => m.Count <= 10_000).When(r => r.Asked.ByHands is not null);
        RuleForEach(r => r.Asked.ByHands).Id();
        RuleFor(r => r.Asked.Factor).MaximumLength(Bounds.LongestFactor);
    }
}

public sealed class ChooseWayHandler(Work work, Caller caller, SecondFactors factors, Standby standby, Destruction destruction, Screens screens) : IRequestHandler<ChooseWay, Reply<Done>>
{
    public Task<Reply<Done>> Handle(ChooseWay request, CancellationToken cancellationToken)
    {
        var (paperId, number, way, reason, decision, byHands, factor) = request.Asked;
        // Nothing is destroyed before an opening; an open round is voided like any other.
        if (work.Load().Find(paperId, number) is { State: not RoundState.Ready } && factors.Ask(work.Connection, work.Transaction, caller.Person, factor) is { } asked)
            return Task.FromResult<Reply<Done>>(asked);
        // Random, not ordered by time: the id names the files of the box and the key.
        var reply = work.Decide(new Command.ChooseWay(
            paperId, number, Ways.Find(way)!.Value, Guid.NewGuid().ToString("n"), caller.Role == Roles.PresidingOfficer, reason, decision, byHands));
        if (reply.Value is not { } state) return Task.FromResult<Reply<Done>>(reply.Refusal!);
        var round = state.Find(paperId, number)!;
        var ready = round.State is RoundState.Void ? state.Rounds[^1] : round;
        work.WithCommit(() => standby.Make(ready, sealing: state.Meeting.Paper(paperId)!.Secret));
        if (round.State is not RoundState.Void)
        {
            work.AfterCommit(() => screens.RoundChanged(round.Id));
            return Task.FromResult<Reply<Done>>(Done.It);
        }

        destruction.Of(work, round);
        work.AfterCommit(() => screens.RoundChanged(ready.Id));
        return Task.FromResult<Reply<Done>>(Done.It);
    }
}
