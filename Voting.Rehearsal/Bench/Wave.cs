using System.Diagnostics;
using System.Text;

namespace Voting.Rehearsal.Bench;

/// <summary>A message that every client of a crowd waits for, and the instants at which the first and the last of them had it.</summary>
/// <param name="clients">How many wait.</param>
/// <param name="marks">What the message holds, each of them.</param>
public sealed class Wave(int clients, params IReadOnlyList<string> marks)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly byte[][] _marks = [.. marks.Select(Encoding.UTF8.GetBytes)];
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = clients;
    private long _first;
    private long _last;

    /// <summary>What the first client had, without the separator.</summary>
    public byte[] Message { get; private set; } = [];

    /// <summary>The answer to a call that was done.</summary>
    public static Wave OfAnswers(int clients) => new(clients, "\"type\":3", "\"refusal\":null");

    /// <summary>The answer to a call that was refused or failed.</summary>
    public static bool IsRefusal(ReadOnlySpan<byte> message) =>
        message.StartsWith("{\"type\":3"u8) && (message.IndexOf("\"refusal\":{"u8) >= 0 || message.IndexOf("\"error\":"u8) >= 0);

    public bool Is(ReadOnlySpan<byte> message)
    {
        foreach (var mark in _marks)
            if (message.IndexOf(mark) < 0) return false;
        return true;
    }

    /// <summary>Another client has it.</summary>
    public void Had(ReadOnlySpan<byte> message, long at)
    {
        lock (_lock)
        {
            if (Message.Length == 0) (Message, _first) = (message.ToArray(), at);
            _first = Math.Min(_first, at);
            _last = Math.Max(_last, at);
            if (--_left == 0) _whole.TrySetResult();
        }
    }

    public void Fail(string why) => _whole.TrySetException(new StoppedException(why));

    /// <summary>Waits until the last client has it.</summary>
    /// <exception cref="StoppedException">A client was refused or lost its connection.</exception>
    /// <exception cref="TimeoutException">It does not come.</exception>
    public Task Whole() => _whole.Task.WaitAsync(Patience);

    /// <summary>Milliseconds until the last client had it.</summary>
    public double Last(long from) => Stopwatch.GetElapsedTime(from, _last).TotalMilliseconds;

    /// <summary>Milliseconds from the first client to the last.</summary>
    public double Spread() => Stopwatch.GetElapsedTime(_first, _last).TotalMilliseconds;
}
