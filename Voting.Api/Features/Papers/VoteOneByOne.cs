using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Papers;

/// <summary>The persons of a paper are voted one after another (逐人表决).</summary>
public sealed record VoteOneByOne(PaperRef Paper) : IRequest<Reply<Done>>, IChange;

public sealed class VoteOneByOneValidator : AbstractValidator<VoteOneByOne>
{
    public VoteOneByOneValidator() => RuleFor(r => r.Paper.Paper).Id();
}

public sealed class VoteOneByOneHandler(Work work, Screens screens) : IRequestHandler<VoteOneByOne, Reply<Done>>
{
    public Task<Reply<Done>> Handle(VoteOneByOne request, CancellationToken cancellationToken)
    {
        work.AfterCommit(screens.AgendaChanged);
        return Task.FromResult(work.Decide(new Command.VoteOneByOne(request.Paper.Paper)).ToDone());
    }
}
