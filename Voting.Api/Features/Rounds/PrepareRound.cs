using FluentValidation;
using MediatR;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;

namespace Voting.Api.Features.Rounds;

/// <summary>Freezes the next round of a paper: options, rules, and what is needed to pass.</summary>
public sealed record PrepareRound(PrepareRequest Asked) : IRequest<Reply<RoundView>>, IChange;

public sealed class PrepareRoundValidator : AbstractValidator<PrepareRound>
{
    public PrepareRoundValidator()
    {
        RuleFor(r => r.Asked.Paper).Id();
        RuleFor(r => r.Asked.Again!).Reason().When(r => r.Asked.Again is not null);
    }
}

public sealed class PrepareRoundHandler(MakeReady ready) : IRequestHandler<PrepareRound, Reply<RoundView>>
{
    public Task<Reply<RoundView>> Handle(PrepareRound request, CancellationToken cancellationToken) =>
        Task.FromResult(ready.Next(request.Asked.Paper, request.Asked.Again));
}
