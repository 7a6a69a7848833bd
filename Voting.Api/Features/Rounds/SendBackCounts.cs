using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Rounds;

/// <summary>A scrutineer sends counts back to the clerk, who enters them anew.</summary>
public sealed record SendBackCounts(SendBackRequest Counts) : IRequest<Reply<Done>>, IChange;

public sealed class SendBackCountsValidator : AbstractValidator<SendBackCounts>
{
    public SendBackCountsValidator()
    {
        RuleFor(r => r.Counts.Paper).Id();
        RuleFor(r => r.Counts.Round).Number();
        RuleFor(r => r.Counts.No).Number();
        RuleFor(r => r.Counts.Reason).Reason();
    }
}

public sealed class SendBackCountsHandler(Work work, Screens screens) : IRequestHandler<SendBackCounts, Reply<Done>>
{
    public Task<Reply<Done>> Handle(SendBackCounts request, CancellationToken cancellationToken)
    {
        var (paperId, number, no, reason) = request.Counts;
        var reply = work.Decide(new Command.SendBackCounts(paperId, number, no, reason));
        if (reply.Value is { } state) work.AfterCommit(() => screens.RoundChanged(state.Find(paperId, number)!.Id));
        return Task.FromResult(reply.ToDone());
    }
}
