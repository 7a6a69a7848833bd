using System.Security.Cryptography;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Records;
using Voting.Domain.Sealing;
using Voting.Kiosk.Lines;
using Voting.Kiosk.Presses;

namespace Voting.Kiosk.Screens;

/// <summary>Where a member stands with the round.</summary>
public enum SeatStep
{
    /// <summary>Nothing to do.</summary>
    Waiting,
    Marking,
    Reviewing,
    /// <summary>Pressed; nothing certain is known yet.</summary>
    Sending,
    /// <summary>The server has committed it.</summary>
    Recorded,
    /// <summary>The round closed without it.</summary>
    NotCounted,
    /// <summary>The round closed before an answer came, and nothing here tells whether it is in the box: a clear ballot has no urn to look into.</summary>
    NotKnown,
    Refused,
    /// <summary>The round closed before a press.</summary>
    Missed,
    /// <summary>The open round is not mine to vote in.</summary>
    Barred,
}

/// <summary>A member at the tablet: mark, review, press, <em>Recorded</em>; and never a mark shown again.</summary>
public sealed class SeatScreen(Proceedings proceedings, KeptPresses presses)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly List<string> _sent = [];
    private int _seq;
    private int _recorded;
    private KeptPress? _unanswered;
    private bool _isLooking;

    public SeatStep Step { get; private set; }

    /// <summary>The round this seat is at.</summary>
    public RoundView? Round { get; private set; }

    /// <summary>The paper before me; wiped by the press.</summary>
    public Draft? Draft { get; private set; }

    public Refusal? Refusal { get; private set; }

    /// <summary>The press had no answer and is being sent again.</summary>
    public bool IsSendingAgain { get; private set; }

    /// <summary>An officer's own ballot comes forward when a round opens, and yields once it is recorded.</summary>
    public bool IsBallotForward => Round is { State: "open" } && Step is SeatStep.Marking or SeatStep.Reviewing or SeatStep.Sending or SeatStep.Refused;

    /// <summary>
    /// What became of a press is owed to the member until another round opens, whatever the meeting has gone on to: it is still on its
    /// way, it was not counted, nobody here knows, or only an earlier one was.
    /// </summary>
    public bool IsOutcomeOwed => Step is SeatStep.Sending or SeatStep.NotCounted or SeatStep.NotKnown || IsEarlierCounted;

    public bool CanMark => Step is SeatStep.Marking;
    public bool CanReview => Step is SeatStep.Marking;
    public bool CanChange => Step is SeatStep.Reviewing;
    public bool CanCast => Step is SeatStep.Reviewing && Round?.State == "open";

    /// <summary>What the urn holds of mine is not my last press but an earlier one.</summary>
    public bool IsEarlierCounted { get; private set; }

    /// <summary>A press of mine was found in the list of the closed urn, which has the root that every screen was told.</summary>
    public bool IsInUrn { get; private set; }

    /// <summary>It was recorded, and the urn does not hold it: I pressed again elsewhere, somebody did in my place, or the urn was exchanged.</summary>
    public bool IsMissing { get; private set; }

    /// <summary>Whether marking again may be given up: the recorded ballot stands.</summary>
    public bool CanKeep => Step is SeatStep.Marking && _recorded > 0;

    /// <summary>Whether a new ballot may take the place of the recorded one, or of one that was refused.</summary>
    public bool CanMarkAgain => Round is { State: "open" } round && (Step is SeatStep.Recorded ? round.LastPressCounts
        : Step is SeatStep.Refused && Refusal?.Code is not Refusals.AlreadyVoted);

    /// <summary>Follows the proceedings: a round opens or closes, or the whole picture came.</summary>
    public void Follow()
    {
        if (proceedings.Me?.Member is null) return;
        var open = proceedings.Open is { } on && ByDevice(on) ? on : null;
        if (open is not null && !IsMine(open)) Begin(open);
        else if (Round is null && proceedings.Current is { } last && Pressed(last).Count > 0) Begin(last);
        if (Round is null) return;
        Round = proceedings.Rounds.LastOrDefault(IsMine) ?? Round;
        if (proceedings.Mine is { } mine && mine.Paper == Round.Paper && mine.Round == Round.Round) Know(mine.Seq);
        if (Round.State != "open") End();
        else Bar(proceedings.BarFrom(Round));
    }

    public void Mark(int question, int option)
    {
        if (CanMark) Draft!.Mark(question, option);
    }

    public void Clear(int question)
    {
        if (CanMark) Draft!.Clear(question);
    }

    public void Review()
    {
        if (CanReview) Step = SeatStep.Reviewing;
    }

    public void Change()
    {
        if (CanChange) Step = SeatStep.Marking;
    }

    public void MarkAgain()
    {
        if (!CanMarkAgain) return;
        Draft = new Draft(Round!.Questions);
        Refusal = null;
        Step = SeatStep.Marking;
    }

    public void Keep()
    {
        if (!CanKeep) return;
        Forget();
        Step = SeatStep.Recorded;
    }

    /// <summary>Seals, keeps and sends the ballot until something certain is known of it: the same press again where no answer came.</summary>
    /// <param name="hub">Where it is sent.</param>
    /// <param name="pause">Before it is sent again.</param>
    /// <param name="changed">Something to be shown has changed.</param>
    public async Task Cast(IVotingHub hub, Func<Task> pause, Action changed)
    {
        if (!CanCast) return;
        var round = Round!;
        var press = Seal(round);
        (Step, Refusal, IsSendingAgain) = (SeatStep.Sending, null, false);
        changed();
        await presses.Keep(press);
        await SendUntilAnswered(hub, press, round, 1, pause, changed);
    }

    /// <summary>Sends a press again that had no answer when the program ended, if there is one.</summary>
    public async Task Resume(IVotingHub hub, Func<Task> pause, Action changed)
    {
        if (_unanswered is not { } press) return;
        _unanswered = null;
        // It may have been sent before.
        await SendUntilAnswered(hub, press, Round!, 2, pause, changed);
    }

    /// <summary>
    /// Looks for my recorded press in the whole list of the urn once the round is closed: never is it asked for by its hash. Without an
    /// answer it is looked for again at the next push or picture. A tablet that took over from another knows no hash, and looks for none.
    /// </summary>
    /// <param name="hub">Where the list is.</param>
    /// <param name="pause">Before it is asked for: a whole chamber does so at once.</param>
    /// <param name="changed">Something to be shown has changed.</param>
    public async Task LookForMine(IVotingHub hub, Func<Task> pause, Action changed)
    {
        if (_isLooking || !IsToBeLookedFor || Round is not { } round) return;
        _isLooking = true;
        try
        {
            await pause();
            if ((await hub.Urn(new RoundRef(round.Paper, round.Round)).WaitAsync(Patience)).Value is not { } urn || !IsToBeLookedFor || !IsMine(round)) return;
            Find(urn);
            if (!IsInUrn) (Step, IsMissing) = (SeatStep.NotCounted, true);
            changed();
        }
        catch (Exception e) when (NoAnswer.Is(e))
        {
            // No answer is no answer.
        }
        finally
        {
            _isLooking = false;
        }
    }

    private bool IsToBeLookedFor => Round is { Secret: true, Urn: not null } && Step is SeatStep.Recorded && _sent.Count > 0 && !IsInUrn;

    private async Task SendUntilAnswered(IVotingHub hub, KeptPress press, RoundView round, int attempt, Func<Task> pause, Action changed)
    {
        for (; Step is SeatStep.Sending && IsMine(round); attempt++)
        {
            var (answered, step, refusal) = await Send(hub, press.Request(), round, attempt);
            if (Step is not SeatStep.Sending || !IsMine(round)) return;
            if (answered)
            {
                if (step is SeatStep.Recorded) _recorded = press.Seq;
                (Step, Refusal, IsSendingAgain) = (step, refusal, false);
                changed();
                await (step is SeatStep.Recorded ? presses.Recorded(press, round.Secret) : presses.Remove(p => p.CastId == press.CastId));
                return;
            }

            IsSendingAgain = true;
            changed();
            await pause();
        }
    }

    // When it returns nothing is left that would tell the marks: not the draft, nor what would open the seal.
    private KeptPress Seal(RoundView round)
    {
        var clear = Draft!.Encode();
        Forget();
        var seed = RandomNumberGenerator.GetBytes(Hpke.SeedSize);
        var envelope = Envelope.Make(proceedings.Meeting!.Id, round, clear, seed);
        CryptographicOperations.ZeroMemory(seed);
        if (round.Secret) CryptographicOperations.ZeroMemory(clear);

        var hash = Envelope.Hash(envelope);
        _sent.Add(hash);
        return new KeptPress(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), proceedings.Meeting!.Id, proceedings.Me!.Member!, round.Paper, round.Round, ++_seq, hash, envelope);
    }

    private async Task<(bool Answered, SeatStep Step, Refusal? Refusal)> Send(IVotingHub hub, CastRequest press, RoundView round, int attempt)
    {
        try
        {
            var reply = await hub.Cast(press).WaitAsync(Patience);
            switch (reply.Refusal?.Code)
            {
                case null:
                    return (true, SeatStep.Recorded, null);
                case Refusals.TryAgain:
                    return default;
                case Refusals.ClosedSeeUrn when round.Secret:
                    return await LookInUrn(hub, press);
                // Clear ballots are alike: only a press that was never sent before is certainly not in the box.
                case Refusals.ClosedSeeUrn when attempt > 1:
                    return (true, SeatStep.NotKnown, null);
                case Refusals.ClosedSeeUrn:
                    IsEarlierCounted = _recorded > 0;
                    return (true, IsEarlierCounted ? SeatStep.Recorded : SeatStep.NotCounted, null);
                case Refusals.StaleSeq when (await hub.Snapshot().WaitAsync(Patience)).Value?.Mine is { } mine:
                    _seq = Math.Max(_seq, mine.Seq);
                    break;
            }

            return (true, SeatStep.Refused, reply.Refusal);
        }
        catch (Exception e) when (NoAnswer.Is(e))
        {
            // No answer is no answer.
            return default;
        }
    }

    private async Task<(bool Answered, SeatStep Step, Refusal? Refusal)> LookInUrn(IVotingHub hub, CastRequest press)
    {
        // Refused until the urn is written.
        if ((await hub.Urn(new RoundRef(press.Paper, press.Round)).WaitAsync(Patience)).Value is not { } urn) return default;
        Find(urn);
        return (true, IsInUrn ? SeatStep.Recorded : SeatStep.NotCounted, null);
    }

    private void Find(UrnView urn)
    {
        List<string> leaves = [.. urn.Leaves.Chunk(32).Select(leaf => Convert.ToHexStringLower(leaf))];
        // A list made for me alone would not have the root that everybody was told.
        var isTheOne = leaves.Count == urn.Seal.Count && Merkle.UrnRoot(leaves) == urn.Seal.Root && (Round!.Urn is null || Round.Urn == urn.Seal);
        var counted = isTheOne ? _sent.FindLastIndex(leaves.ToHashSet().Contains) : -1;
        IsInUrn = counted >= 0;
        IsEarlierCounted = IsInUrn && counted < _sent.Count - 1;
    }

    /// <summary>What the box holds of this seat: a returning tablet goes on counting from it.</summary>
    private void Know(int seq)
    {
        _seq = Math.Max(_seq, seq);
        // Back at a seat whose ballot is in the box.
        if (_recorded == 0 && Step is SeatStep.Marking && Draft is { IsBlank: true })
        {
            Forget();
            Step = SeatStep.Recorded;
        }

        _recorded = Math.Max(_recorded, seq);
    }

    // A ballot that was recorded before stands.
    private void Bar(Refusal? refusal)
    {
        if (refusal is not null && Step is SeatStep.Marking or SeatStep.Reviewing && _recorded == 0)
        {
            Forget();
            (Step, Refusal) = (SeatStep.Barred, refusal);
        }
        else if (refusal is null && Step is SeatStep.Barred)
        {
            (Step, Refusal, Draft) = (SeatStep.Marking, null, new Draft(Round!.Questions));
        }
    }

    private void Begin(RoundView round)
    {
        Forget();
        _sent.Clear();
        Round = round;
        Draft = new Draft(round.Questions);
        (Step, Refusal, IsSendingAgain, IsEarlierCounted, IsInUrn, IsMissing, _seq, _recorded, _unanswered) = (SeatStep.Marking, null, false, false, false, false, 0, 0, null);
        var pressed = Pressed(round);
        _ = presses.Remove(p => !pressed.Contains(p));
        if (pressed.Count > 0) Recall(pressed);
    }

    /// <summary>What was pressed here before the program was started anew; those that were refused are not kept.</summary>
    private void Recall(IReadOnlyList<KeptPress> pressed)
    {
        Forget();
        _sent.AddRange(pressed.Select(p => p.Hash));
        _seq = pressed[^1].Seq;
        _recorded = pressed.LastOrDefault(p => p.IsAnswered)?.Seq ?? 0;
        _unanswered = pressed[^1].IsAnswered ? null : pressed[^1];
        (Step, IsSendingAgain) = (_unanswered is null ? SeatStep.Recorded : SeatStep.Sending, _unanswered is not null);
    }

    private IReadOnlyList<KeptPress> Pressed(RoundView round) =>
        proceedings is { Meeting: { } meeting, Me.Member: { } member } ? presses.Of(meeting.Id, member, round) : [];

    private void End()
    {
        if (Step is SeatStep.Marking or SeatStep.Reviewing) Step = _recorded > 0 ? SeatStep.Recorded : SeatStep.Missed;
        // Nothing of a void round is counted, and it has no urn to look into.
        if (Round!.State == "void" || Step is SeatStep.Barred) Step = SeatStep.Waiting;
        Forget();
    }

    private void Forget()
    {
        Draft?.Wipe();
        Draft = null;
    }

    /// <summary>Whether I vote in a round by this device; else by hands or on paper.</summary>
    public bool ByDevice(RoundView round) => round.Way switch
    {
        Ways.Devices => true,
        Ways.DevicesAndHands => round.ByHands?.Contains(proceedings.Me?.Member ?? "") is not true,
        _ => false,
    };

    private bool IsMine(RoundView round) => Round is { } mine && mine.Paper == round.Paper && mine.Round == round.Round;
}
