using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Files;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Papers;

/// <summary>Another text of a paper that was never opened; nothing of it is voted before another officer agreed (GB 50799-2012).</summary>
public sealed record ProposeAmendment(ProposeRequest Proposal) : IRequest<Reply<Done>>, IChange;

public sealed class ProposeAmendmentValidator : AbstractValidator<ProposeAmendment>
{
    public ProposeAmendmentValidator()
    {
        RuleFor(r => r.Proposal.Paper).Id();
        RuleFor(r => r.Proposal.Json).NotEmpty();
        RuleFor(r => r.Proposal.Reason).Reason();
    }
}

public sealed class ProposeAmendmentHandler(Work work, Caller caller, Screens screens) : IRequestHandler<ProposeAmendment, Reply<Done>>
{
    public Task<Reply<Done>> Handle(ProposeAmendment request, CancellationToken cancellationToken)
    {
        var (paper, json, reason) = request.Proposal;
        if (!AmendedFile.Fits(json))
        {
            const int Most = AmendedFile.LongestPaper / 1024;
            return Task.FromResult<Reply<Done>>(new Refusal(Refusals.BadPaper, $"longer than {Most} KiB") { Chinese = $"超过 {Most} KiB" });
        }

        if (AmendedFile.Text(json) is not { } text) return Task.FromResult<Reply<Done>>(new Refusal(Refusals.BadPaper, "$"));
        work.AfterCommit(screens.AmendmentsChanged);
        work.AfterCommit(screens.AgendaChanged);
        return Task.FromResult(work.Decide(new Command.Propose(paper, text, reason, caller.By)).ToDone());
    }
}
