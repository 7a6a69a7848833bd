using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Voting.Api.Stores;
using Voting.Api.Telemetry;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Casting;

/// <summary>
/// The writer of one round's box. Presses wait in a bounded channel; one loop drains it without a timer, decides each press
/// inside one transaction, commits, and only then answers: concurrent presses share a commit.
/// </summary>
public sealed class BallotBox : IAsyncDisposable
{
    private const int MostWaiting = 16_384;
    private const int MostInBatch = 1_024;
    private static readonly IReadOnlySet<string> EmptySet = new HashSet<string>();

    private abstract record Waiting
    {
        public sealed record Cast(string? MemberId, Press Press, byte[] Envelope, TaskCompletionSource<Reply<Receipt>> Answer) : Waiting;

        public sealed record Close(Func<string, bool> IsHere, DbTransaction? Within, TaskCompletionSource<CloseRow> Answer) : Waiting;
    }

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Meeting _meeting;
    private readonly Dictionary<string, Member> _members;
    private readonly Paper _paper;
    private readonly IRoundBox _box;
    private readonly IRoundBox _reader;
    private readonly Func<AttendanceRoll> _roll;
    private readonly ILogger _log;
    private readonly int _envelopeSize;
    private readonly Task _writing;
    private bool _hasEnded;

    // Who could have voted and did not, with whether their device was there; kept in memory, from the close until the box is destroyed.
    private readonly Dictionary<string, bool> _silent = [];
    private readonly HashSet<string> _late = [];

    /// <param name="meeting">The meeting.</param>
    /// <param name="round">The round.</param>
    /// <param name="store">Where its box is.</param>
    /// <param name="roll">Gives the roll as it stands.</param>
    /// <param name="log">Never of a ballot.</param>
    /// <param name="measured">Told once the box has closed.</param>
    public BallotBox(Meeting meeting, Round round, IBoxStore store, Func<AttendanceRoll> roll, ILogger log, Withheld measured)
    {
        Round = round;
        _meeting = meeting;
        _members = meeting.Roll.ToDictionary(m => m.Id);
        _paper = meeting.Paper(round.PaperId)!;
        _box = store.Open(round.Id);
        _reader = store.Open(round.Id);
        _roll = roll;
        _log = log;
        Measured = measured;
        _envelopeSize = Envelope.Size(round.Questions, _paper.Secret);
        Follow();
        _writing = Task.Run(Write);
    }

    public Round Round { get; }

    /// <summary>What its writer measured.</summary>
    public Withheld Measured { get; }

    /// <summary>Whether the close is committed; the box is kept until it is emptied into its urn.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Set after each commit that recorded something; the turnout push takes it back.</summary>
    public bool Changed { get; set; }

    /// <summary>
    /// The turnout as it was last told, voted of present. A screen that asks gets this one: asked again and again, the number in the
    /// box would tell who votes when.
    /// </summary>
    public (int Voted, int Present) Told { get; private set; }

    /// <summary>Takes the turnout as it is now for telling.</summary>
    public (int Voted, int Present) Tell()
    {
        Told = (Count(), Present());
        lock (_reader) _reader.Tell(Told.Voted);
        return Told;
    }

    /// <summary>Takes the turnout as another server told it.</summary>
    public void Follow()
    {
        lock (_reader) Told = (_reader.ToldVoted(), Present());
    }

    /// <summary>Another server committed the close.</summary>
    public void ClosedElsewhere()
    {
        IsClosed = true;
        Measured.Tell();
    }

    /// <summary>Where a close was lost with the database that had it, the round is open again.</summary>
    public void OpenElsewhere() => IsClosed = false;

    /// <summary>Notes whether somebody voted at another server since the turnout was told.</summary>
    public void Compare() => Changed |= Count() != Told.Voted;

