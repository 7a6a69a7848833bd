using System.Threading.RateLimiting;
using Voting.Api.Stores;

namespace Voting.Api.Accounts;

/// <summary>
/// Five wrong tries within a minute lock whatever made them for a minute: an address, an officer's post, a member with the device.
/// Right ones never count.
/// </summary>
/// <remarks>Several servers count in their database as well: one try more at each that is under way is the most they can miss.</remarks>
public sealed class WrongTries(Database database) : IDisposable
{
    private const int Most = 5;

    // In sixty parts, so that the minute runs from the wrong tries and not from when the clock strikes.
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(who =>
        RateLimitPartition.GetSlidingWindowLimiter(who, _ => new SlidingWindowRateLimiterOptions { PermitLimit = Most, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 60 }));

    // One try after another, or a burst would be over before its first wrong try is counted.
    private readonly PartitionedRateLimiter<string> _turns = PartitionedRateLimiter.Create<string, string>(who =>
        RateLimitPartition.GetConcurrencyLimiter(who, _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 20_000 }));

    /// <summary>The key of an address a device calls from.</summary>
    public static string Address(HttpContext http) => $"address {http.Connection.RemoteIpAddress}";

    /// <summary>The key of an officer's post, whether or not there is such a post.</summary>
    public static string Post(string post) => $"post {post}";

    /// <summary>
    /// The key of a post's second factor. Only somebody with a password, a code or a session of that post counts here: a stranger who
    /// locks the post keeps nobody from voiding a round.
    /// </summary>
    public static string Factor(string post) => $"factor {post}";

    /// <summary>The key of a member, and so of every device for that seat.</summary>
    public static string Seat(string member) => $"seat {member}";

    /// <summary>Waits until nobody else tries for any of these; always asked for in one order, so that no two wait for each other.</summary>
    public async Task<TriesTurn> Turn(IReadOnlyList<string> who, CancellationToken stop)
    {
        var turn = new TriesTurn();
        foreach (var one in who) turn.Add(await _turns.AcquireAsync(one, 1, stop));
        return turn;
    }

    public bool AreTooMany(string who)
    {
        using var lease = _limiter.AttemptAcquire(who, 0);
        if (!lease.IsAcquired || !database.IsShared) return !lease.IsAcquired;
        using var connection = database.Connect();
        return ServerStore.WrongTries(connection, who) >= Most;
    }

    public void Count(string who)
    {
        _limiter.AttemptAcquire(who).Dispose();
        if (!database.IsShared) return;
        using var connection = database.Connect();
        ServerStore.AddWrongTry(connection, who);
    }

    public void Dispose()
    {
        _limiter.Dispose();
        _turns.Dispose();
    }
}

/// <summary>The turn of one try.</summary>
public sealed class TriesTurn : IDisposable
{
    private readonly List<RateLimitLease> _leases = [];

    public bool IsTaken => _leases.All(l => l.IsAcquired);

    public void Add(RateLimitLease lease) => _leases.Add(lease);

    public void Dispose() => _leases.ForEach(l => l.Dispose());
}
