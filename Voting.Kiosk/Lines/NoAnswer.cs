using Microsoft.AspNetCore.SignalR;

namespace Voting.Kiosk.Lines;

/// <summary>What only says that the network or the server was away, or that what came was no answer.</summary>
public static class NoAnswer
{
    // The hub's client tells a connection that ended within a message as invalid data.
    public static bool Is(Exception e) => e is InvalidOperationException or IOException or InvalidDataException or HttpRequestException or TimeoutException
        or OperationCanceledException or System.Net.WebSockets.WebSocketException or System.Text.Json.JsonException or HubException;
}
