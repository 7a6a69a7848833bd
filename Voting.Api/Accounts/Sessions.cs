using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Voting.Api.Custody;
using Voting.Api.Stores;
using Voting.Api.Telemetry;
using Voting.Domain.Contracts;

namespace Voting.Api.Accounts;

/// <summary>
/// Which sessions stand, and over which connection each is here. A session is the device's cookie, not its connection:
/// reconnecting replaces its own at once; another device for the same seat fences it. The store knows a session by its tag only,
/// so that a copy of the data folder makes no cookie.
/// </summary>
public sealed class Sessions
{
    private readonly Database _database;
    private readonly KeysSecret _keysSecret;
    private readonly ConcurrentDictionary<string, string> _tags = new();
    private readonly ConcurrentDictionary<string, bool> _standing = new();
    private readonly ConcurrentDictionary<string, bool> _proved = new();
    private readonly ConcurrentDictionary<string, bool> _yielded = new();
    private readonly ConcurrentDictionary<string, HubCallerContext> _connections = new();
    private readonly ConcurrentDictionary<string, string> _seats = new();
    private readonly ConcurrentDictionary<string, string> _desks = new();
    private HashSet<string> _elsewhere = [];

    public Sessions(Database database, KeysSecret keysSecret, Instruments instruments)
    {
        (_database, _keysSecret) = (database, keysSecret);
        Follow();
        instruments.CountConnections(ByKind);
    }

    /// <summary>Takes what other servers kept of sessions.</summary>
    /// <returns>Connections here of sessions that were fenced elsewhere, so that they can be told and closed.</returns>
    public IReadOnlyList<HubCallerContext> Follow()
    {
        using var connection = _database.Connect();
        return [.. AccountStore.Sessions(connection).Select(Take).OfType<HubCallerContext>()];
    }

    /// <summary>What the store keeps of a session. Computed once for each: every press asks whether its session stands.</summary>
    public string TagOf(string sessionId) => _tags.GetOrAdd(sessionId, id => _keysSecret.Tag("session", id));

    public bool Stands(string sessionId)
    {
        var tag = TagOf(sessionId);
        if (_standing.TryGetValue(tag, out var stands)) return stands;
        Look(tag);
        return _standing.TryGetValue(tag, out stands) && stands;
    }

    public void Add(string tag) => _standing[tag] = true;

    /// <summary>Whether the member at this device showed to be the one whose seat it is. Asked at every press, so kept in memory.</summary>
    public bool IsProved(string sessionId)
    {
        var tag = TagOf(sessionId);
        if (!_proved.ContainsKey(tag)) Look(tag);
        return _proved.ContainsKey(tag);
    }

    public void Prove(string tag) => _proved[tag] = true;

    /// <summary>Whether the post of this session has passed on: whatever its cookie says, it is the member's seat.</summary>
    public bool HasYielded(string sessionId) => !_yielded.IsEmpty && _yielded.ContainsKey(TagOf(sessionId));

    /// <summary>The session is the member's seat from now on; its connection still is the officer's, and must be closed.</summary>
    public HubCallerContext? Yield(string tag)
    {
        _yielded[tag] = true;
        Prove(tag);
        return _connections.TryGetValue(tag, out var connection) ? connection : null;
    }

    /// <summary>The connection of a fenced session, so that it can be told and closed.</summary>
    public HubCallerContext? Fence(string tag)
    {
        _standing[tag] = false;
        return _connections.TryRemove(tag, out var connection) ? connection : null;
    }

    /// <param name="sessionId">The session.</param>
    /// <param name="memberId">The member whose it is, or null.</param>
    /// <param name="isSeat">It is the tablet of the member's seat, and not an officer's device.</param>
    /// <param name="connection">The connection.</param>
    public void Connected(string sessionId, string? memberId, bool isSeat, HubCallerContext connection)
    {
        HubCallerContext? old = null;
        var tag = TagOf(sessionId);
        _connections.AddOrUpdate(tag, connection, (_, before) =>
        {
            old = before;
            return connection;
        });
        if (memberId is not null) (isSeat ? _seats : _desks)[memberId] = tag;
        if (old is not null && old.ConnectionId != connection.ConnectionId) old.Abort();
    }

    public void Disconnected(string sessionId, HubCallerContext connection) =>
        _connections.TryRemove(KeyValuePair.Create(TagOf(sessionId), connection));

    /// <summary>Whether the tablet of a member's seat is connected.</summary>
    public bool IsOnline(string memberId) => IsConnected(memberId) || _elsewhere.Contains(memberId);

    /// <summary>Whether the member has a device that could press: the tablet of the seat, or the device of an office.</summary>
    public bool IsHere(string memberId) => IsOnline(memberId) || _desks.TryGetValue(memberId, out var session) && _connections.ContainsKey(session);

    /// <summary>Members whose tablet is connected here.</summary>
    public IReadOnlyList<string> Here() => [.. _seats.Keys.Where(IsConnected).Order(StringComparer.Ordinal)];

    /// <summary>Members whose tablet is connected to another server.</summary>
    public void AreElsewhere(IEnumerable<string> members) => _elsewhere = members.ToHashSet();

    /// <summary>Every connection that is here.</summary>
    public IReadOnlyList<HubCallerContext> Connections() => [.. _connections.Values];

    // Of whom a screen is, its kind and no more.
    private IEnumerable<KeyValuePair<string, int>> ByKind()
    {
        var kinds = _connections.Values.CountBy(c => c.User?.FindFirst(SessionClaims.Role)?.Value switch
        {
            Roles.Member => "seat",
            Roles.Attendee or Roles.Display => "onlooker",
            _ => "officer",
        }).ToDictionary();
        return ((string[])["seat", "officer", "onlooker"]).Select(kind => KeyValuePair.Create(kind, kinds.GetValueOrDefault(kind)));
    }

    private bool IsConnected(string memberId) => _seats.TryGetValue(memberId, out var session) && _connections.ContainsKey(session);

    // A session that began or was proved at another server a moment ago.
    private void Look(string tag)
    {
        if (!_database.IsShared) return;
        using var connection = _database.Connect();
        if (AccountStore.Session(connection, tag) is { } row) Take(row);
    }

    private HubCallerContext? Take(AccountStore.SessionRow row)
    {
        // What is fenced stays so, whatever was read before.
        var stands = _standing.AddOrUpdate(row.Id, row.Fenced == 0, (_, before) => before && row.Fenced == 0);
        if (row.Proved != 0) _proved[row.Id] = true;
        // Its connection still is the officer's.
        if (row.Yielded != 0 && _yielded.TryAdd(row.Id, true) && _connections.TryGetValue(row.Id, out var officers)) officers.Abort();
        return !stands && _connections.TryRemove(row.Id, out var connection) ? connection : null;
    }
}