    /// <summary>Records a press. Answered after the commit, never before.</summary>
    public async Task<Reply<Receipt>> Cast(string? memberId, CastRequest cast, CancellationToken stop)
    {
        // Everybody knows the one size of the round; what does not have it is not worth a place in the queue.
        if (cast.Envelope.Length != _envelopeSize) return new Refusal(Refusals.WrongSize);
        var answer = new TaskCompletionSource<Reply<Receipt>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var press = new Press(cast.CastId, cast.Seq, Envelope.Hash(cast.Envelope), cast.Envelope.Length);
        try
        {
            await _waiting.Writer.WriteAsync(new Waiting.Cast(memberId, press, cast.Envelope, answer), stop);
        }
        catch (ChannelClosedException)
        {
            // A box also ends with the server, or with a round that is void: only a closed one sends its members to the urn.
            return new Refusal(IsClosed ? Refusals.ClosedSeeUrn : Refusals.TryAgain);
        }

        return await answer.Task;
    }

    /// <summary>Closes the box behind every press that came before. Doing it twice gives the same answer.</summary>
    /// <param name="isHere">Whether a device of a member is connected.</param>
    /// <param name="within">The change that closes the round. It waits meanwhile, so that one thread at a time uses its connection.</param>
    public async Task<CloseRow> Close(Func<string, bool>? isHere = null, DbTransaction? within = null)
    {
        var answer = new TaskCompletionSource<CloseRow>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _waiting.Writer.WriteAsync(new Waiting.Close(isHere ?? (_ => true), within, answer));
        return await answer.Task;
    }

    /// <summary>What the close said of those who did not vote, with the presses that came behind it; null where it came to nothing.</summary>
    public Silence? BehindTheClose(Silence told)
    {
        lock (_silent)
        {
            return _late.Count == 0 ? null : told with
            {
                NotPressed = told.NotPressed - _late.Count(m => _silent[m]),
                Offline = told.Offline - _late.Count(m => !_silent[m]),
                TooLate = told.TooLate + _late.Count,
            };
        }
    }

    /// <summary>Clear ballots by member, of a recorded round only.</summary>
    public IReadOnlyDictionary<string, byte[]> Named()
    {
        if (_paper.Secret) throw new InvalidOperationException("A secret round names nobody.");
        lock (_reader) return _reader.Named().ToDictionary();
    }

    /// <summary>Who could vote now and has not, of a recorded round only.</summary>
    public IReadOnlyCollection<string> Silent()
    {
        if (_paper.Secret) throw new InvalidOperationException("A secret round names nobody.");
        lock (_reader) return [.. CouldVote(_roll()).Except(_reader.Voters())];
    }

    public int Count()
    {
        lock (_reader) return _reader.Count();
    }

    /// <summary>The member's highest recorded press.</summary>
    public int? Seq(string memberId) => TrySeq(memberId, out var seq) ? seq : null;

    /// <summary>The same, or false where the box has ended.</summary>
    public bool TrySeq(string memberId, out int? seq)
    {
        lock (_reader)
        {
            seq = _hasEnded ? null : _reader.Seq(memberId);
            return !_hasEnded;
        }
    }

    /// <summary>Members who could vote by device now, and those who did.</summary>
    public int Present()
    {
        lock (_reader) return CouldVote(_roll()).Except(Round.ByHands ?? EmptySet).Union(_reader.Count() == 0 ? [] : _reader.Voters()).Count();
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        _box.Dispose();
        lock (_reader)
        {
            _hasEnded = true;
            _reader.Dispose();
        }
    }

