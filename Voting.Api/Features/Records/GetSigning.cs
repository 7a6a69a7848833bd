using MediatR;
using Voting.Api.Live;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Api.Features.Records;

/// <summary>How far the signing of the record is: what waits before it can be signed, who has signed it as it stands, whose signatures an event made stale.</summary>
public sealed record GetSigning : IRequest<Reply<SigningView>>;

public sealed class GetSigningHandler(CurrentRecord record) : IRequestHandler<GetSigning, Reply<SigningView>>
{
    public Task<Reply<SigningView>> Handle(GetSigning request, CancellationToken cancellationToken) => Task.FromResult<Reply<SigningView>>(View(record.Now()));

    private static SigningView View(CurrentRecord.Text text)
    {
        var certified = text.Signatures.Where(s => s.Signature.Stage == Stages.Certify).ToLookup(s => s.Role);
        List<string> signed = [], stale = [];
        foreach (var role in certified)
        {
            // One scrutineer is enough, but one person signs every round.
            var whole = role.GroupBy(s => s.Holder).Any(holder => text.ToSign.Rounds.All(
                r => holder.Any(s => text.Fits(s) && s.Signature.Paper == r.Round.Paper && s.Signature.Round == r.Round.Round)));
            (whole ? signed : stale).Add(role.Key);
        }

        var waiting = text.State.Rounds.Count(r => r.State is not (RoundState.Certified or RoundState.Void or RoundState.Superseded));
        return new SigningView(text.ToSign.Hash, text.ToSign.Rounds.Count, waiting, text.State.Phase is MeetingPhase.Closed, signed, stale);
    }
}
