using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Papers;

/// <summary>A deferred paper is taken up again.</summary>
public sealed record TakeUpPaper(PaperRef Paper) : IRequest<Reply<Done>>, IChange;

public sealed class TakeUpPaperValidator : AbstractValidator<TakeUpPaper>
{
    public TakeUpPaperValidator() => RuleFor(r => r.Paper.Paper).Id();
}

public sealed class TakeUpPaperHandler(Work work, Screens screens) : IRequestHandler<TakeUpPaper, Reply<Done>>
{
    public Task<Reply<Done>> Handle(TakeUpPaper request, CancellationToken cancellationToken)
    {
        work.AfterCommit(screens.AgendaChanged);
        return Task.FromResult(work.Decide(new Command.TakeUp(request.Paper.Paper)).ToDone());
    }
}
