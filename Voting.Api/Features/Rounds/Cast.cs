using FluentValidation;
using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Casting;
using Voting.Api.Ceremony;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;

namespace Voting.Api.Features.Rounds;

/// <summary>
/// A press. It passes admission only: no unit of work, no line in the record; the box's writer reads the round and the member's
/// entitlement again inside its own transaction.
/// </summary>
public sealed record Cast(CastRequest Press) : IRequest<Reply<Receipt>>;

public sealed class CastValidator : AbstractValidator<Cast>
{
    public CastValidator()
    {
        RuleFor(c => c.Press.Paper).Id();
        RuleFor(c => c.Press.Round).Number();
        RuleFor(c => c.Press.CastId).CastId();
        RuleFor(c => c.Press.Seq).InclusiveBetween(1, 1_000_000);
        RuleFor(c => c.Press.Envelope).NotNull().Must(e => e?.Length is >= 1 and <= Bounds.LongestEnvelope);
    }
}

public sealed class CastHandler(BallotBoxes boxes, TestBallots tests, Reading reading, Settings settings, Sessions sessions, Caller caller) : IRequestHandler<Cast, Reply<Receipt>>
{
    public async Task<Reply<Receipt>> Handle(Cast request, CancellationToken cancellationToken)
    {
        // Tablets are tested before anybody has checked in.
        if (await tests.Cast(caller.MemberId, request.Press, cancellationToken) is { } tested) return tested;
        if (ProofDue.Of(settings, sessions, caller) is not null) return new Refusal(Refusals.NotProved);
        var press = request.Press;
        if (boxes.Find(press.Paper, press.Round) is { } box) return await box.Cast(caller.MemberId, press, cancellationToken);
        var round = reading.Now().State.Find(press.Paper, press.Round);
        if (boxes.StartIfOpen(round) is { } started) return await started.Cast(caller.MemberId, press, cancellationToken);
        return new Refusal(round?.State switch
        {
            _ when round is { HasDevices: false } => Refusals.NoDevices,
            null or RoundState.Ready or RoundState.Void => Refusals.RoundNotOpen,
            // Its opening is kept and its box not yet started.
            RoundState.Open => Refusals.TryAgain,
            _ => Refusals.ClosedSeeUrn,
        });
    }
}
