using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Features.Rounds;

/// <summary>Announces a tallied round to every screen.</summary>
public sealed record AnnounceRound(RoundRef Round) : IRequest<Reply<Done>>, IChange;

public sealed class AnnounceRoundValidator : AbstractValidator<AnnounceRound>
{
    public AnnounceRoundValidator() => RuleFor(r => r.Round).SetValidator(new RoundRefBounds());
}

public sealed class AnnounceRoundHandler(Work work, Screens screens) : IRequestHandler<AnnounceRound, Reply<Done>>
{
    public Task<Reply<Done>> Handle(AnnounceRound request, CancellationToken cancellationToken)
    {
        var (paperId, number) = request.Round;
        // Nobody was shown the result before its tally is signed, and with it the key destroyed.
        if (work.Load().Find(paperId, number) is { State: RoundState.Tallied } before && !work.Ceremony(before.Id).IsSigned)
            return Task.FromResult<Reply<Done>>(new Refusal(Refusals.WrongState, before.State.ToString()));
        var reply = work.Decide(new Command.Announce(paperId, number));
        if (reply.Value is { } state) work.AfterCommit(() => screens.RoundChanged(state.Find(paperId, number)!.Id));
        return Task.FromResult(reply.ToDone());
    }
}
