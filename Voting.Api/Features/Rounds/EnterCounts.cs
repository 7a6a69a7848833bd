using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Features.Rounds;

/// <summary>The clerk enters what was counted of hands or paper; nothing is tallied before a scrutineer confirms it.</summary>
public sealed record EnterCounts(CountsRequest Asked) : IRequest<Reply<Done>>, IChange;

public sealed class EnterCountsValidator : AbstractValidator<EnterCounts>
{
    private const int Most = 100_000;

    public EnterCountsValidator()
    {
        RuleFor(r => r.Asked.Paper).Id();
        RuleFor(r => r.Asked.Round).Number();
        RuleFor(r => r.Asked.Counts).NotNull();
        When(r => r.Asked.Counts is not null, () =>
        {
            RuleFor(r => r.Asked.Counts.Voted).InclusiveBetween(0, Most);
            RuleFor(r => r.Asked.Counts.Issued).InclusiveBetween(0, Most);
            RuleFor(r => r.Asked.Counts.Questions).NotNull().Must(q => q is { Count: <= 1_000 } && q.All(IsBounded));
        });
        When(r => r.Asked.Late is not null, () =>
        {
            RuleFor(r => r.Asked.Late!.Roll).NotNull().Must(roll => roll is { Present: >= 0 and <= Most, Leave: >= 0 and <= Most, Absent: >= 0 and <= Most });
            RuleFor(r => r.Asked.Late!.Present).InclusiveBetween(0, Most);
            RuleFor(r => r.Asked.Late!.Reason).Reason();
        });
    }

    private static bool IsBounded(EnteredQuestion? question) => question is { Id: not null, Counts: { Count: <= 1_000 } counts, WriteIns: { Count: <= 100 } names }
        && question.Blank is >= 0 and <= Most && question.Void is >= 0 and <= Most && counts.Values.All(c => c is >= 0 and <= Most)
        && names.All(w => w is { Name.Length: >= 1 and <= 64, Count: >= 1 and <= Most });
}

public sealed class EnterCountsHandler(Work work, Caller caller, Screens screens) : IRequestHandler<EnterCounts, Reply<Done>>
{
    public Task<Reply<Done>> Handle(EnterCounts request, CancellationToken cancellationToken)
    {
        var (paperId, number, counts, late) = request.Asked;
        var reply = work.Decide(new Command.EnterCounts(paperId, number, counts, caller.By, late));
        if (reply.Value is { } state) work.AfterCommit(() => screens.RoundChanged(state.Find(paperId, number)!.Id));
        return Task.FromResult(reply.ToDone());
    }
}
