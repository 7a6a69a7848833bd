using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>Cards with the one-time codes of seats, for the clerk to print and lay beside the tablets. They are shown once.</summary>
public sealed class CodeSheetScreen
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Null before they are made, and after they were put away.</summary>
    public IReadOnlyList<SeatCode>? Cards { get; private set; }

    public bool IsEightToAPage { get; set; } = true;
    public bool IsAsking { get; private set; }
    public Refusal? Refusal { get; private set; }

    /// <summary>No answer came.</summary>
    public bool IsServerAway { get; private set; }

    public bool CanIssue => !IsAsking && Cards is not { Count: > 0 };
    public bool CanPrint => Cards is { Count: > 0 };

    /// <summary>Makes new codes for seats without a tablet.</summary>
    /// <param name="hub">Where they are asked for.</param>
    /// <param name="address">Where this browser reached the server: tablets reach it there too.</param>
    public async Task Issue(IVotingHub hub, string address)
    {
        if (!CanIssue) return;
        (IsAsking, Refusal, IsServerAway) = (true, null, false);
        try
        {
            var reply = await hub.IssueCodes(new IssueCodesRequest(address)).WaitAsync(Patience);
            (Cards, Refusal) = (reply.Value?.Seats, reply.Refusal);
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

    /// <summary>Whoever passes by the clerk's screen reads no code from it.</summary>
    public void PutAway() => Cards = null;
}
