using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Ceremony;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Api.Features.Records;

/// <summary>
/// Confirms rounds (签署确认), the clerk first, then a scrutineer; refused unless every sum reconciles with what the store holds.
/// All or none, so that one second factor confirms them.
/// </summary>
public sealed record CertifyRounds(CertifyRequest Asked) : IRequest<Reply<Done>>, IChange;

public sealed class CertifyRoundsValidator : AbstractValidator<CertifyRounds>
{
    public CertifyRoundsValidator()
    {
        RuleFor(r => r.Asked.Rounds).NotNull().Must(r => r?.Count is >= 1 and <= CertifyRequest.Most && r.Distinct().Count() == r.Count);
        RuleForEach(r => r.Asked.Rounds).NotNull().SetValidator(new RoundRefBounds()).When(r => r.Asked.Rounds?.Count <= CertifyRequest.Most);
        RuleFor(r => r.Asked.Factor).MaximumLength(Bounds.LongestFactor);
    }
}

public sealed class CertifyRoundsHandler(Work work, Caller caller, SecondFactors factors, Screens screens) : IRequestHandler<CertifyRounds, Reply<Done>>
{
    public Task<Reply<Done>> Handle(CertifyRounds request, CancellationToken cancellationToken)
    {
        if (factors.Ask(work.Connection, work.Transaction, caller.Person, request.Asked.Factor) is { } asked) return Task.FromResult<Reply<Done>>(asked);
        var before = work.LoadStored();
        var told = RoundEvidence.Told(work.Connection, work.Transaction);
        var state = before;
        var facts = new List<Fact>();
        foreach (var one in request.Asked.Rounds)
        {
            var reply = Certify(state, one, told);
            if (reply.Refusal is { } refusal) return Task.FromResult<Reply<Done>>(Named(refusal, one));
            state = reply.Value!.State;
            facts.AddRange(reply.Value.Facts);
            var id = state.Find(one.Paper, one.Round)!.Id;
            work.AfterCommit(() => screens.RoundChanged(id));
        }

        work.Keep(before, new Decided(state, facts));
        return Task.FromResult<Reply<Done>>(Done.It);
    }

    private Reply<Decided> Certify(MeetingState state, RoundRef one, ILookup<(string? Paper, int? Round), JsonObject> told)
    {
        if (state.Find(one.Paper, one.Round) is not { } round) return new Refusal(Refusals.UnknownRound);
        if (round.State is RoundState.Announced && !work.Ceremony(round.Id).IsSigned)
            return new Refusal(Refusals.WrongState, nameof(CeremonyStep.TallySigned));
        var evidence = RoundEvidence.Of(work.Connection, work.Transaction, state.Meeting, round, told);
        return Conduct.Decide(state, new Command.Certify(one.Paper, one.Round, caller.By, caller.Role == Roles.Scrutineer, evidence));
    }

    // A sum that is wrong names its round itself.
    private static Refusal Named(Refusal refusal, RoundRef one) => refusal.Chinese is not null ? refusal
        : refusal with { Detail = $"{one.Paper} {one.Round}{(refusal.Detail is { } why ? $": {why}" : "")}" };
}
