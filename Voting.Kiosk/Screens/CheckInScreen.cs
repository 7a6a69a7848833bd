using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>The member at the tablet shows to be the one it is for, and is checked in by it (签到).</summary>
public sealed class CheckInScreen(Proceedings proceedings)
{
    public Asking Asking { get; } = new();

    /// <summary>One of <see cref="Proofs"/>, or null where there is nothing to ask.</summary>
    public string? Asks => proceedings.Me is { Role: Roles.Member } me && proceedings.Meeting?.Phase != "closed" ? me.Proof ?? (me.Present ? null : Proofs.Name) : null;

    /// <summary>The roll is taken again after a suspension.</summary>
    public bool IsAgain => proceedings.Meeting?.Phase == "suspended";

    public string? Name => proceedings.Me?.Name;

    /// <summary>The PIN or the text of the place card, as far as it is entered.</summary>
    public string Entry { get; private set; } = "";

    public bool CanConfirm => !Asking.IsBusy && Asks switch
    {
        Proofs.Name => true,
        Proofs.Pin => Entry.Length == Proofs.PinLength,
        Proofs.Card => Entry.Any(char.IsAsciiLetterOrDigit),
        _ => false,
    };

    public bool CanErase => !Asking.IsBusy && Entry.Length > 0;

    public bool CanEnter => !Asking.IsBusy && (Asks is Proofs.Card || Entry.Length < Proofs.PinLength);

    /// <summary>A key of the pad.</summary>
    public void Press(char digit)
    {
        if (CanEnter) Enter(Entry + digit);
    }

    public void Erase()
    {
        if (CanErase) Enter(Entry[..^1]);
    }

    /// <summary>What stands in the field now: typed, or read by a scanner.</summary>
    public void Enter(string entry)
    {
        if (Asking.IsBusy) return;
        Entry = Asks is Proofs.Pin ? string.Concat(entry.Where(char.IsAsciiDigit).Take(Proofs.PinLength)) : entry.Length <= 40 ? entry : entry[..40];
        Asking.Forget();
    }

    public async Task Confirm(IVotingHub hub)
    {
        if (!CanConfirm) return;
        var me = await Asking.Ask(() => hub.TakeSeat(new TakeSeatRequest(Asks is Proofs.Name ? null : Entry)));
        if (me is not null) proceedings.Take(me);
        // Wrong or right, it does not stay on the screen; where no answer came, nobody has to enter it again.
        if (!Asking.IsServerAway) Entry = "";
    }
}
