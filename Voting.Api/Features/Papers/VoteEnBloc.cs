using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Papers;

/// <summary>The persons of a paper are voted together (合并表决), those objected to apart.</summary>
public sealed record VoteEnBloc(EnBlocRequest Together) : IRequest<Reply<Done>>, IChange;

public sealed class VoteEnBlocValidator : AbstractValidator<VoteEnBloc>
{
    public VoteEnBlocValidator()
    {
        RuleFor(r => r.Together.Paper).Id();
        RuleFor(r => r.Together.Objected).NotNull().Must(o => o?.Count <= 500);
        RuleForEach(r => r.Together.Objected).Id();
    }
}

public sealed class VoteEnBlocHandler(Work work, Screens screens) : IRequestHandler<VoteEnBloc, Reply<Done>>
{
    public Task<Reply<Done>> Handle(VoteEnBloc request, CancellationToken cancellationToken)
    {
        work.AfterCommit(screens.AgendaChanged);
        return Task.FromResult(work.Decide(new Command.VoteEnBloc(request.Together.Paper, request.Together.Objected)).ToDone());
    }
}