    private async Task Write()
    {
        var batch = new List<Waiting.Cast>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            Waiting.Close? close = null;
            batch.Clear();
            while (close is null && batch.Count < MostInBatch && _waiting.Reader.TryRead(out var next))
            {
                if (next is Waiting.Cast cast) batch.Add(cast);
                else close = (Waiting.Close)next;
            }

            if (batch.Count > 0) RecordTogether(batch);
            if (close is not null) CloseNow(close);
        }
    }

    private void RecordTogether(List<Waiting.Cast> batch)
    {
        // By member: the order in which rows are written says nothing about who came first. A member's own presses stay in the order they came in.
        batch = [.. batch.OrderBy(c => c.MemberId, StringComparer.Ordinal)];
        try
        {
            Record(batch);
        }
        catch (DbException e) when (batch.Count > 1 && !e.IsTransient)
        {
            // One bad item must not fail its batch.
            _log.BatchNotRecorded(FaultName(e));
            foreach (var one in batch) RecordTogether([one]);
        }
        catch (Exception e)
        {
            // Not known to be on the disk, so not acknowledged; the same cast id may be sent again.
            _log.PressNotRecorded(FaultName(e));
            foreach (var one in batch) one.Answer.TrySetResult(new Refusal(Refusals.TryAgain));
        }
    }

    private void Record(List<Waiting.Cast> batch)
    {
        var answers = new List<Reply<Receipt>>(batch.Count);
        var (recorded, wasClosed) = (false, IsClosed);
        var began = Stopwatch.GetTimestamp();
        using (var turn = _box.Begin([.. batch.Select(c => new BoxPress(c.MemberId, c.Press, c.Envelope))], _paper.Secret))
        {
            // Read inside the transaction that records: a press never counts after the commit of the close.
            var open = new RoundAtCasting(turn.IsOpen, _paper.Press, _envelopeSize, _paper.Secret);
            var roll = _roll();
            foreach (var cast in batch)
            {
                var entitlement = Round.ByHands?.Contains(cast.MemberId ?? "") is true ? new Refusal(Refusals.VotesByHands)
                    : CastingDecision.Entitlement(_paper, Round, roll, cast.MemberId is null ? null : _members.GetValueOrDefault(cast.MemberId));
                var box = cast.MemberId is null ? new BoxContents(null, false, false) : turn.Bearing(cast.MemberId, cast.Press);
                var (decision, refusal) = CastingDecision.Decide(open, entitlement, box, cast.Press);
                if (refusal is not null)
                {
                    if (!open.IsOpen) CameLate(cast.MemberId);
                    answers.Add(refusal);
                    continue;
                }

                if (decision is CastDecision.Record)
                {
                    turn.Record(cast.MemberId!, cast.Press, cast.Envelope);
                    recorded = true;
                }
                else turn.Confirm(cast.MemberId!, cast.Press);

                answers.Add(new Receipt(cast.Press.CastId, cast.Press.Seq));
            }

            turn.Commit();
            Measured.Committed(batch.Count, began);
            if (!turn.IsOpen) IsClosed = true;
            else if (wasClosed) IsOpenAgain();
        }

        Changed |= recorded;
        for (var i = 0; i < batch.Count; i++) batch[i].Answer.TrySetResult(answers[i]);
    }

    private void CloseNow(Waiting.Close close)
    {
        try
        {
            var row = _box.Close(voters =>
            {
                var roll = _roll();
                // Who raises no hand is known by nobody's name: with hands beside it, the box does not say who did not vote.
                var silence = Round.ByHands is null ? SilenceOf(roll, voters, close.IsHere) : null;
                return new CloseRow(roll.Counts(), new RoundNumbers(_meeting.AllFor(_paper), CouldVote(roll).Union(voters).Count(), voters.Count), silence);
            }, close.Within);
            IsClosed = true;
            close.Answer.TrySetResult(row);
        }
        catch (Exception e)
        {
            close.Answer.TrySetException(e);
        }
    }

    private Silence SilenceOf(AttendanceRoll roll, IReadOnlyList<string> voters, Func<string, bool> isHere)
    {
        lock (_silent)
        {
            // A close that was not kept may have been here before.
            ForgetSilent();
            foreach (var member in CouldVote(roll).Except(voters)) _silent[member] = isHere(member);
            var offline = _silent.Values.Count(here => !here);
            // Whose ballot is secret is not written down either.
            return new Silence(_silent.Count - offline, offline, 0) { Members = _paper.Secret ? null : [.. _silent.Keys] };
        }
    }

    // The close that was here was not kept: who came late then is late no more.
    private void IsOpenAgain()
    {
        IsClosed = false;
        ForgetSilent();
    }

    private void ForgetSilent()
    {
        lock (_silent)
        {
            _silent.Clear();
            _late.Clear();
        }
    }

    private void CameLate(string? member)
    {
        lock (_silent)
            if (member is not null && _silent.ContainsKey(member)) _late.Add(member);
    }

    private IEnumerable<string> CouldVote(AttendanceRoll roll) =>
        _meeting.Roll.Where(m => CastingDecision.Entitlement(_paper, Round, roll, m) is null).Select(m => m.Id);

    private static string FaultName(Exception e) => e switch
    {
        SqliteException sqlite => $"SQLite {sqlite.SqliteExtendedErrorCode}",
        DbException { SqlState: { } state } => $"SQL {state}",
        _ => e.GetType().Name,
    };
}
