using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>Suspends the meeting (休会); it asks once more, for everybody has to check in again.</summary>
public sealed class BreakScreen(Proceedings proceedings)
{
    public Asking Asking { get; } = new();

    public bool IsConfirming { get; private set; }

    /// <summary>Not while a round is open.</summary>
    public bool CanSuspend => !Asking.IsBusy && proceedings.Meeting?.Phase == "in-session" && proceedings.Open is null;

    public async Task Suspend(IVotingHub hub)
    {
        if (!CanSuspend) return;
        if (!IsConfirming)
        {
            IsConfirming = true;
            return;
        }

        IsConfirming = false;
        await Asking.Ask(hub.Suspend);
    }

    public void Return() => IsConfirming = false;

    /// <summary>What was to be confirmed may have been overtaken.</summary>
    public void Follow()
    {
        if (!CanSuspend) IsConfirming = false;
    }
}
