using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Voting.Tests.Attacks;

/// <summary>Somebody on the network between the screens and the server: sees every message in both directions, its size and its time.</summary>
internal sealed partial class Tap : IDisposable
{
    /// <summary>A message of the hub, unmasked, or a piece of plain HTTP.</summary>
    /// <param name="Cookie">Of the session it belongs to: on a network that is the screen's address, known to everybody in the room.</param>
    /// <param name="At">Ticks of the stopwatch.</param>
    /// <param name="FromScreen">Else from the server.</param>
    /// <param name="Bytes">What was said.</param>
    public sealed record Message(string Cookie, long At, bool FromScreen, byte[] Bytes)
    {
        public string Text => Encoding.UTF8.GetString(Bytes);
    }

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _open = [];
    private readonly List<Message> _heard = [];
    private readonly int _server;

    public Tap(Uri server)
    {
        _server = server.Port;
        _listener.Start();
        _ = Accept();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>What was heard since the last time.</summary>
    public IReadOnlyList<Message> Take()
    {
        lock (_heard)
        {
            List<Message> heard = [.. _heard];
            _heard.Clear();
            return heard;
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        lock (_open) foreach (var client in _open) client.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var screen = await _listener.AcceptTcpClientAsync();
                var server = new TcpClient();
                lock (_open) _open.AddRange([screen, server]);
                await server.ConnectAsync(IPAddress.Loopback, _server);
                screen.NoDelay = server.NoDelay = true;
                var line = new Line();
                _ = Carry(screen, server, line, fromScreen: true);
                _ = Carry(server, screen, line, fromScreen: false);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task Carry(TcpClient from, TcpClient to, Line line, bool fromScreen)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            var rest = new List<byte>();
            var isHub = false;
            while (await from.GetStream().ReadAsync(buffer) is var n and > 0)
            {
                // Noted before it is carried on: whoever has the answer finds it here.
                Note(buffer.AsSpan(0, n), rest, line, fromScreen, ref isHub);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, n));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }

        from.Dispose();
        to.Dispose();
    }

    private void Note(ReadOnlySpan<byte> piece, List<byte> rest, Line line, bool fromScreen, ref bool isHub)
    {
        var now = Stopwatch.GetTimestamp();
        rest.AddRange(piece);
        lock (_heard)
        {
            if (!isHub)
            {
                var text = Encoding.Latin1.GetString([.. rest]);
                var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (fromScreen && Cookies().Match(text) is { Success: true } cookie) line.Cookie = cookie.Groups[1].Value.Trim();
                _heard.Add(new Message(line.Cookie, now, fromScreen, piece.ToArray()));
                isHub = end >= 0 && text[..end].Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase);
                if (!isHub)
                {
                    if (end >= 0) rest.Clear();
                    return;
                }

                rest.RemoveRange(0, end + 4);
            }

            while (Frame(rest) is { } said) _heard.Add(new Message(line.Cookie, now, fromScreen, said));
        }
    }

    // RFC 6455 §5.2.
    private static byte[]? Frame(List<byte> rest)
    {
        if (rest.Count < 2) return null;
        var (masked, length, at) = ((rest[1] & 0x80) != 0, (long)(rest[1] & 0x7f), 2);
        if (length >= 126)
        {
            var wide = length == 126 ? 2 : 8;
            if (rest.Count < at + wide) return null;
            length = 0;
            for (var i = 0; i < wide; i++) length = length << 8 | rest[at++];
        }

        var mask = masked ? 4 : 0;
        if (rest.Count < at + mask + length) return null;
        var said = new byte[length];
        for (var i = 0; i < length; i++) said[i] = (byte)(rest[at + mask + i] ^ (masked ? rest[at + i % 4] : 0));
        rest.RemoveRange(0, at + mask + (int)length);
        return said;
    }

    private sealed class Line
    {
        public string Cookie { get; set; } = "";
    }

    [GeneratedRegex("^cookie:([^\r\n]*)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Cookies();
}
