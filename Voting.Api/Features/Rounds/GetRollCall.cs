using FluentValidation;
using MediatR;
using Voting.Api.Casting;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Features.Rounds;

/// <summary>
/// Who marked what in a round of a recorded paper: for officers after the close, and where the paper shows names live for them and the
/// hall as soon as each is recorded. Never of a secret paper.
/// </summary>
public sealed record GetRollCall(RoundRef Round) : IRequest<Reply<RollCallView>>;

public sealed class GetRollCallValidator : AbstractValidator<GetRollCall>
{
    public GetRollCallValidator() => RuleFor(r => r.Round).SetValidator(new RoundRefBounds());
}

public sealed class GetRollCallHandler(Database database, Reading reading, BallotBoxes boxes, Caller caller) : IRequestHandler<GetRollCall, Reply<RollCallView>>
{
    public Task<Reply<RollCallView>> Handle(GetRollCall request, CancellationToken cancellationToken) => Task.FromResult(Answer(request.Round));

    private Reply<RollCallView> Answer(RoundRef asked)
    {
        var state = reading.Now().State;
        if (state.Find(asked.Paper, asked.Round) is not { State: not RoundState.Void } round) return new Refusal(Refusals.UnknownRound);
        var paper = state.Meeting.Paper(round.PaperId)!;
        if (paper.Secret) return new Refusal(Refusals.SecretRound);
        // Hands are counted and paper bears no name.
        if (!round.HasDevices) return new Refusal(Refusals.NoNames);
        if (!paper.LiveNames && caller.Role == Roles.Display) return new Refusal(Refusals.NotPermitted);
        if (round.State is RoundState.Ready) return new Refusal(Refusals.RoundNotOpen);
        if (round.State is RoundState.Open)
        {
            return !paper.LiveNames ? new Refusal(Refusals.NamesAfterClose)
                : boxes.Held(round.Id) is not { } box ? new Refusal(Refusals.TryAgain) : RollCall.Of(state.Meeting, round, box.Named(), round.IsEntered ? [] : box.Silent());
        }

        using var connection = database.Connect();
        var ballots = RoundStore.Named(connection, round.Id);
        // Between the close and the writing of the ballots there is nothing to be read yet.
        if (ballots.Count < round.Numbers!.ByDevice) return new Refusal(Refusals.TryAgain);
        return RollCall.Of(state.Meeting, round, ballots, [.. round.Silence?.Members ?? []]);
    }
}
