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

    /// <summary>I am asked for a second factor; one is enough for all.</summary>
    public bool AsksFactor => proceedings.AsksFactor;

    public FactorEntry Factor { get; } = new();

    public bool CanCertify => !Asking.IsBusy && Mine.Count > 0 && (!AsksFactor || Factor.IsComplete);

    public Task Certify(IVotingHub hub, RoundView round) => Certify(hub, [round]);

    /// <summary>All together or, where one is refused, none.</summary>
    public Task CertifyAll(IVotingHub hub) => Certify(hub, Mine);

    private async Task Certify(IVotingHub hub, IEnumerable<RoundView> rounds)
    {
        if (CanCertify)
        {
            var certify = new CertifyRequest([.. rounds.Take(CertifyRequest.Most).Select(r => new RoundRef(r.Paper, r.Round))], AsksFactor ? Factor.Plain : null);
            await Asking.Ask(() => hub.Certify(certify));
            // Where no answer came, nobody has to enter it again.
            if (!Asking.IsServerAway) Factor.Clear();
        }

        await Refresh(hub);
    }

    public async Task Refresh(IVotingHub hub)
    {
        if (await new Asking().Ask(hub.Head) is { } head) Head = head;
    }
}
