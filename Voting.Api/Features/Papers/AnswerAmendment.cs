using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Files;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Papers;

/// <summary>Another officer agrees to a change of a paper, having seen old and new text; or the change is dropped.</summary>
public sealed record AnswerAmendment(AnswerRequest Answer) : IRequest<Reply<Done>>, IChange;

public sealed class AnswerAmendmentValidator : AbstractValidator<AnswerAmendment>
{
    public AnswerAmendmentValidator()
    {
        RuleFor(r => r.Answer.Paper).Id();
        RuleFor(r => r.Answer.Seen!).NotEmpty().Must(AmendedFile.Fits).When(r => r.Answer.Seen is not null);
    }
}

public sealed class AnswerAmendmentHandler(Work work, Caller caller, Screens screens) : IRequestHandler<AnswerAmendment, Reply<Done>>
{
    public Task<Reply<Done>> Handle(AnswerAmendment request, CancellationToken cancellationToken)
    {
        var (paper, agree, seen) = request.Answer;
        work.AfterCommit(screens.AmendmentsChanged);
        work.AfterCommit(screens.AgendaChanged);
        return Task.FromResult(work.Decide(new Command.AnswerAmendment(paper, agree, seen, caller.By)).ToDone());
    }
}
