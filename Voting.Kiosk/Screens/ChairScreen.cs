using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>The one next step of a meeting.</summary>
public enum ChairStep
{
    /// <summary>Members check in.</summary>
    OpenMeeting,
    /// <summary>The meeting is suspended; members check in again.</summary>
    Resume,
    GoToItem,
    FinishItem,
    Prepare,
    StartVote,
    EndVote,
    Counting,
    /// <summary>A tie that the presiding officer alone decides.</summary>
    CastingVote,
    Announce,
    CloseMeeting,
    Over,
}

/// <summary>Leads the meeting: always one next step, for the presiding officer, and for the clerk on their word.</summary>
public sealed class ChairScreen(Proceedings proceedings)
{
    /// <summary>Times that are offered, in seconds; 0 is no limit.</summary>
    public static IReadOnlyList<int> Limits { get; } = [0, 30, 60, 120, 180];

    private (string Question, string Vote)? _casting;

    public Asking Asking { get; } = new();

    /// <summary>The hall's screen waits for no other button.</summary>
    public Asking Hall { get; } = new();

    /// <summary>A step that cannot be taken back asks once more.</summary>
    public bool IsConfirming { get; private set; }

    /// <summary>Time for the next opening, in seconds; 0 is no limit.</summary>
    public int Limit { get; set; }

    /// <summary>The time closes the round; else it only advises.</summary>
    public bool LimitCloses { get; set; }

    /// <summary>No time closes hands and paper.</summary>
    public bool TimeCloses => LimitCloses && Round is not { Way: Ways.Hands or Ways.Paper };

    public bool CanLimitClose => !Asking.IsBusy && Limit > 0 && Round is not { Way: Ways.Hands or Ways.Paper };

    /// <summary>The round that is not finished, if there is one.</summary>
    public RoundView? Round => proceedings.Rounds.LastOrDefault(r => r.State is "open" or "closed" or "tallied") ?? proceedings.Rounds.LastOrDefault(r => r.State == "ready");

    /// <summary>What is looked at: the round that is not finished, else the last one of the item under discussion.</summary>
    public RoundView? Shown => Round ?? proceedings.Rounds.LastOrDefault(r => proceedings.Item?.Papers.Any(p => p.Id == r.Paper) is true);

    /// <summary>The paper of the item under discussion that is voted next, or null.</summary>
    public PaperView? NextPaper => proceedings.Item?.Papers.FirstOrDefault(p => p.Due is not null);

    /// <summary>The item that is taken next, or null after the last.</summary>
    public AgendaItemView? NextItem => proceedings.Agenda.Items.FirstOrDefault(i => i.State == "pending");

    public ChairStep Step => proceedings.Meeting?.Phase switch
    {
        "check-in" => ChairStep.OpenMeeting,
        "suspended" => ChairStep.Resume,
        "in-session" => Round?.State switch
        {
            "ready" => ChairStep.StartVote,
            "open" => ChairStep.EndVote,
            "closed" => ChairStep.Counting,
            "tallied" => Tie is null ? ChairStep.Announce : ChairStep.CastingVote,
            _ when NextPaper is not null => ChairStep.Prepare,
            _ when NextItem is not null => ChairStep.GoToItem,
            _ when proceedings.Item is not null => ChairStep.FinishItem,
            _ => ChairStep.CloseMeeting,
        },
        _ => ChairStep.Over,
    };

    /// <summary>How many more must be present; 0 where there is a quorum.</summary>
    public int Lacking => Math.Max(0, (proceedings.Meeting?.QuorumNeed ?? 0) - (proceedings.Meeting?.Present ?? 0));

    /// <summary>Members present who have not voted in the open round; null where it is not known.</summary>
    public int? StillOut => Round is { State: "open" } round && proceedings.TurnoutOf(round) is { } turnout ? turnout.Present - turnout.Voted : null;

    public bool CanAct => !Asking.IsBusy && Step switch
    {
        ChairStep.OpenMeeting or ChairStep.Resume or ChairStep.StartVote => Lacking == 0,
        // A counting that stopped is taken up by closing again.
        ChairStep.Counting => Round?.Fault is not null,
        ChairStep.CastingVote or ChairStep.Over => false,
        _ => true,
    };

