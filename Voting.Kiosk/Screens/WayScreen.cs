using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>How a round is voted: chosen before it opens, or another way for an open one, which is voided for it.</summary>
public sealed class WayScreen(Proceedings proceedings)
{
    public Asking Asking { get; } = new();

    /// <summary>Whether the ways are offered; otherwise only the one that is chosen stands there.</summary>
    public bool IsShown { get; private set; }

    /// <summary>What is about to be chosen.</summary>
    public string Way { get; private set; } = Ways.Devices;

    /// <summary>Why an open round goes another way.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The presiding officer's decision, where a secret paper goes to hands.</summary>
    public string Decision { get; set; } = "";

    public FactorEntry Factor { get; } = new();

    /// <summary>Voiding is asked for with a second factor.</summary>
    public bool AsksFactor => proceedings.AsksFactor && IsFallback;

    /// <summary>Those of the roll who are present, to be named for hands.</summary>
    public IReadOnlyList<RollEntry> Present { get; private set; } = [];

    /// <summary>Who is named for hands.</summary>
    public IReadOnlySet<string> ByHands => _byHands;

    private readonly HashSet<string> _byHands = [];
    private RoundRef? _of;

    /// <summary>The round whose way may still be chosen or changed.</summary>
    public RoundView? Round => proceedings.Rounds.LastOrDefault(r => r.State is "open" or "closed") ?? proceedings.Rounds.LastOrDefault(r => r.State == "ready");

    /// <summary>An open round is voided first, and so is one whose counting stopped.</summary>
    public bool IsFallback => Round is { State: not "ready" };

    /// <summary>The ways that are offered: all of them before an opening, afterwards the others only.</summary>
    public IReadOnlyList<string> Offered => IsFallback
        ? [.. Ways.All.Where(w => w != Ways.DevicesAndHands && w != Round!.Way)]
        : Ways.All;

    public bool IsSecretToHands => Round is { Secret: true } && Way is Ways.Hands or Ways.DevicesAndHands;

    /// <summary>A secret paper goes to hands only by the presiding officer's own press.</summary>
    public bool MayDecide => proceedings.Me?.Role == Roles.PresidingOfficer;

    public bool CanShow => !Asking.IsBusy && Round is { } round && (round.State is not "closed" || round.Fault is not null || round.Way != Ways.Devices);

    public bool CanChoose => IsShown && !Asking.IsBusy && Offered.Contains(Way)
        && (!IsFallback || Reason.Trim().Length is > 0 and <= 500)
        && (!IsSecretToHands || MayDecide && Decision.Trim().Length is > 0 and <= 500)
        && (Way != Ways.DevicesAndHands || _byHands.Count > 0) && (!AsksFactor || Factor.IsComplete);

    public async Task Show(IVotingHub hub, string reason)
    {
        if (!CanShow || Round is not { } round) return;
        (IsShown, _of, Way, Reason, Decision) = (true, new RoundRef(round.Paper, round.Round), IsFallback ? Offered[0] : round.Way, IsFallback ? reason : "", "");
        Factor.Clear();
        _byHands.Clear();
        _byHands.UnionWith(round.ByHands ?? []);
        if (!IsFallback && await new Asking().Ask(hub.Roll) is { } roll) Present = [.. roll.Members.Where(m => m.Attendance == "present")];
    }

    public void Return()
    {
        (IsShown, _of) = (false, null);
        Factor.Clear();
    }

    public void Pick(string way)
    {
        if (Offered.Contains(way)) Way = way;
    }

    public void Name(string memberId, bool byHands)
    {
        if (byHands) _byHands.Add(memberId);
        else _byHands.Remove(memberId);
    }

    public async Task Choose(IVotingHub hub)
    {
        if (!CanChoose || Round is not { } round) return;
        var done = await Asking.Ask(() => hub.ChooseWay(new WayRequest(
            round.Paper, round.Round, Way, IsFallback ? Reason.Trim() : null, IsSecretToHands ? Decision.Trim() : null,
            Way == Ways.DevicesAndHands ? [.. _byHands.Order(StringComparer.Ordinal)] : null, AsksFactor ? Factor.Plain : null)));
        if (done is not null) Return();
        else if (!Asking.IsServerAway) Factor.Clear();
    }

    /// <summary>What was about to be chosen may have been overtaken.</summary>
    public void Follow()
    {
        if (IsShown && (!CanShow && !Asking.IsBusy || Round is not { } round || _of != new RoundRef(round.Paper, round.Round) || !Offered.Contains(Way))) Return();
    }
}
