using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Voting.Rehearsal.Chaos;

/// <summary>
/// A network between tablets and server that cuts connections, leaves them open on one side only, delays them, and drops, doubles and
/// reorders single messages and HTTP requests. The handshake passes unharmed: without it there is no conversation to disturb.
/// </summary>
public sealed class FaultyNetwork : IAsyncDisposable
{
    private const byte Separator = 0x1e;

    private readonly WebApplication _app;
    private readonly Uri _server;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 256 });
    private readonly Lock _lock = new();
    private readonly Random _dice;
    private readonly int[] _done = new int[Enum.GetValues<Fault>().Length];

    /// <summary>What may happen to a message.</summary>
    private enum Fault
    {
        /// <summary>Nothing.</summary>
        None,
        /// <summary>It never arrives.</summary>
        Drop,
        /// <summary>It arrives twice.</summary>
        Double,
        /// <summary>It arrives after those behind it.</summary>
        Hold,
        /// <summary>Everything waits.</summary>
        Delay,
        /// <summary>Both sides lose the connection.</summary>
        Cut,
        /// <summary>From now on nothing passes, and neither side is told.</summary>
        HalfOpen,
    }

    private FaultyNetwork(WebApplication app, Uri server, int seed) => (_app, _server, _dice) = (app, server, new Random(seed));

    /// <summary>Where tablets connect to.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Whether it fails at all; a round's beginning and end are not what is tried.</summary>
    public bool IsFaulty { get; set; } = true;

    /// <summary>What it did, in words.</summary>
    public string Done => string.Join(", ", Enum.GetValues<Fault>().Skip(1).Select(f => $"{f.ToString().ToLowerInvariant()} {_done[(int)f]}"));

    public static async Task<FaultyNetwork> Open(Uri server, int seed)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var network = new FaultyNetwork(builder.Build(), server, seed);
        network._app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        network._app.Run(network.Carry);
        await network._app.StartAsync();
        network.Address = new Uri(network._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return network;
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private Task Carry(HttpContext http) => http.WebSockets.IsWebSocketRequest ? CarrySocket(http) : CarryRequest(http);

    private async Task CarryRequest(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var fault = Draw();
        if (fault is Fault.Drop or Fault.HalfOpen)
        {
            http.Abort();
            return;
        }

        if (fault is Fault.Delay or Fault.Hold) await Task.Delay(Long());
        // Twice, and the first answer is lost.
        if (fault is Fault.Double) (await Forward(http, body)).Dispose();
        using var answer = await Forward(http, body);
        if (fault is Fault.Cut)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(http.Response.Body);
    }

    private async Task<HttpResponseMessage> Forward(HttpContext http, MemoryStream body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(_server, http.Request.Path + http.Request.QueryString));
        request.Headers.TryAddWithoutValidation("Cookie", http.Request.Headers.Cookie.ToString());
        if (body.Length > 0) request.Content = new ByteArrayContent(body.ToArray()) { Headers = { { "Content-Type", http.Request.ContentType ?? "application/octet-stream" } } };
        return await _http.SendAsync(request);
    }

    private async Task CarrySocket(HttpContext http)
    {
        using var server = new ClientWebSocket();
        server.Options.KeepAliveInterval = TimeSpan.Zero;
        server.Options.SetRequestHeader("Cookie", http.Request.Headers.Cookie.ToString());
        await server.ConnectAsync(new UriBuilder(new Uri(_server, http.Request.Path + http.Request.QueryString)) { Scheme = "ws" }.Uri, http.RequestAborted);
        using var tablet = await http.WebSockets.AcceptWebSocketAsync();
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        await Task.WhenAny(Carry(tablet, server, cut), Carry(server, tablet, cut));
        await cut.CancelAsync();
        tablet.Abort();
        server.Abort();
    }

    private async Task Carry(WebSocket from, WebSocket to, CancellationTokenSource cut)
    {
        var (buffer, filled, first, swallowing) = (new byte[16 * 1024], 0, true, false);
        using var sending = new SemaphoreSlim(1);
        async Task Pass(byte[] message)
        {
            await sending.WaitAsync(cut.Token);
            try
            {
                await to.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cut.Token);
            }
            finally
            {
                sending.Release();
            }
        }

        try
        {
            while (true)
            {
                if (filled == buffer.Length) Array.Resize(ref buffer, 2 * buffer.Length);
                var received = await from.ReceiveAsync(buffer.AsMemory(filled), cut.Token);
                if (received.MessageType is WebSocketMessageType.Close) return;
                filled += received.Count;
                var start = 0;
                while (buffer.AsSpan(start..filled).IndexOf(Separator) is var length and >= 0)
                {
                    var message = buffer[start..(start + length + 1)];
                    start += length + 1;
                    var fault = first ? Fault.None : Draw();
                    first = false;
                    if (swallowing) continue;
                    switch (fault)
                    {
                        case Fault.Drop: break;
                        case Fault.HalfOpen: swallowing = true; break;
                        case Fault.Cut: return;
                        case Fault.Double:
                            await Pass(message);
                            await Pass(message);
                            break;
                        case Fault.Hold:
                            _ = Later(() => Pass(message));
                            break;
                        case Fault.Delay:
                            await Task.Delay(Long(), cut.Token);
                            await Pass(message);
                            break;
                        default:
                            await Pass(message);
                            break;
                    }
                }

                buffer.AsSpan(start..filled).CopyTo(buffer);
                filled -= start;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // One side is gone: so is the other, in a moment.
        }
    }

    private async Task Later(Func<Task> pass)
    {
        await Task.Delay(Long());
        try
        {
            await pass();
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // Held longer than the connection lasted.
        }
    }

    private TimeSpan Long()
    {
        lock (_lock) return TimeSpan.FromMilliseconds(_dice.Next(5, 400));
    }

    private Fault Draw()
    {
        if (!IsFaulty) return Fault.None;
        lock (_lock)
        {
            var fault = _dice.Next(1_000) switch
            {
                < 20 => Fault.Drop,
                < 50 => Fault.Double,
                < 80 => Fault.Hold,
                < 95 => Fault.Delay,
                < 98 => Fault.Cut,
                < 99 => Fault.HalfOpen,
                _ => Fault.None,
            };
            _done[(int)fault]++;
            return fault;
        }
    }
}
