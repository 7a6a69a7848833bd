using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features;

/// <summary>Freezes the next round of a paper: options, rules, and what is needed to pass.</summary>
public sealed record PrepareRound(PrepareRequest Asked) : IRequest<Reply<RoundView>>, IChange;

public sealed class PrepareRoundValidator : AbstractValidator<PrepareRound>
{
    public PrepareRoundValidator()
    {
        RuleFor(r => r.Asked.Paper).Id();
        RuleFor(r => r.Asked.Again!).Reason().When(r => r.Asked.Again is not null);
    }
}

public sealed class PrepareRoundHandler(Work work, ImportedMeeting imported, Screens screens, TimeProvider time) : IRequestHandler<PrepareRound, Reply<RoundView>>
{
    public Task<Reply<RoundView>> Handle(PrepareRound request, CancellationToken cancellationToken)
    {
        var before = work.Load().Rounds.ToDictionary(r => r.Id);
        // Random, not ordered by time: the id names the files of the box and the key.
        var reply = work.Decide(new Command.Prepare(request.Asked.Paper, Guid.NewGuid().ToString("n"), request.Asked.Again));
        if (reply.Value is not { } state) return Task.FromResult<Reply<RoundView>>(reply.Refusal!);
        foreach (var round in state.Rounds.Where(r => !before.TryGetValue(r.Id, out var old) || old.State != r.State))
            work.AfterCommit(() => screens.RoundChanged(round.Id));
        var picture = new Reading.Picture(state, RoundStore.Ceremonies(work.Connection, work.Transaction), imported.Sealing.Name);
        return Task.FromResult<Reply<RoundView>>(Views.Round(picture, state.Rounds[^1], officer: true, questions: true, time.GetUtcNow()));
    }
}