    /// <summary>The tied question that is decided next, or null.</summary>
    public ResultView? Tie => Round is { State: "tallied" } round ? round.Results?.FirstOrDefault(r => r.IsCastingVoteDue) : null;

    /// <summary>It is the presiding officer's, and never the clerk's on their word.</summary>
    public bool CanGiveCastingVote => !Asking.IsBusy && Tie is not null && proceedings.Me?.Role == Roles.PresidingOfficer;

    /// <summary>The casting vote that is asked once more, for once given it stands; null before one is chosen.</summary>
    public string? CastingVote => _casting is { } casting && casting.Question == Tie?.Id ? casting.Vote : null;

    public bool CanAddMinute => !Asking.IsBusy && Step is ChairStep.EndVote;

    /// <summary>Another item may be taken whenever nothing is being voted.</summary>
    public bool CanGoTo(AgendaItemView item) => !Asking.IsBusy && item.State != "called" && proceedings.Meeting?.Phase == "in-session" && Round is null;

    public bool CanBlank => !Hall.IsBusy && proceedings.Meeting is not null;

    /// <summary>Takes the next step, or asks once more before one that cannot be taken back.</summary>
    public async Task Act(IVotingHub hub)
    {
        if (!CanAct) return;
        if (Step is ChairStep.EndVote or ChairStep.CloseMeeting && !IsConfirming)
        {
            IsConfirming = true;
            return;
        }

        IsConfirming = false;
        var round = Round is { } r ? new RoundRef(r.Paper, r.Round) : null;
        if (Step is ChairStep.Prepare)
        {
            await Asking.Ask(() => hub.Prepare(new PrepareRequest(NextPaper!.Id)));
            return;
        }

        await Asking.Ask(() => Step switch
        {
            ChairStep.OpenMeeting => hub.OpenMeeting(),
            ChairStep.Resume => hub.Resume(),
            ChairStep.GoToItem => hub.CallItem(new ItemRef(NextItem!.No)),
            ChairStep.FinishItem => hub.TickOff(new ItemRef(proceedings.Item!.No)),
            ChairStep.StartVote => Open(hub, round!),
            ChairStep.Announce => hub.Announce(round!),
            ChairStep.CloseMeeting => hub.CloseMeeting(),
            _ => hub.Close(round!),
        });
    }

    public void Return() => (IsConfirming, _casting) = (false, null);

    /// <summary>Asks once more, and gives it then.</summary>
    public async Task GiveCastingVote(IVotingHub hub, string vote)
    {
        if (!CanGiveCastingVote || Round is not { } round || Tie is not { } tie) return;
        if (CastingVote != vote)
        {
            _casting = (tie.Id, vote);
            return;
        }

        _casting = null;
        await Asking.Ask(() => hub.GiveCastingVote(new CastingVoteRequest(round.Paper, round.Round, tie.Id, vote)));
    }

    public async Task AddMinute(IVotingHub hub, long now)
    {
        if (!CanAddMinute || Round is not { } round || proceedings.ClockOf(round) is not { } clock) return;
        // From now where the time was up, else a minute on top of what was set.
        var from = Math.Max(clock.Told.Limit ?? 0, clock.Elapsed(now));
        await Asking.Ask(() => hub.SetTime(new TimeRequest(round.Paper, round.Round, from + 60, clock.Told.Closes)));
    }

    public async Task GoTo(IVotingHub hub, AgendaItemView item)
    {
        if (CanGoTo(item)) await Asking.Ask(() => hub.CallItem(new ItemRef(item.No)));
    }

    public async Task Blank(IVotingHub hub, bool blank)
    {
        if (CanBlank) await Hall.Ask(() => hub.BlankHall(new HallRequest(blank)));
    }

    /// <summary>What was to be confirmed may have been overtaken.</summary>
    public void Follow()
    {
        if (Step is not (ChairStep.EndVote or ChairStep.CloseMeeting)) IsConfirming = false;
    }

    private async Task<Reply<Done>> Open(IVotingHub hub, RoundRef round)
    {
        if (Limit > 0 && await hub.SetTime(new TimeRequest(round.Paper, round.Round, Limit, TimeCloses)) is { IsDone: false } refused) return refused;
        return await hub.Open(round);
    }
}
