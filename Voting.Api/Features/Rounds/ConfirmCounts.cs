using FluentValidation;
using MediatR;
using Voting.Api.Ceremony;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Features.Rounds;

/// <summary>A scrutineer confirms the counts that were seen; the counting follows by itself. More returned than issued voids the round.</summary>
public sealed record ConfirmCounts(CountsRef Counts) : IRequest<Reply<Done>>, IChange;

public sealed class ConfirmCountsValidator : AbstractValidator<ConfirmCounts>
{
    public ConfirmCountsValidator()
    {
        RuleFor(r => r.Counts.Paper).Id();
        RuleFor(r => r.Counts.Round).Number();
        RuleFor(r => r.Counts.No).Number();
    }
}

public sealed class ConfirmCountsHandler(Work work, Caller caller, CountingCeremony counting, Destruction destruction, Screens screens) : IRequestHandler<ConfirmCounts, Reply<Done>>
{
    public Task<Reply<Done>> Handle(ConfirmCounts request, CancellationToken cancellationToken)
    {
        var (paperId, number, no) = request.Counts;
        var reply = work.Decide(new Command.ConfirmCounts(paperId, number, no, caller.By));
        if (reply.Value is not { } state) return Task.FromResult<Reply<Done>>(reply.Refusal!);
        var round = state.Find(paperId, number)!;
        if (round.State is RoundState.Void)
        {
            destruction.Of(work, round);
            return Task.FromResult<Reply<Done>>(Done.It);
        }

        // A round that is entered afterwards never closed here: its ceremony begins now.
        if (round.Entry!.Late is not null) RoundStore.SetStep(work.Connection, work.Transaction, round.Id, CeremonyStep.Closed);
        work.AfterCommit(async () =>
        {
            counting.Begin(round.Id);
            await screens.RoundChanged(round.Id);
        });
        return Task.FromResult<Reply<Done>>(Done.It);
    }
}
