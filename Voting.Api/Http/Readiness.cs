using System.Data.Common;
using Voting.Api.Stores;

namespace Voting.Api.Http;

/// <summary>Whether this server can serve the meeting: its store answers. Asked anew once a second at most, however often a stranger asks.</summary>
public sealed class Readiness(Database database, TimeProvider time)
{
    private static readonly TimeSpan Holds = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long? _asked;
    private bool _answers;

    public bool IsReady()
    {
        lock (_lock)
        {
            if (_asked is { } then && time.GetElapsedTime(then) < Holds) return _answers;
            _answers = Answers();
            _asked = time.GetTimestamp();
            return _answers;
        }
    }

    private bool Answers()
    {
        try
        {
            using var connection = database.Connect();
            return EventStore.Head(connection).Seq > 0;
        }
        catch (Exception e) when (e is DbException or IOException or TimeoutException or InvalidOperationException)
        {
            return false;
        }
    }
}
