using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>A scrutineer holds what the clerk entered against the paper, and confirms it or sends it back.</summary>
public sealed class ConfirmEntryScreen(Proceedings proceedings)
{
    private (string Paper, int Round, int No)? _of;

    public Asking Asking { get; } = new();

    /// <summary>Whether a reason is being given to send it back.</summary>
    public bool IsSendingBack { get; private set; }

    public string Reason { get; set; } = "";

    public RoundView? Round => proceedings.Rounds.LastOrDefault(r => r is { State: "closed", Entry.IsPending: true });

    public bool CanConfirm => !Asking.IsBusy && Round is not null && !IsSendingBack;

    public bool CanSendBack => !Asking.IsBusy && Round is not null && IsSendingBack && Reason.Trim().Length is > 0 and <= 500;

    public async Task Confirm(IVotingHub hub)
    {
        if (CanConfirm && Round is { } round) await Asking.Ask(() => hub.ConfirmCounts(new CountsRef(round.Paper, round.Round, round.Entry!.No)));
    }

    public void Doubt(bool doubt) => (IsSendingBack, Reason) = (doubt, "");

    public async Task SendBack(IVotingHub hub)
    {
        if (!CanSendBack || Round is not { } round) return;
        if (await Asking.Ask(() => hub.SendBackCounts(new SendBackRequest(round.Paper, round.Round, round.Entry!.No, Reason.Trim()))) is not null) Doubt(false);
    }

    /// <summary>Counts that were entered anew are looked at anew.</summary>
    public void Follow()
    {
        (string, int, int)? now = Round is { } round ? (round.Paper, round.Round, round.Entry!.No) : null;
        if (_of == now) return;
        _of = now;
        Doubt(false);
    }
}
