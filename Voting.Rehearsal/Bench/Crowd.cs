using System.Diagnostics;

namespace Voting.Rehearsal.Bench;

/// <summary>Many clients, a connection each; of several servers each has as many as the others.</summary>
public sealed class Crowd : IAsyncDisposable
{
    /// <summary>
    /// Connections that are being made at once. The queue of a listening socket is short, and what it turns away comes again a whole
    /// second later, whoever listens.
    /// </summary>
    private const int AtOnce = 256;

    private readonly IReadOnlyList<Uri> _hubs;
    private readonly IReadOnlyList<string?> _cookies;
    private readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(10));
    private readonly Task _staying;
    private RawClient[] _clients = [];

    /// <param name="servers">Their addresses.</param>
    /// <param name="cookies">The session of each client, or null.</param>
    public Crowd(IReadOnlyList<Uri> servers, IReadOnlyList<string?> cookies)
    {
        _hubs = [.. servers.Select(server => new Uri(server, "/hub"))];
        _cookies = cookies;
        _staying = Stay();
    }

    public bool IsHere => _clients.Length > 0;

    /// <summary>All drop their connections and return, until the last has its picture.</summary>
    /// <param name="most">How many return; all where it is more than there are.</param>
    /// <returns>Milliseconds from the drop, and the picture.</returns>
    public async Task<(double Took, byte[] Picture)> Return(int most = int.MaxValue)
    {
        var from = Stopwatch.GetTimestamp();
        Leave();
        var clients = new RawClient[Math.Min(most, _cookies.Count)];
        var wave = new Wave(clients.Length, "\"target\":\"Picture\"");
        await Parallel.ForEachAsync(Enumerable.Range(0, clients.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, _) => clients[i] = await RawClient.Connect(_hubs[i % _hubs.Count], _cookies[i], wave));
        _clients = clients;
        await wave.Whole();
        return (wave.Last(from), wave.Message);
    }

    /// <summary>All drop their connections.</summary>
    public void Leave()
    {
        foreach (var client in _clients) client.Drop();
        foreach (var client in _clients) client.Dispose();
        _clients = [];
    }

    /// <summary>From now on all wait for a message with these marks.</summary>
    public Wave Await(params IReadOnlyList<string> marks) => Await(new Wave(_clients.Length, marks));

    /// <summary>All send a call of their own at once, until the last is answered.</summary>
    /// <returns>Milliseconds.</returns>
    /// <exception cref="StoppedException">One was refused.</exception>
    public async Task<double> Call(IReadOnlyList<byte[]> messages)
    {
        var answered = Await(Wave.OfAnswers(_clients.Length));
        var from = Stopwatch.GetTimestamp();
        await Task.WhenAll(_clients.Select((client, i) => client.Send(messages[i])));
        await answered.Whole();
        return answered.Last(from);
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _staying;
        Leave();
    }

    private Wave Await(Wave wave)
    {
        foreach (var client in _clients) client.Await(wave);
        return wave;
    }

    private async Task Stay()
    {
        while (await _timer.WaitForNextTickAsync())
            foreach (var client in _clients) await client.SayHere();
    }
}
