using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Rounds;

/// <summary>How long a round is to be open: the time advises, or closes it.</summary>
public sealed record SetTime(TimeRequest Time) : IRequest<Reply<Done>>, IChange;

public sealed class SetTimeValidator : AbstractValidator<SetTime>
{
    public SetTimeValidator()
    {
        RuleFor(r => r.Time.Paper).Id();
        RuleFor(r => r.Time.Round).Number();
        RuleFor(r => r.Time.Seconds).InclusiveBetween(1, 86_400);
    }
}

public sealed class SetTimeHandler(Work work, Screens screens) : IRequestHandler<SetTime, Reply<Done>>
{
    public Task<Reply<Done>> Handle(SetTime request, CancellationToken cancellationToken)
    {
        var (paperId, number, seconds, closes) = request.Time;
        var reply = work.Decide(new Command.SetTime(paperId, number, seconds, closes));
        if (reply.Value is { } state) work.AfterCommit(() => screens.RoundChanged(state.Find(paperId, number)!.Id));
        return Task.FromResult(reply.ToDone());
    }
}
