using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Voting.Api.Ceremony;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Api.Features;

/// <summary>Confirms a round (签署确认), the clerk first, then a scrutineer; refused unless every sum reconciles with what the store holds.</summary>
public sealed record CertifyRound(RoundRef Round) : IRequest<Reply<Done>>, IChange;

public sealed class CertifyRoundValidator : AbstractValidator<CertifyRound>
{
    public CertifyRoundValidator() => RuleFor(r => r.Round).SetValidator(new RoundRefBounds());
}

public sealed class CertifyRoundHandler(Work work, Caller caller, Screens screens) : IRequestHandler<CertifyRound, Reply<Done>>
{
    public Task<Reply<Done>> Handle(CertifyRound request, CancellationToken cancellationToken)
    {
        var (paperId, number) = request.Round;
        var state = work.Load();
        if (state.Find(paperId, number) is not { } round) return Task.FromResult<Reply<Done>>(new Refusal(Refusals.UnknownRound));
        var secret = state.Meeting.Paper(paperId)!.Secret;
        if (round.State is RoundState.Announced && RoundStore.Ceremony(work.Connection, round.Id, work.Transaction).Step != nameof(CeremonyStep.TallySigned))
            return Task.FromResult<Reply<Done>>(new Refusal(Refusals.WrongState, nameof(CeremonyStep.TallySigned)));
        var urn = RoundStore.Urn(work.Connection, round.Id, work.Transaction);
        var evidence = secret
            ? new Evidence(urn.Count, null, Merkle.UrnRoot(urn.Select(e => Envelope.Hash(e))), Published(work, round))
            : new Evidence(0, RoundStore.Named(work.Connection, round.Id, work.Transaction));
        var reply = work.Decide(new Command.Certify(paperId, number, caller.By, caller.Role == Roles.Scrutineer, evidence));
        if (reply.IsDone) work.AfterCommit(() => screens.RoundChanged(round.Id));
        return Task.FromResult(reply.ToDone());
    }

    private static string? Published(Work work, Round round) => EventStore.All(work.Connection, work.Transaction)
        .Select(e => JsonNode.Parse(e)!)
        .LastOrDefault(e => (string)e["type"]! == "urn-written" && (string)e["paper"]! == round.PaperId && (int)e["round"]! == round.Number)?["root"]?.GetValue<string>();
}
