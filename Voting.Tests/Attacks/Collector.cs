using System.Net;
using Voting.Tests.Journeys;

namespace Voting.Tests.Attacks;

/// <summary>Somebody who receives all the telemetry of a server, as OTLP over HTTP.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<(string Path, byte[] Body)> _heard = [];

    public Collector()
    {
        Address = new Uri($"http://127.0.0.1:{Chamber.FreePort()}");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = Listen();
    }

    public Uri Address { get; }

    /// <summary>How long it takes over an answer.</summary>
    public TimeSpan Takes { get; set; }

    /// <summary>Every body that came, in order.</summary>
    public IReadOnlyList<byte[]> Bodies()
    {
        lock (_heard) return [.. _heard.Select(h => h.Body)];
    }

    /// <summary>Each export of metrics, read.</summary>
    public IReadOnlyList<Otlp.Metrics> Metrics()
    {
        lock (_heard) return [.. _heard.Where(h => h.Path == "/v1/metrics").Select(h => Otlp.ReadMetrics(h.Body))];
    }

    public IReadOnlyList<Otlp.Span> Spans()
    {
        lock (_heard) return [.. _heard.Where(h => h.Path == "/v1/traces").SelectMany(h => Otlp.ReadSpans(h.Body))];
    }

    /// <summary>Waits for an export that begins after this call.</summary>
    public async Task<Otlp.Metrics> Next()
    {
        // One may be under way.
        var wanted = Metrics().Count + 2;
        await Chamber.Until(() => Task.FromResult(Metrics().Count >= wanted));
        return Metrics()[^1];
    }

    public void Dispose() => _listener.Close();

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                lock (_heard) _heard.Add((context.Request.Url!.AbsolutePath, body.ToArray()));
                await Task.Delay(Takes);
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
