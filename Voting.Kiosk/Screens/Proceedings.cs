using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>What a screen knows of the meeting, folded from the whole picture and the pushes that follow it.</summary>
public sealed class Proceedings
{
    private readonly List<RoundView> _rounds = [];
    private readonly Dictionary<RoundRef, RoundClock> _clocks = [];

    public MeetingView? Meeting { get; private set; }
    public SignedIn? Me { get; private set; }
    /// <summary>I am asked for a second factor when a round is voided or certified.</summary>
    public bool AsksFactor { get; private set; }

    public AgendaView Agenda { get; private set; } = AgendaView.Empty;
    public IReadOnlyList<RoundView> Rounds => _rounds;

    /// <summary>Changes of papers that wait for a second officer.</summary>
    public IReadOnlyList<AmendmentView> Amendments { get; private set; } = [];

    /// <summary>The item of the agenda under discussion, or null.</summary>
    public AgendaItemView? Item => Agenda.Items.FirstOrDefault(i => i.State == "called");

    /// <summary>Of the open round, or of the one that closed last, where this screen is told.</summary>
    public Turnout? Turnout { get; private set; }

    /// <summary>My highest recorded press in the open round, as the last whole picture had it.</summary>
    public MyPress? Mine { get; private set; }

    /// <summary>Why I may not vote in the open round, or that nothing is in the way.</summary>
    public Bar? Barred { get; private set; }

    /// <summary>The round that is on, or was last.</summary>
    public RoundView? Current => _rounds.Count == 0 ? null : _rounds[^1];

    public RoundView? Open => _rounds.LastOrDefault(r => r.State == "open");

    /// <summary>Rounds that are not before the meeting now and whose results stand, the latest first.</summary>
    public IEnumerable<RoundView> Earlier => _rounds.Where(r => IsAnnounced(r) && !ReferenceEquals(r, Before)).Reverse();

    /// <summary>Whether everybody may see this round's results.</summary>
    public static bool IsAnnounced(RoundView round) => round is { State: "announced" or "certified", Results: not null };

    /// <summary>What stands before the meeting: a round that is on, or the announced one of the item under discussion; null between papers.</summary>
    public RoundView? Before => Current is { } round && (round.State is "open" or "closed" or "tallied" || Item is null || round.Item == Item.No) ? round : null;

    /// <summary>How long an open round has been open, or null.</summary>
    public RoundClock? ClockOf(RoundView round) => round.State == "open" ? _clocks.GetValueOrDefault(new RoundRef(round.Paper, round.Round)) : null;

    /// <summary>The turnout of this round, where this screen is told.</summary>
    public Turnout? TurnoutOf(RoundView round) => Turnout is { } turnout && turnout.Paper == round.Paper && turnout.Round == round.Round ? turnout : null;

    public void Take(Snapshot picture)
    {
        Meeting = picture.Meeting;
        Me = picture.Me;
        Mine = picture.Mine;
        Barred = picture.Barred;
        AsksFactor = picture.AsksFactor;
        Agenda = picture.Agenda;
        Amendments = picture.Amendments;
        Turnout = picture.Turnout ?? Turnout;
        List<RoundView> rounds = [.. picture.Rounds.Select(WithQuestions)];
        _rounds.Clear();
        _rounds.AddRange(rounds);
        foreach (var round in rounds) Start(round);
    }

    public void Take(MeetingView meeting) => Meeting = meeting;

    /// <summary>What I am told of myself.</summary>
    public void Take(SignedIn me) => Me = me;

    public void Take(AgendaView agenda) => Agenda = agenda;

    public void Take(IReadOnlyList<AmendmentView> amendments) => Amendments = amendments;

    public void Take(RoundView round)
    {
        var told = WithQuestions(round);
        var place = _rounds.FindIndex(r => IsSame(r, round));
        if (place < 0) _rounds.Add(told);
        else _rounds[place] = told;
        Start(told);
    }

    public void Take(Turnout turnout) => Turnout = turnout;

    public void Take(Bar bar) => Barred = bar;

    /// <summary>Why I may not vote in this round, or null.</summary>
    public Refusal? BarFrom(RoundView round) =>
        Barred is { Code: { } code } bar && bar.Paper == round.Paper && bar.Round == round.Round ? new Refusal(code) : null;

    private void Start(RoundView round)
    {
        if (round.Timing is { } timing) _clocks[new RoundRef(round.Paper, round.Round)] = new RoundClock(timing, Environment.TickCount64);
    }

    // Questions are frozen, and sent only once.
    private RoundView WithQuestions(RoundView round) =>
        round.Questions.Count == 0 && _rounds.Find(r => IsSame(r, round)) is { } known ? round with { Questions = known.Questions } : round;

    private static bool IsSame(RoundView one, RoundView other) => one.Paper == other.Paper && one.Round == other.Round;
}
