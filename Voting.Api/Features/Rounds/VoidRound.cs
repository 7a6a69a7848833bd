using FluentValidation;
using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Ceremony;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Rounds;

/// <summary>Voids a round before its tally: key, box and urn are destroyed unopened.</summary>
public sealed record VoidRound(VoidRequest Round) : IRequest<Reply<Done>>, IChange;

public sealed class VoidRoundValidator : AbstractValidator<VoidRound>
{
    public VoidRoundValidator()
    {
        RuleFor(r => r.Round.Paper).Id();
        RuleFor(r => r.Round.Round).Number();
        RuleFor(r => r.Round.Reason).Reason();
        RuleFor(r => r.Round.Factor).MaximumLength(Bounds.LongestFactor);
    }
}

public sealed class VoidRoundHandler(Work work, Caller caller, SecondFactors factors, Destruction destruction) : IRequestHandler<VoidRound, Reply<Done>>
{
    public Task<Reply<Done>> Handle(VoidRound request, CancellationToken cancellationToken)
    {
        var (paperId, number, reason, factor) = request.Round;
        if (factors.Ask(work.Connection, work.Transaction, caller.Person, factor) is { } asked) return Task.FromResult<Reply<Done>>(asked);
        var reply = work.Decide(new Command.VoidRound(paperId, number, reason));
        if (reply.Value is not { } state) return Task.FromResult<Reply<Done>>(reply.Refusal!);
        destruction.Of(work, state.Find(paperId, number)!);
        return Task.FromResult<Reply<Done>>(Done.It);
    }
}
