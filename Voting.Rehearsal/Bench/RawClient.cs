using System.Diagnostics;
using System.Net.WebSockets;

namespace Voting.Rehearsal.Bench;

/// <summary>
/// A client of a hub over a bare WebSocket. It looks for the message that is awaited and reads nothing else: thousands of them leave
/// the processor to the server, and they are the same before the product and before the baseline.
/// </summary>
public sealed class RawClient : IDisposable
{
    private const byte Separator = 0x1e;
    private static readonly byte[] Handshake = "{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray();
    private static readonly byte[] Ping = "{\"type\":6}\u001e"u8.ToArray();

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private Wave? _awaited;

    private RawClient(Wave awaited) => _awaited = awaited;

    /// <param name="hub">Address of the hub, http.</param>
    /// <param name="cookie">Of the session, or null.</param>
    /// <param name="awaited">What is waited for from the beginning.</param>
    public static async Task<RawClient> Connect(Uri hub, string? cookie, Wave awaited)
    {
        var client = new RawClient(awaited);
        client._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        if (cookie is not null) client._socket.Options.SetRequestHeader("Cookie", cookie);
        await client._socket.ConnectAsync(new UriBuilder(hub) { Scheme = "ws" }.Uri, CancellationToken.None);
        await client.Send(Handshake);
        _ = client.Read();
        return client;
    }

    public void Await(Wave wave) => Volatile.Write(ref _awaited, wave);

    /// <param name="message">With its separator.</param>
    public async Task Send(byte[] message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>A hub gives a client up that is silent for half a minute.</summary>
    public async Task SayHere()
    {
        try
        {
            await Send(Ping);
        }
        catch (Exception e) when (IsGone(e))
        {
            // Whoever waits for something hears it from the reading side.
        }
    }

    /// <summary>Cuts the connection, as a lost network would.</summary>
    public void Drop()
    {
        Volatile.Write(ref _awaited, null);
        _socket.Abort();
    }

    // The semaphore has no handle of the system's, and a ping may still be waiting for it.
    public void Dispose()
    {
        Drop();
        _socket.Dispose();
    }

    private async Task Read()
    {
        var buffer = new byte[2048];
        var filled = 0;
        try
        {
            while (true)
            {
                if (filled == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
                var received = await _socket.ReceiveAsync(buffer.AsMemory(filled), CancellationToken.None);
                if (received.MessageType is WebSocketMessageType.Close) break;
                var (at, start) = (Stopwatch.GetTimestamp(), 0);
                filled += received.Count;
                while (buffer.AsSpan(start..filled).IndexOf(Separator) is var length and >= 0)
                {
                    Take(buffer.AsSpan(start, length), at);
                    start += length + 1;
                }

                buffer.AsSpan(start..filled).CopyTo(buffer);
                filled -= start;
            }
        }
        catch (Exception e) when (IsGone(e))
        {
            // Dropped by us, or lost: told below.
        }

        Volatile.Read(ref _awaited)?.Fail("连接中断 / a connection was lost");
    }

    private void Take(ReadOnlySpan<byte> message, long at)
    {
        if (Volatile.Read(ref _awaited) is not { } wave) return;
        if (wave.Is(message))
        {
            Volatile.Write(ref _awaited, null);
            wave.Had(message, at);
        }
        else if (Wave.IsRefusal(message))
        {
            wave.Fail(System.Text.Encoding.UTF8.GetString(message));
        }
    }

    private static bool IsGone(Exception e) => e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException;
}
