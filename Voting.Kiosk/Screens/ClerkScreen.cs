using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>The clerk's rooms.</summary>
public enum ClerkTab
{
    Conduct,
    Roll,
    Tablets,
    Test,
    Agenda,
    Rounds,
    Certify,
}

/// <summary>Which of the roll are shown.</summary>
public enum RollFilter
{
    All,
    Away,
    Offline,
}

/// <summary>The clerk: who is here, in which order the items are taken, what is voided or voted again.</summary>
public sealed class ClerkScreen(Proceedings proceedings)
{
    public Asking Asking { get; } = new();
    public FollowUpScreen FollowUps { get; } = new();
    public ClerkTab Tab { get; private set; }

    public IReadOnlyList<RollEntry> Roll { get; private set; } = [];
    public string Search { get; set; } = "";
    public RollFilter Filter { get; set; }

    /// <summary>Whose new one-time code is shown, and the code.</summary>
    public (RollEntry Member, string Code)? Issued { get; private set; }

    /// <summary>The round that is to be voided or voted again, once there is a reason.</summary>
    public RoundView? Asked { get; private set; }

    public string Reason { get; set; } = "";

    public void Show(ClerkTab tab)
    {
        Tab = tab;
        Asking.Forget();
        Return();
        Issued = null;
    }

    /// <summary>In the printed order, those that are looked for.</summary>
    public IReadOnlyList<RollEntry> Found => [.. Roll.Where(m => Passes(m) && Search.Trim() is var text
        && (text.Length == 0 || m.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || m.Id.Contains(text, StringComparison.OrdinalIgnoreCase)
            || m.Seat?.Contains(text, StringComparison.OrdinalIgnoreCase) is true))];

    public int Count(RollFilter filter) => Roll.Count(m => Passes(m, filter));

    public bool CanMove => !Asking.IsBusy && proceedings.Meeting?.Phase is "check-in" or "in-session" or "suspended";

    public bool CanCheckIn(RollEntry member) => CanMove && member.Attendance != "present";

    public bool CanLeave(RollEntry member) => CanMove && member.Attendance == "present";

    public Task CheckIn(IVotingHub hub, RollEntry member) => Change(hub, () => hub.CheckIn(new MemberRef(member.Id)), CanCheckIn(member));

    public Task Leave(IVotingHub hub, RollEntry member) => Change(hub, () => hub.Leave(new LeaveRequest(member.Id)), CanLeave(member));

    /// <summary>Another device takes over a seat: only with a code from here.</summary>
    public async Task NewDevice(IVotingHub hub, RollEntry member)
    {
        if (await Asking.Ask(() => hub.ReplaceDevice(new MemberRef(member.Id))) is { } issued) Issued = (member, issued.Code);
    }

    public void HideCode() => Issued = null;

    /// <summary>Reads the roll again. Quiet: whoever looks at a list is not told of a missing answer every few seconds.</summary>
    public async Task Refresh(IVotingHub hub)
    {
        if (await new Asking().Ask(hub.Roll) is { } roll) Roll = roll.Members;
    }

    public bool CanMoveItem(AgendaItemView item, int by) => CanMove && Place(item) is var place && place + by >= 0 && place + by < proceedings.Agenda.Items.Count;

    public async Task MoveItem(IVotingHub hub, AgendaItemView item, int by)
    {
        if (!CanMoveItem(item, by)) return;
        var order = proceedings.Agenda.Items.Select(i => i.No).ToList();
        var place = Place(item);
        (order[place], order[place + by]) = (order[place + by], order[place]);
        await Asking.Ask(() => hub.Reorder(new ReorderRequest(order)));
    }

    /// <summary>An item is ticked off where nothing of it is left to vote.</summary>
    public bool CanTickOff(AgendaItemView item) => !Asking.IsBusy && proceedings.Meeting?.Phase == "in-session" && item.State != "done"
        && item.Papers.All(p => p.Due is null && !IsOn(p.Id));

    public async Task TickOff(IVotingHub hub, AgendaItemView item)
    {
        if (CanTickOff(item)) await Asking.Ask(() => hub.TickOff(new ItemRef(item.No)));
    }

    public bool CanVoid(RoundView round) => !Asking.IsBusy && round.State is "ready" or "open" or "closed";

    /// <summary>A paper may be voted again when all of it has a result that everybody was told.</summary>
    public bool CanRepeat(RoundView round) => !Asking.IsBusy && proceedings.Meeting?.Phase == "in-session" && round.State is "announced" or "certified"
        && !IsOn(round.Paper) && proceedings.Agenda.Items.SelectMany(i => i.Papers).All(p => p.Id != round.Paper || p.Due is null);

    public FactorEntry Factor { get; } = new();

    /// <summary>Voiding is asked for with a second factor; voting again destroys nothing.</summary>
    public bool AsksFactor => proceedings.AsksFactor && Asked is { State: "ready" or "open" or "closed" };

    public void Ask(RoundView round) => Show(round);

    public void Return() => Show(asked: null);

    public bool CanGiveReason => Asked is not null && !Asking.IsBusy && Reason.Trim().Length is > 0 and <= 500 && (!AsksFactor || Factor.IsComplete);

    /// <summary>Voids the round, or makes its paper ready to be voted again, for the reason given.</summary>
    public async Task GiveReason(IVotingHub hub)
    {
        if (!CanGiveReason || Asked is not { } round) return;
        var reason = Reason.Trim();
        var factor = AsksFactor ? Factor.Plain : null;
        var done = CanVoid(round)
            ? await Asking.Ask(() => hub.Void(new VoidRequest(round.Paper, round.Round, reason, factor))) is not null
            : await Asking.Ask(() => hub.Prepare(new PrepareRequest(round.Paper, reason))) is not null;
        if (done) Return();
        else if (!Asking.IsServerAway) Factor.Clear();
    }

    private void Show(RoundView? asked)
    {
        (Asked, Reason) = (asked, "");
        Factor.Clear();
    }

    private async Task Change(IVotingHub hub, Func<Task<Reply<Done>>> ask, bool can)
    {
        if (!can) return;
        await Asking.Ask(ask);
        await Refresh(hub);
    }

    private bool IsOn(string paper) => proceedings.Rounds.Any(r => r.Paper == paper && r.State is "ready" or "open" or "closed" or "tallied");

    private int Place(AgendaItemView item) => proceedings.Agenda.Items.ToList().FindIndex(i => i.No == item.No);

    private bool Passes(RollEntry member) => Passes(member, Filter);

    private static bool Passes(RollEntry member, RollFilter filter) => filter switch
    {
        RollFilter.Away => member.Attendance != "present",
        RollFilter.Offline => member.Attendance == "present" && !member.Online,
        _ => true,
    };
}
