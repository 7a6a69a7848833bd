using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>Cards with the one-time codes of seats, for the clerk to print and lay beside the tablets. They are shown once.</summary>
public sealed class CodeSheetScreen
{
    public Asking Asking { get; } = new();

    /// <summary>Null before they are made, and after they were put away.</summary>
    public IReadOnlyList<SeatCode>? Cards { get; private set; }

    public bool IsEightToAPage { get; set; } = true;
    public bool CanIssue => !Asking.IsBusy && Cards is not { Count: > 0 };
    public bool CanPrint => Cards is { Count: > 0 };

    /// <summary>Makes new codes for seats without a tablet.</summary>
    /// <param name="hub">Where they are asked for.</param>
    /// <param name="address">Where this browser reached the server: tablets reach it there too.</param>
    public async Task Issue(IVotingHub hub, string address)
    {
        if (CanIssue && await Asking.Ask(() => hub.IssueCodes(new IssueCodesRequest(address))) is { } issued) Cards = issued.Seats;
    }

    /// <summary>Whoever passes by the clerk's screen reads no code from it.</summary>
    public void PutAway() => Cards = null;
}
