using FluentValidation;
using MediatR;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;

namespace Voting.Api.Features.Rounds;

/// <summary>The whole list of an urn's hashes: whoever looks for one hash must not have to say which.</summary>
public sealed record GetUrn(RoundRef Round) : IRequest<Reply<UrnView>>;

public sealed class GetUrnValidator : AbstractValidator<GetUrn>
{
    public GetUrnValidator() => RuleFor(r => r.Round).SetValidator(new RoundRefBounds());
}

public sealed class GetUrnHandler(Reading reading, UrnLeaves leaves) : IRequestHandler<GetUrn, Reply<UrnView>>
{
    public Task<Reply<UrnView>> Handle(GetUrn request, CancellationToken cancellationToken)
    {
        var picture = reading.Now();
        var round = picture.State.Find(request.Round.Paper, request.Round.Round);
        Reply<UrnView> reply = round is null or { State: RoundState.Void } || picture.Ceremonies[round.Id].UrnRoot is not { } root
            ? new Refusal(Refusals.UnknownRound)
            : new UrnView(new UrnSeal(round.Numbers!.ByDevice, root), leaves.Of(round.Id));
        return Task.FromResult(reply);
    }
}

/// <summary>The leaves of the urn asked for last: every tablet asks for the same one at the same time.</summary>
public sealed class UrnLeaves(Database database)
{
    private readonly Lock _lock = new();
    private (string RoundId, byte[] Leaves) _last = ("", []);

    public byte[] Of(string roundId)
    {
        lock (_lock)
        {
            if (_last.RoundId == roundId) return _last.Leaves;
            using var connection = database.Connect();
            var leaves = RoundStore.Urn(connection, roundId).SelectMany(e => Convert.FromHexString(Envelope.Hash(e))).ToArray();
            _last = (roundId, leaves);
            return leaves;
        }
    }
}
