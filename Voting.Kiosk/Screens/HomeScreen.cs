using System.Diagnostics.CodeAnalysis;
using Voting.Domain.Contracts;
using Voting.Kiosk.Presses;

namespace Voting.Kiosk.Screens;

/// <summary>How this screen stands with the server.</summary>
public enum Line
{
    SignedOut,
    Connecting,
    Connected,
    /// <summary>The connection was lost and is being made again, as long as it takes.</summary>
    Reconnecting,
    /// <summary>Another window of the same browser has taken the session's connection.</summary>
    Elsewhere,
}

/// <summary>The first page: whoever signs in sees the proceedings, and a member votes.</summary>
public sealed class HomeScreen : IVotingScreen
{
    private readonly KeptPresses _presses;
    private Proceedings _test = new();

    public HomeScreen() : this(new MemoryStore())
    {
    }

    public HomeScreen(IPressStore presses)
    {
        _presses = new KeptPresses(presses);
        Posts = new PostsScreen(() => Proceedings!);
        Posts.Asking.Changed += () => Changed?.Invoke();
        Posts.Changed += () => Changed?.Invoke();
        Begin();
    }

    public SignInScreen SignIn { get; } = new();
    public Proceedings Proceedings { get; private set; }
    public SeatScreen Seat { get; private set; }
    public CheckInScreen CheckIn { get; private set; }
    public ChairScreen Chair { get; private set; }
    public WayScreen Way { get; private set; }
    public EntryScreen Entry { get; private set; }
    public ConfirmEntryScreen ConfirmEntry { get; private set; }
    public ClerkScreen Clerk { get; private set; }
    public CertifyScreen Certify { get; private set; }
    public AmendScreen Amend { get; private set; }
    public SignScreen Sign { get; private set; }
    public HallScreen Hall { get; private set; }
    public AttendanceScreen Attendance { get; private set; }
    public RecusalScreen Recusals { get; private set; }
    public BreakScreen Break { get; private set; }
    public PostsScreen Posts { get; }

    /// <summary>The test ballot that is on, or null. It is no round, and stands apart from the proceedings.</summary>
    public RoundView? Test { get; private set; }

    /// <summary>My place in the test ballot.</summary>
    public SeatScreen TestSeat { get; private set; }

    public TestScreen TestSheet { get; private set; }
    public Line Line { get; private set; }

    /// <summary>Another device has taken this seat.</summary>
    public bool IsFenced { get; private set; }

    /// <summary>Something to be shown has changed.</summary>
    public event Action? Changed;

    public bool IsSignedIn => Line is not Line.SignedOut;

    /// <summary>Whoever attends without a vote (列席).</summary>
    public bool IsAttendee => Proceedings.Me?.Role == Roles.Attendee;

    /// <summary>Not while a member who has to check in first would mark a paper in vain; what was pressed before stays in sight.</summary>
    public bool IsRoundShown => CheckIn.Asks is null || Seat.Step is not (SeatStep.Waiting or SeatStep.Marking or SeatStep.Reviewing);

    /// <summary>The paper before a member who may vote, with nothing beside it.</summary>
    public bool IsBallotAlone => Seat.IsBallotForward && IsRoundShown;

    public bool CanSignOut => IsSignedIn && Seat.Step is not SeatStep.Sending;

    /// <summary>Whether this window may take the connection back.</summary>
    public bool CanUseHere => Line is Line.Elsewhere;

    public void SetLine(Line line)
    {
        Line = line;
        if (line is Line.SignedOut)
        {
            // The next one to sign in here sees nothing of this one.
            Begin();
        }
        else
        {
            IsFenced = false;
        }

        Changed?.Invoke();
    }

    public Task Picture(Snapshot snapshot) => Follow(p =>
    {
        p.Take(snapshot);
        Take(snapshot.Test, snapshot.TestMine);
    });

    public Task Meeting(MeetingView meeting) => Follow(p => p.Take(meeting));

    public Task Agenda(AgendaView agenda) => Follow(p => p.Take(agenda));

    public Task Amendments(IReadOnlyList<AmendmentView> amendments) => Follow(p => p.Take(amendments));

    public Task Round(RoundView round) => Follow(p => p.Take(round));

    public Task Turnout(Turnout turnout) => Follow(p => p.Take(turnout));

    public Task TestBallot(RoundView test) => Follow(_ => Take(test, null));

    public Task Presence(bool present) => Follow(p =>
    {
        if (p.Me is { } me) p.Take(me with { Present = present });
    });

