using FluentValidation;
using MediatR;
using Voting.Api.Ceremony;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Papers;

/// <summary>A paper is withdrawn (撤回) or deferred (暂缓表决); a round of it that is ready is void.</summary>
public sealed record SetAsidePaper(SetAsideRequest Aside) : IRequest<Reply<Done>>, IChange;

public sealed class SetAsidePaperValidator : AbstractValidator<SetAsidePaper>
{
    public SetAsidePaperValidator()
    {
        RuleFor(r => r.Aside.Paper).Id();
        RuleFor(r => r.Aside.Reason).Reason();
    }
}

public sealed class SetAsidePaperHandler(Work work, Destruction destruction, Screens screens) : IRequestHandler<SetAsidePaper, Reply<Done>>
{
    public Task<Reply<Done>> Handle(SetAsidePaper request, CancellationToken cancellationToken)
    {
        var (paper, withdrawn, reason) = request.Aside;
        var ready = work.Load().Rounds.LastOrDefault(r => r.PaperId == paper && r.State is Domain.Papers.RoundState.Ready);
        var reply = work.Decide(new Command.SetAside(paper, withdrawn ? Aside.Withdrawn : Aside.Deferred, reason));
        if (!reply.IsDone) return Task.FromResult(reply.ToDone());
        if (ready is not null) destruction.Of(work, ready);
        else work.AfterCommit(screens.AgendaChanged);
        return Task.FromResult(reply.ToDone());
    }
}
