using System.Security.Cryptography;
using System.Text;
using Voting.Api.Accounts;
using Voting.Api.Casting;
using Voting.Api.Custody;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Api.Telemetry;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Recount;
using Voting.Domain.Sealing;
using Voting.Domain.Tallies;

namespace Voting.Api.Ceremony;

/// <summary>
/// The test ballot that is on, if there is one: a box, a key and envelopes of its own, the same writer and both engines, and none of the
/// meeting's rounds. Because it is a test it may say who pressed and what, which is why its box is read with the names still on it;
/// nothing here can reach the box or the key of a round. It lives in memory: a restart ends it.
/// </summary>
public sealed class TestBallots(ImportedMeeting imported, Settings settings, KeyFolder keys, Sessions sessions, Instruments instruments, ILogger<BallotBox> log) : IAsyncDisposable
{
    private sealed record Running(Round Round, BallotBox Box, KeyPair Keys)
    {
        public HashSet<string> Pressed { get; } = [];
    }

    private readonly Meeting _meeting = imported.Meeting with { Papers = [.. imported.Meeting.Papers, TestBallot.Paper(imported.Meeting)] };
    // A file on this server, wherever the boxes of rounds lie; it stands with none of them.
    private readonly BoxFiles _boxes = new(settings);
    private readonly Lock _lock = new();
    private Running? _running;
    private TestSheet? _last;
    private int _held;

    /// <summary>Names the files of the box and the key; the same after a restart, so that what a crash left is found.</summary>
    public static string RoundId(Meeting meeting) => "test-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(meeting.Id)))[..32];

    public bool IsOn => _running is not null;

    /// <summary>What every screen is told of it; null where none is on.</summary>
    public RoundView? View() => _running is { } running ? Views.Test(_meeting, running.Round, running.Keys) : null;

    /// <summary>The number of the test that is on.</summary>
    public int? Number => _running?.Round.Number;

    /// <summary>My highest press in it.</summary>
    public MyPress? Mine(string? member) =>
        _running is { } running && member is not null && running.Box.Seq(member) is { } seq ? new MyPress(running.Round.PaperId, running.Round.Number, seq) : null;

    public RoundView Start()
    {
        var paper = _meeting.Papers[^1];
        var round = new Round(RoundId(_meeting), paper.Id, ++_held, RoundState.Open, [RoundQuestion.First(paper.Questions[0])]);
        var pair = KeyFolder.Make(imported.Sealing);
        keys.Keep(round.Id, pair);
        pair.Forget();
        _boxes.Create(round);
        var everybody = TestBallot.Everybody(_meeting);
        _running = new Running(round, new BallotBox(_meeting, round, _boxes, () => everybody, log, new Withheld(instruments)), pair);
        return View()!;
    }

    /// <summary>Takes a press; null where it is not meant for the test that is on.</summary>
    public async Task<Reply<Receipt>?> Cast(string? member, CastRequest press, CancellationToken stop)
    {
        if (_running is not { } running || (running.Round.PaperId, running.Round.Number) != (press.Paper, press.Round)) return null;
        var reply = await running.Box.Cast(member, press, stop);
        // It has no urn to look into.
        if (reply.Refusal?.Code is Refusals.ClosedSeeUrn) return new Refusal(Refusals.RoundNotOpen);
        if (reply.IsDone && member is not null)
        {
            lock (_lock) running.Pressed.Add(member);
        }

        return reply;
    }

    /// <summary>The sheet as it stands, or that of the last test.</summary>
    public TestSheet Sheet()
    {
        if (_running is not { } running) return _last ?? new TestSheet(0, false, []);
        HashSet<string> pressed;
        lock (_lock) pressed = [.. running.Pressed];
        return new TestSheet(running.Round.Number, true, [.. _meeting.Roll.Select(m => Seat(m, pressed.Contains(m.Id) ? "pressed" : sessions.IsHere(m.Id) ? "waiting" : "offline"))]);
    }

    /// <summary>Closes, opens and counts it as a round is, and destroys its key.</summary>
    /// <returns>What came of it, or why there is no result.</returns>
    public async Task<Reply<TestCounts>> End()
    {
        var running = _running!;
        var (round, id) = (running.Round, running.Round.Id);
        try
        {
            var here = _meeting.Roll.Where(m => sessions.IsHere(m.Id)).Select(m => m.Id).ToHashSet();
            var close = await running.Box.Close(here.Contains);
            // From here on nobody asks its box any more.
            _running = null;
            var named = Read(id);
            if (named.Count != close.Numbers.Voted) return new Refusal(Refusals.DoesNotReconcile);
            await running.Box.DisposeAsync();
            _boxes.Destroy(id);
            if (keys.Find(id, running.Keys.Public, imported.Sealing) is not { } pair) return new Refusal(Refusals.KeyMissing);

            var binding = new EnvelopeBinding(_meeting.Id, round.PaperId, round.Number, Envelope.Fingerprint(pair.Public));
            var opened = named.AsParallel().Select(n => (Member: n.Key, Ballot: Envelope.Open(pair, binding, n.Value))).ToDictionary(n => n.Member, n => n.Ballot);
            pair.Forget();
            IReadOnlyList<byte[]?> ballots = [.. opened.Values];
            var result = RoundResult.Of(round.Questions, ballots, close.Numbers);
            var second = SecondCount.Count(CanonicalJson.Text(RecordText.Definition(round.Questions)), ballots, close.Numbers.All, close.Numbers.Present);
            if (RecordText.Count(round.Questions, result, close.Numbers.Voted) != second) return new Refusal(Refusals.EnginesDisagree);

            _last = new TestSheet(round.Number, false, [.. _meeting.Roll.Select(m => Seat(m,
                opened.TryGetValue(m.Id, out var ballot) ? IsRight(round, ballot) ? "right" : "wrong" : here.Contains(m.Id) ? "not-pressed" : "offline"))]);
            int Of(string state) => _last.Seats.Count(s => s.State == state);
            return new TestCounts(Of("right"), Of("wrong"), Of("not-pressed"), Of("offline"));
        }
        finally
        {
            await Drop(running);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is { } running) await Drop(running);
    }

    private Dictionary<string, byte[]> Read(string id)
    {
        using var box = _boxes.Open(id);
        return box.Named().ToDictionary();
    }

    private async Task Drop(Running running)
    {
        _running = null;
        await running.Box.DisposeAsync();
        _boxes.Destroy(running.Round.Id);
        keys.Destroy(running.Round.Id);
    }

    private static bool IsRight(Round round, byte[]? ballot) => ballot is not null && BallotCode.Decode(round.Questions, ballot) is { } read
        && read.Marks[0] is [var only] && round.Questions[0].Candidates[only].Id == TestBallot.Right;

    private static TestSeat Seat(Member member, string state) => new(member.Id, member.FullName, member.Seat, state);
}