    public Task Barred(Bar bar) => Follow(p => p.Take(bar));

    /// <summary>What is shown to whoever takes the post over stays in sight.</summary>
    public Task Yielded() => Task.CompletedTask;

    public Task Fenced()
    {
        SetLine(Line.SignedOut);
        IsFenced = true;
        Changed?.Invoke();
        return Task.CompletedTask;
    }

    /// <summary>Presses the ballot.</summary>
    public Task Cast(IVotingHub hub, Func<Task> pause) => Seat.Cast(hub, pause, () => Changed?.Invoke());

    /// <summary>Presses the test ballot.</summary>
    public Task CastTest(IVotingHub hub, Func<Task> pause) => TestSeat.Cast(hub, pause, () => Changed?.Invoke());

    private void Take(RoundView? test, MyPress? mine)
    {
        if (test?.State != "open" || Proceedings is not { Meeting: { } meeting, Me: { } me })
        {
            Test = null;
            BeginTest();
            return;
        }

        Test = test;
        _test.Take(new Snapshot(meeting, me, [test], mine, null));
        TestSeat.Follow();
    }

    [MemberNotNull(nameof(TestSeat))]
    private void BeginTest()
    {
        _test = new Proceedings();
        TestSeat = new SeatScreen(_test, new KeptPresses(new MemoryStore()));
    }

    /// <summary>Takes the seat.</summary>
    public async Task TakeSeat(IVotingHub hub)
    {
        await CheckIn.Confirm(hub);
        Changed?.Invoke();
    }

    /// <summary>Reads what was pressed here before the program was started anew; to be done before the first picture.</summary>
    public Task Remember() => _presses.Read();

    /// <summary>Sends a press again that still has no answer.</summary>
    public Task Resume(IVotingHub hub, Func<Task> pause) => Seat.Resume(hub, pause, () => Changed?.Invoke());

    /// <summary>Looks for the own ballot in the urn of the round that has closed.</summary>
    public Task LookForMine(IVotingHub hub, Func<Task> pause) => Seat.LookForMine(hub, pause, () => Changed?.Invoke());

    /// <summary>Whoever signs out leaves nothing behind. A session that ended otherwise may come back for its answer.</summary>
    public Task Forget()
    {
        Posts.PutAway();
        return _presses.Remove(_ => true);
    }

    private Task Follow(Action<Proceedings> take)
    {
        take(Proceedings);
        Seat.Follow();
        Chair.Follow();
        Way.Follow();
        Entry.Follow();
        ConfirmEntry.Follow();
        Break.Follow();
        Changed?.Invoke();
        return Task.CompletedTask;
    }

    [MemberNotNull(nameof(Proceedings), nameof(Seat), nameof(CheckIn), nameof(Chair), nameof(Way), nameof(Entry), nameof(ConfirmEntry), nameof(Clerk), nameof(Certify), nameof(Sign), nameof(Amend), nameof(Hall), nameof(TestSeat), nameof(TestSheet), nameof(Attendance), nameof(Recusals), nameof(Break))]
    private void Begin()
    {
        Proceedings = new Proceedings();
        Seat = new SeatScreen(Proceedings, _presses);
        CheckIn = new CheckInScreen(Proceedings);
        Chair = new ChairScreen(Proceedings);
        Way = new WayScreen(Proceedings);
        Entry = new EntryScreen(Proceedings);
        ConfirmEntry = new ConfirmEntryScreen(Proceedings);
        Clerk = new ClerkScreen(Proceedings);
        Certify = new CertifyScreen(Proceedings);
        Sign = new SignScreen(Proceedings);
        Amend = new AmendScreen(Proceedings);
        Amend.Changed += () => Changed?.Invoke();
        Hall = new HallScreen(Proceedings);
        Attendance = new AttendanceScreen(Proceedings);
        Recusals = new RecusalScreen(Proceedings);
        Break = new BreakScreen(Proceedings);
        TestSheet = new TestScreen(Proceedings);
        Test = null;
        BeginTest();
        foreach (var asking in (Asking[])[CheckIn.Asking, Chair.Asking, Chair.Hall, Way.Asking, Entry.Asking, ConfirmEntry.Asking, Clerk.Asking, Clerk.FollowUps.Asking, Certify.Asking, Sign.Asking, Amend.Asking, Attendance.Asking, Recusals.Asking, Break.Asking, TestSheet.Asking]) asking.Changed += () => Changed?.Invoke();
    }
}
