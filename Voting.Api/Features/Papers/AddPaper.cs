using FluentValidation;
using MediatR;
using Voting.Api.Features.Rounds;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Files;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Features.Papers;

/// <summary>An unplanned paper from a preset, made ready at once.</summary>
public sealed record AddPaper(UnplannedRequest Unplanned) : IRequest<Reply<RoundView>>, IChange;

public sealed class AddPaperValidator : AbstractValidator<AddPaper>
{
    public AddPaperValidator()
    {
        RuleFor(r => r.Unplanned.Preset).Must(name => Presets.All.Any(p => p.Name == name));
        RuleFor(r => r.Unplanned.Title).NotNull().Length(1, 500);
        RuleFor(r => r.Unplanned.Item).InclusiveBetween(0, 1_000_000);
        // A selection has candidates and seats, and nothing else has.
        RuleFor(r => r.Unplanned.Candidates).NotNull().Must(names => names is { Count: <= UnplannedRequest.MostCandidates }
            && names.All(n => n?.Length is >= 1 and <= UnplannedRequest.LongestCandidate) && names.Distinct().Count() == names.Count);
        RuleFor(r => r.Unplanned.Seats).Must((r, seats) => Presets.IsSelection(r.Unplanned.Preset ?? "") ? seats >= 1 && seats <= r.Unplanned.Candidates?.Count : seats == 0 && r.Unplanned.Candidates is { Count: 0 });
    }
}

public sealed class AddPaperHandler(Work work, MakeReady ready, Screens screens) : IRequestHandler<AddPaper, Reply<RoundView>>
{
    public Task<Reply<RoundView>> Handle(AddPaper request, CancellationToken cancellationToken)
    {
        var text = AmendedFile.Unplanned(work.Load().Meeting, request.Unplanned);
        if (work.Decide(new Command.AddPaper(text, request.Unplanned.Item)).Refusal is { } refused) return Task.FromResult<Reply<RoundView>>(refused);
        work.AfterCommit(screens.AgendaChanged);
        return Task.FromResult(ready.Next((string)text["id"]!));
    }
}
