using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Voting.Api.Casting;
using Voting.Api.Ceremony;
using Voting.Api.Custody;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Sealing;

namespace Voting.Api.Features.Rounds;

/// <summary>Opens a round: its key and its box are on the disk before its opening is kept.</summary>
public sealed record OpenRound(RoundRef Round) : IRequest<Reply<Done>>, IChange;

public sealed class OpenRoundValidator : AbstractValidator<OpenRound>
{
    public OpenRoundValidator() => RuleFor(r => r.Round).SetValidator(new RoundRefBounds());
}

public sealed class OpenRoundHandler(Work work, ImportedMeeting imported, BallotBoxes boxes, Standby standby, KeyFolder keys, Screens screens, Probe probe, TimeProvider time) : IRequestHandler<OpenRound, Reply<Done>>
{
    public Task<Reply<Done>> Handle(OpenRound request, CancellationToken cancellationToken)
    {
        var (paperId, number) = request.Round;
        var before = work.Load();
        var ready = before.Find(paperId, number);
        var sealing = before.Meeting.Paper(paperId)?.Secret is true && ready?.HasDevices is true;
        var pair = sealing ? standby.Key(ready!.Id) ?? KeyFolder.Make(imported.Sealing) : null;
        var reply = work.Decide(new Command.Open(paperId, number, Shown(pair?.Public), time.GetUtcNow()));
        if (reply.Value is not { } state) return Task.FromResult<Reply<Done>>(reply.Refusal!);

        var round = state.Find(paperId, number)!;
        if (round.HasDevices) boxes.Create(round, sealing, work.Connection, work.Transaction);
        if (pair is not null)
        {
            standby.Take(round.Id);
            try
            {
                keys.Keep(round.Id, pair);
            }
            finally
            {
                pair.Forget();
            }
        }

        RoundStore.SetKey(work.Connection, work.Transaction, round.Id, pair?.Public);
        probe.Reached("BoxCreated");
        // Before the next change: a round voided at once must find its box to destroy.
        if (round.HasDevices) work.WithCommit(() => boxes.Start(round));
        if (state.Agenda != before.Agenda) work.AfterCommit(screens.AgendaChanged);
        work.AfterCommit(() => screens.RoundChanged(round.Id));
        return Task.FromResult<Reply<Done>>(Done.It);
    }

    private JsonObject? Shown(byte[]? key)
    {
        if (key is null) return null;
        var shown = new JsonObject { ["fingerprint"] = Envelope.Fingerprint(key), ["public"] = Convert.ToBase64String(key) };
        if (imported.Sealing != Suite.Standard) shown["suite"] = imported.Sealing.Name;
        return shown;
    }
}
