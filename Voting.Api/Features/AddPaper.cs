using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Files;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Features;

/// <summary>An unplanned paper from a preset, made ready at once.</summary>
public sealed record AddPaper(UnplannedRequest Unplanned) : IRequest<Reply<RoundView>>, IChange;

public sealed class AddPaperValidator : AbstractValidator<AddPaper>
{
    public AddPaperValidator()
    {
        // A selection has candidates, and so is written into the file.
        RuleFor(r => r.Unplanned.Preset).Must(name => Presets.All.Any(p => p.Name == name && p.Rule(1) is not Rule.Seats));
        RuleFor(r => r.Unplanned.Title).NotNull().Length(1, 500);
        RuleFor(r => r.Unplanned.Item).InclusiveBetween(0, 1_000_000);
    }
}

public sealed class AddPaperHandler(Work work, ImportedMeeting imported, Screens screens, TimeProvider time) : IRequestHandler<AddPaper, Reply<RoundView>>
{
    public Task<Reply<RoundView>> Handle(AddPaper request, CancellationToken cancellationToken)
    {
        var (name, title, secret, item) = request.Unplanned;
        var text = AmendedFile.Unplanned(work.Load().Meeting, title, Presets.All.First(p => p.Name == name), secret);
        if (work.Decide(new Command.AddPaper(text, item)).Refusal is { } refused) return Task.FromResult<Reply<RoundView>>(refused);
        var reply = work.Decide(new Command.Prepare((string)text["id"]!, Guid.NewGuid().ToString("n")));
        if (reply.Value is not { } state) return Task.FromResult<Reply<RoundView>>(reply.Refusal!);
        work.AfterCommit(screens.AgendaChanged);
        work.AfterCommit(() => screens.RoundChanged(state.Rounds[^1].Id));
        var picture = new Reading.Picture(state, RoundStore.Ceremonies(work.Connection, work.Transaction), imported.Sealing.Name);
        return Task.FromResult<Reply<RoundView>>(Views.Round(picture, state.Rounds[^1], officer: true, questions: true, time.GetUtcNow()));
    }
}
