using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>The member at the tablet shows to be the one it is for, and is checked in by it (签到).</summary>
public sealed class CheckInScreen(Proceedings proceedings)
{
    public const int PinLength = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>One of <see cref="Proofs"/>, or null where there is nothing to ask.</summary>
    public string? Asks => proceedings.Me is { Role: Roles.Member } me && proceedings.Meeting?.Phase != "closed" ? me.Proof ?? (me.Present ? null : Proofs.Name) : null;

    public string? Name => proceedings.Me?.Name;

    /// <summary>The PIN or the text of the place card, as far as it is entered.</summary>
    public string Entry { get; private set; } = "";

    public bool IsAsking { get; private set; }
    public Refusal? Refusal { get; private set; }

    /// <summary>No answer came.</summary>
    public bool IsServerAway { get; private set; }

    public bool CanConfirm => !IsAsking && Asks switch
    {
        Proofs.Name => true,
        Proofs.Pin => Entry.Length == PinLength,
        Proofs.Card => Entry.Any(char.IsAsciiLetterOrDigit),
        _ => false,
    };

    public bool CanErase => !IsAsking && Entry.Length > 0;

    public bool CanEnter => !IsAsking && (Asks is Proofs.Card || Entry.Length < PinLength);

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
        if (IsAsking) return;
        Entry = Asks is Proofs.Pin ? string.Concat(entry.Where(char.IsAsciiDigit).Take(PinLength)) : entry.Length <= 40 ? entry : entry[..40];
        Refusal = null;
    }

    public async Task Confirm(IVotingHub hub)
    {
        if (!CanConfirm) return;
        (IsAsking, Refusal, IsServerAway) = (true, null, false);
        try
        {
            var reply = await hub.TakeSeat(new TakeSeatRequest(Asks is Proofs.Name ? null : Entry)).WaitAsync(Patience);
            Refusal = reply.Refusal;
            if (reply.Value is { } me) proceedings.Take(me);
            // Wrong or right, it does not stay on the screen.
            Entry = "";
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or TimeoutException or OperationCanceledException
            or System.Net.WebSockets.WebSocketException or Microsoft.AspNetCore.SignalR.HubException)
        {
            IsServerAway = true;
        }
        finally
        {
            IsAsking = false;
        }
    }
}
