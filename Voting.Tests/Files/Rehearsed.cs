using System.Buffers.Binary;
using System.Security.Cryptography;
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
/// A rehearsal held in memory by the domain alone: every scripted round is made ready, opened, cast in sealed envelopes, closed, counted
/// by both engines, announced and certified, as the ballots script's format says.
/// </summary>
/// <param name="Record">The record's file, or null where the rehearsal stopped.</param>
/// <param name="StoppedAt">Path of the scripted round it stopped at, or null.</param>
internal sealed record Rehearsed(byte[]? Record, string? StoppedAt)
{
    public static Rehearsed Of(Meeting meeting, BallotsScript script)
    {
        var holder = new Holder(new MeetingState(meeting, true, MeetingPhase.CheckIn, AttendanceRoll.Start(meeting, rehearsal: true), []));
        foreach (var (index, round) in script.Rounds.Index())
            if (!holder.Hold(round)) return new Rehearsed(null, $"$.rounds[{index}]");
        return new Rehearsed(holder.Write(), null);
    }

    private sealed class Holder(MeetingState state)
    {
        private readonly Dictionary<string, RoundBallots> _ballots = [];
        private readonly List<string> _events = [];
        private MeetingState _state = state;
        private EventChain _chain = EventChain.Empty;

        public bool Hold(ScriptedRound scripted)
        {
            if (_state.Phase is MeetingPhase.CheckIn && !Do(new Command.OpenMeeting(), Refusals.NoQuorum)) return false;
            var id = $"r{_state.Rounds.Count + 1}";
            // What is due is held; where nothing is, the paper is voted again whole and every round of it so far is superseded.
            Do(new Command.Prepare(scripted.PaperId, id, "演练"));
            var round = _state.Find(scripted.PaperId, scripted.Number)!;
            var ballots = scripted.Ballots.ToDictionary(b => b.Key, b => BallotsScript.For(round.Questions, b.Value));
            if (ballots.Values.Any(b => b is null)) return false;
            if (!Do(new Command.Open(scripted.PaperId, scripted.Number, null), Refusals.NoQuorum)) return false;

            var paper = _state.Meeting.Paper(scripted.PaperId)!;
            var plain = ballots.ToDictionary(b => b.Key, b => BallotCode.Encode(round.Questions, b.Value!));
            var opened = paper.Secret ? ThroughTheUrn(round, [.. plain.Values]) : [.. plain.Values];
            if (!paper.Secret) _ballots[id] = new RoundBallots([], plain);

            var present = _state.Meeting.Entitled(paper).Count(m => _state.Roll.IsPresent(m.Id));
            var numbers = new RoundNumbers(_state.Meeting.AllFor(paper), present, plain.Count);
            var result = RoundResult.Of(round.Questions, opened, numbers);
            Assert.Equal(
                RecordText.Count(round.Questions, result, numbers.Voted),
                SecondCount.Count(CanonicalJson.Text(RecordText.Definition(round.Questions)), opened, numbers.All, numbers.Present));

            var evidence = new Evidence(_ballots[id].Leaves.Count, _ballots[id].Named);
            Do(new Command.Close(paper.Id, round.Number, _state.Roll.Counts(), numbers));
            Do(new Command.Tally(paper.Id, round.Number, result));
            var ties = _state.Find(paper.Id, round.Number)!.CastingVotesDue;
            if (scripted.CastingVotes.Keys.Except(ties).Any()) return false;
            foreach (var question in ties)
                Do(new Command.GiveCastingVote(paper.Id, round.Number, question, scripted.CastingVotes.GetValueOrDefault(question, CastingVote.Declined)), by: "presiding-officer");
            Do(new Command.Announce(paper.Id, round.Number));
            Do(new Command.Certify(paper.Id, round.Number, "clerk", false, evidence));
            Do(new Command.Certify(paper.Id, round.Number, "scrutineer", true, evidence));
            return true;
        }

        public byte[] Write()
        {
            if (_state.Phase is MeetingPhase.InSession) Do(new Command.CloseMeeting());
            return UnsignedRecord.Write(_state, _ballots, _events);
        }

        // Seals each ballot, sorts the envelopes, and opens them with the round's key.
        private List<byte[]?> ThroughTheUrn(Round round, List<byte[]> plain)
        {
            var keys = Hpke.DeriveKeyPair(Seed(round.Id, -1));
            var binding = new EnvelopeBinding(_state.Meeting.Id, round.PaperId, round.Number, Envelope.Fingerprint(keys.Public));
            var urn = plain.Select((ballot, i) => Envelope.Seal(keys.Public, binding, ballot, Seed(round.Id, i)))
                .OrderBy(e => Envelope.Hash(e), StringComparer.Ordinal).ToList();
            Assert.All(urn, e => Assert.Equal(Envelope.Size(round.Questions, secret: true), e.Length));
            _ballots[round.Id] = new RoundBallots([.. urn.Select(e => Envelope.Hash(e))], null);
            return [.. urn.Select(e => Envelope.Open(keys, binding, e))];
        }

        private static byte[] Seed(string roundId, int number)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, number);
            return SHA256.HashData([.. System.Text.Encoding.ASCII.GetBytes(roundId), .. bytes]);
        }

        private bool Do(Command command, string? mayBeRefused = null, string by = "rehearsal")
        {
            var reply = Conduct.Decide(_state, command);
            if (reply.Refusal is { } refusal)
            {
                Assert.True(refusal.Code == mayBeRefused, $"{command} was refused: {refusal}");
                return false;
            }

            _state = reply.Value!.State;
            foreach (var fact in reply.Value.Facts)
            {
                (_chain, var text) = _chain.Append(fact, by, DateTimeOffset.UnixEpoch.AddSeconds(_events.Count));
                _events.Add(text);
            }

            return true;
        }
    }
}
