using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Voting.Tests.Journeys;

/// <summary>A network between a tablet and the server that can swallow answers or go away altogether.</summary>
public sealed class BadNetwork : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _open = [];
    private readonly int _server;

    public BadNetwork(Uri server)
    {
        _server = server.Port;
        _listener.Start();
        _ = Accept();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>What the server says does not arrive.</summary>
    public bool SwallowsAnswers { get; set; }

    /// <summary>New connections are dropped at once.</summary>
    public bool IsAway { get; set; }

    /// <summary>Cuts every connection.</summary>
    public void Cut()
    {
        while (_open.TryTake(out var client)) client.Dispose();
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var tablet = await _listener.AcceptTcpClientAsync();
                if (IsAway)
                {
                    tablet.Dispose();
                    continue;
                }

                var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _server);
                _open.Add(tablet);
                _open.Add(server);
                _ = Carry(tablet, server, () => false);
                _ = Carry(server, tablet, () => SwallowsAnswers);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private static async Task Carry(TcpClient from, TcpClient to, Func<bool> swallow)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            while (await from.GetStream().ReadAsync(buffer) is var n and > 0)
                if (!swallow()) await to.GetStream().WriteAsync(buffer.AsMemory(0, n));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }

        from.Dispose();
        to.Dispose();
    }
}
