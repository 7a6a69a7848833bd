using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>签署确认 takes two people: the clerk confirms the figures of a round first, then a scrutineer.</summary>
public sealed class CertifyScreen(Proceedings proceedings)
{
    public Asking Asking { get; } = new();

    /// <summary>The head of the chain of events, or null where it was not asked for yet.</summary>
    public HeadView? Head { get; private set; }

    /// <summary>Announced rounds that wait for me.</summary>
    public IReadOnlyList<RoundView> Mine => [.. proceedings.Rounds.Where(r => r.State == "announced" && r.ConfirmedByClerk == IsScrutineer)];

    /// <summary>Announced rounds that wait for the other.</summary>
    public IReadOnlyList<RoundView> Others => [.. proceedings.Rounds.Where(r => r.State == "announced" && r.ConfirmedByClerk != IsScrutineer)];

    public IReadOnlyList<RoundView> Certified => [.. proceedings.Rounds.Where(r => r.State is "certified" or "superseded")];

    public bool IsScrutineer => proceedings.Me?.Role == Roles.Scrutineer;

    public bool CanCertify => !Asking.IsBusy && Mine.Count > 0;

    public async Task Certify(IVotingHub hub, RoundView round)
    {
        if (CanCertify) await Asking.Ask(() => hub.Certify(new RoundRef(round.Paper, round.Round)));
        await Refresh(hub);
    }

    /// <summary>One after another; the first that is refused ends it.</summary>
    public async Task CertifyAll(IVotingHub hub)
    {
        foreach (var round in Mine)
        {
            if (await Asking.Ask(() => hub.Certify(new RoundRef(round.Paper, round.Round))) is null) break;
        }

        await Refresh(hub);
    }

    public async Task Refresh(IVotingHub hub)
    {
        if (await new Asking().Ask(hub.Head) is { } head) Head = head;
    }
}
