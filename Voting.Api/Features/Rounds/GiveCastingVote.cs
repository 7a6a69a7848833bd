using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Tallies;

namespace Voting.Api.Features.Rounds;

/// <summary>The presiding officer's casting vote on a tie (决定票), or that none is given. A result that is direct waited for it, and follows.</summary>
public sealed record GiveCastingVote(CastingVoteRequest Vote) : IRequest<Reply<Done>>, IChange;

public sealed class GiveCastingVoteValidator : AbstractValidator<GiveCastingVote>
{
    public GiveCastingVoteValidator()
    {
        RuleFor(r => r.Vote.Paper).Id();
        RuleFor(r => r.Vote.Round).Number();
        RuleFor(r => r.Vote.Question).Id();
        RuleFor(r => r.Vote.Vote).Must(vote => vote is not null && CastingVotes.Find(vote) is not null);
    }
}

public sealed class GiveCastingVoteHandler(Work work, Screens screens) : IRequestHandler<GiveCastingVote, Reply<Done>>
{
    public Task<Reply<Done>> Handle(GiveCastingVote request, CancellationToken cancellationToken)
    {
        var (paperId, number, question, vote) = request.Vote;
        // Nobody was shown the tie before the tally is signed.
        if (work.Load().Find(paperId, number) is { } before && !work.Ceremony(before.Id).IsSigned)
            return Task.FromResult<Reply<Done>>(new Refusal(Refusals.WrongState, before.State.ToString()));
        var reply = work.Decide(new Command.GiveCastingVote(paperId, number, question, CastingVotes.Find(vote)!.Value));
        if (reply.Value is not { } state) return Task.FromResult<Reply<Done>>(reply.Refusal!);
        var round = state.Find(paperId, number)!;
        if (state.Meeting.Paper(paperId)!.ResultIsDirect && round.CastingVotesDue.Count == 0) work.Decide(new Command.Announce(paperId, number));
        work.AfterCommit(() => screens.RoundChanged(round.Id));
        return Task.FromResult<Reply<Done>>(Done.It);
    }
}
