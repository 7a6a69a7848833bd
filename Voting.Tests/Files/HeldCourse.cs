using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Files;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Recount;
using Voting.Domain.Sealing;
using Voting.Domain.Tallies;

namespace Voting.Tests.Files;

/// <summary>
/// A meeting with rounds by hands and on paper, held by the domain alone as the README of <c>GoldenChannels</c> says: prepared, opened,
/// entered, confirmed, counted by both engines, announced and certified.
/// </summary>
internal sealed class HeldCourse
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly Dictionary<string, RoundBallots> _ballots = [];
    private readonly List<string> _events = [];
    private MeetingState _state;
    private EventChain _chain = EventChain.Empty;

    private sealed record Course(IReadOnlyList<CourseRound> Rounds);

    private sealed record CourseRound(
        string Paper, string Way, IReadOnlyList<Cast>? Devices, IReadOnlyList<string>? ByHands, string? Decision,
        Fault? Fault, EnteredCounts? Entered, SentBack? SentBack, Late? Late);

    private sealed record Cast(int Members, JsonElement Marks);

    private sealed record Fault(string Way, string Reason);

    private sealed record SentBack(EnteredCounts Counts, string Reason);

    private sealed record Late(int Present, int Leave, int Absent, int Entitled, string Reason);

    private HeldCourse(Meeting meeting) => _state = new MeetingState(meeting, false, MeetingPhase.CheckIn, AttendanceRoll.Start(meeting, rehearsal: true), []);

    /// <summary>The record it leaves.</summary>
    public static byte[] Of(byte[] meeting, byte[] course)
    {
        var read = MeetingFile.Read(meeting);
        Assert.Null(read.Fault);
        var held = new HeldCourse(read.Value!);
        held.Do(new Command.OpenMeeting(), "presiding-officer");
        foreach (var round in JsonSerializer.Deserialize<Course>(course, Json)!.Rounds) held.Hold(round);
        held.Do(new Command.CloseMeeting(), "presiding-officer");
        return UnsignedRecord.Write(held._state, held._ballots, held._events);
    }

    private void Hold(CourseRound asked)
    {
        if (!_state.Rounds.Any(r => r.PaperId == asked.Paper && r.State is RoundState.Ready))
        {
            Do(new Command.Prepare(asked.Paper, $"r{_state.Rounds.Count + 1}"), "presiding-officer");
            Do(new Command.ChooseWay(asked.Paper, _state.Rounds[^1].Number, Ways.Find(asked.Way)!.Value, "none", true, null, asked.Decision, asked.ByHands), "presiding-officer");
        }

        var round = _state.Rounds.Last(r => r.PaperId == asked.Paper);
        Assert.Equal(asked.Way, Ways.Of(round.Way));
        if (asked.Late is { } late)
        {
            Do(new Command.EnterCounts(asked.Paper, round.Number, asked.Entered!, "clerk",
                new LateEntry(new RollCounts(late.Present, late.Leave, late.Absent), late.Entitled, late.Reason)), "clerk");
            Confirm(round, []);
            return;
        }

        Do(new Command.Open(asked.Paper, round.Number, null), "presiding-officer");
        var ballots = Ballots(round, asked.Devices ?? []);
        if (asked.Fault is { } fault)
        {
            Do(new Command.ChooseWay(asked.Paper, round.Number, Ways.Find(fault.Way)!.Value, $"r{_state.Rounds.Count + 1}", true, fault.Reason), "presiding-officer");
            return;
        }

        var numbers = Conduct.NumbersWithoutDevices(_state, round) with { Voted = ballots.Count };
        Do(new Command.Close(asked.Paper, round.Number, _state.Roll.Counts(), numbers), "presiding-officer");
        if (asked.SentBack is { } back)
        {
            Do(new Command.EnterCounts(asked.Paper, round.Number, back.Counts, "clerk"), "clerk");
            Do(new Command.SendBackCounts(asked.Paper, round.Number, 1, back.Reason), "scrutineer");
        }

        if (asked.Entered is { } entered) Do(new Command.EnterCounts(asked.Paper, round.Number, entered, "clerk"), "clerk");
        Confirm(round, ballots);
    }

    private void Confirm(Round round, Dictionary<string, byte[]> ballots)
    {
        round = _state.Find(round.PaperId, round.Number)!;
        if (round.IsEntered) Do(new Command.ConfirmCounts(round.PaperId, round.Number, round.Entry!.No, "scrutineer"), "scrutineer");
        round = _state.Find(round.PaperId, round.Number)!;
        if (round.State is RoundState.Void) return;

        var secret = _state.Meeting.Paper(round.PaperId)!.Secret;
        _ballots[round.Id] = new RoundBallots([], secret ? null : ballots);
        IReadOnlyList<byte[]?> opened = secret ? ThroughTheUrn(round, [.. ballots.Values]) : [.. ballots.Values];
        var numbers = Conduct.NumbersWithEntry(round);
        var result = RoundResult.Of(round.Questions, opened, numbers, round.ConfirmedCounts);
        Assert.Equal(
            RecordText.Count(round.Questions, result, numbers.Voted),
            SecondCount.Count(CanonicalJson.Text(RecordText.Definition(round.Questions)), opened, numbers.All, round.Numbers!.Present,
                round.ConfirmedCounts is { } entered ? CanonicalJson.Text(ChannelText.Entered(entered)) : null));

        var evidence = new Evidence(_ballots[round.Id].Leaves.Count, _ballots[round.Id].Named);
        Do(new Command.Tally(round.PaperId, round.Number, result), "server");
        Do(new Command.Announce(round.PaperId, round.Number), "presiding-officer");
        Do(new Command.Certify(round.PaperId, round.Number, "clerk", false, evidence), "clerk");
        Do(new Command.Certify(round.PaperId, round.Number, "scrutineer", true, evidence), "scrutineer");
    }

    // From the top of the roll, those by hands left out.
    private Dictionary<string, byte[]> Ballots(Round round, IReadOnlyList<Cast> casts)
    {
        var members = new Queue<string>(_state.Meeting.Roll.Select(m => m.Id).Where(id => _state.Roll.IsPresent(id) && round.ByHands?.Contains(id) is not true));
        return casts.SelectMany(cast => Enumerable.Repeat(World.Ballot(round.Questions, [.. round.Questions.Select(q => Marks(cast.Marks, q.Question.Id))]), cast.Members))
            .ToDictionary(_ => members.Dequeue(), ballot => ballot);
    }

    private static string Marks(JsonElement marks, string question) => !marks.TryGetProperty(question, out var mark) ? ""
        : mark.ValueKind is JsonValueKind.Array ? string.Join(' ', mark.EnumerateArray().Select(m => m.GetString())) : mark.GetString()!;

    private List<byte[]?> ThroughTheUrn(Round round, List<byte[]> plain)
    {
        var keys = Hpke.DeriveKeyPair(Seed(round.Id, -1));
        var binding = new EnvelopeBinding(_state.Meeting.Id, round.PaperId, round.Number, Envelope.Fingerprint(keys.Public));
        var urn = plain.Select((ballot, i) => Envelope.Seal(keys.Public, binding, ballot, Seed(round.Id, i)))
            .OrderBy(e => Envelope.Hash(e), StringComparer.Ordinal).ToList();
        _ballots[round.Id] = new RoundBallots([.. urn.Select(e => Envelope.Hash(e))], null);
        return [.. urn.Select(e => Envelope.Open(keys, binding, e))];
    }

    private static byte[] Seed(string roundId, int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return SHA256.HashData([.. System.Text.Encoding.ASCII.GetBytes(roundId), .. bytes]);
    }

    private void Do(Command command, string by)
    {
        var reply = Conduct.Decide(_state, command);
        Assert.True(reply.Refusal is null, $"{command} was refused: {reply.Refusal}");
        _state = reply.Value!.State;
        foreach (var fact in reply.Value.Facts)
        {
            (_chain, var text) = _chain.Append(fact, by, DateTimeOffset.UnixEpoch.AddSeconds(_events.Count));
            _events.Add(text);
        }
    }
}
