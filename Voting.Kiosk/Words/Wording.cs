using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Kiosk.Words;

/// <summary>
/// The words of the screens in one language; the texts are in the resource file of that language, under the name of the member here.
/// Both lie in this assembly: a satellite would have to be fetched at the switch.
/// </summary>
public sealed partial class Wording
{
    private readonly ResourceManager _texts;

    private Wording(string tag, string file)
    {
        Tag = tag;
        _texts = new ResourceManager($"{typeof(Wording).Namespace}.{file}", typeof(Wording).Assembly);
    }

    public static Wording Chinese { get; } = new("zh-CN", nameof(Chinese));
    public static Wording English { get; } = new("en", nameof(English));

    /// <summary>The words for a language tag; Chinese for whatever is not English.</summary>
    public static Wording For(string? tag) => tag == English.Tag ? English : Chinese;

    /// <summary>Language tag, as HTML has it.</summary>
    public string Tag { get; }

    public Wording Other => this == Chinese ? English : Chinese;

    public string Refusal(Refusal refusal) => Refusals.Text(refusal, this == Chinese);

    public string Role(string role) => role switch
    {
        Roles.PresidingOfficer => Presiding,
        Roles.Clerk => Clerk,
        Roles.Scrutineer => Scrutineer,
        Roles.Display => Display,
        Roles.Attendee => Attendee,
        _ => Member,
    };

    public string Post(string post) => post switch
    {
        Posts.PresidingOfficer => Presiding,
        Posts.Clerk => Clerk,
        Posts.FirstScrutineer => FirstScrutineer,
        _ => SecondScrutineer,
    };

    public string Phase(string phase) => phase switch
    {
        "check-in" => CheckIn,
        "in-session" => InSession,
        "suspended" => Suspended,
        _ => MeetingClosed,
    };

    public string State(string state) => state switch
    {
        "ready" => Ready,
        "open" => Open,
        "closed" => Closed,
        "tallied" => Tallied,
        "announced" => Announced,
        "certified" => Certified,
        "void" => Void,
        _ => Superseded,
    };

    /// <summary>How a round, or a channel of it, is voted.</summary>
    public string Way(string way) => way switch
    {
        Ways.Hands => WayHands,
        Ways.Paper => WayPaper,
        Ways.DevicesAndHands => WayMixed,
        _ => WayDevices,
    };

    /// <summary>What of entered counts does not add up.</summary>
    public string Misfit(EntryFault fault) => fault.What switch
    {
        Voting.Domain.Papers.Misfit.TooManyVoted => MisfitTooMany(fault.Found, fault.Due),
        Voting.Domain.Papers.Misfit.Void => MisfitVoid(fault.Found, fault.Due),
        Voting.Domain.Papers.Misfit.Blank => MisfitBlank(fault.Found, fault.Due),
        Voting.Domain.Papers.Misfit.Sum => MisfitSum(fault.Found, fault.Due),
        Voting.Domain.Papers.Misfit.Option => MisfitOption(fault.Found, fault.Due),
        Voting.Domain.Papers.Misfit.Marks => MisfitMarks(fault.Found, fault.Due),
        Voting.Domain.Papers.Misfit.WriteIns => MisfitWriteIns(fault.Found, fault.Due),
        _ => MisfitOther,
    };

    /// <summary>What came of a question; a tier's result is printed as the meeting file words it, the usual ones in English too.</summary>
    public string Verdict(ResultView result) => result switch
    {
        { IsCastingVoteDue: true } => VotesEqual,
        { Verdict: "passed" } => Passed,
        { Verdict: "failed" } => Failed,
        { Verdict: "elected" } => SelectedCount(result.Elected?.Count ?? 0),
        _ => Printed(result.Verdict),
    };

    /// <summary>An option or a result as the meeting file prints it; in English the usual words of such files are put into English.</summary>
    /// <summary>Where in a paper a text stands.</summary>
    /// <param name="path">JSON path.</param>
    public string PlaceInPaper(string path)
    {
        var question = QuestionInPath().Match(path);
        var label = path[(path.LastIndexOf('.') + 1)..] switch
        {
            "title" => FieldTitle,
            "detail" => FieldDetail,
            "rule" => FieldRule,
            "press" => FieldPress,
            "lateArrivals" => FieldLate,
            "enBloc" => FieldEnBloc,
            "votingOrder" => FieldOrder,
            _ => path,
        };
        return question.Success ? $"{QuestionNumber(int.Parse(question.Groups[1].ValueSpan, CultureInfo.InvariantCulture) + 1)} {label}" : label;
    }

    /// <summary>A value of a paper: the words of a parameter or of a shipped rule, else as it stands.</summary>
    public string ValueInPaper(string? value) => value switch
    {
        null => "—",
        "last" => PressLast,
        "first" => PressFirst,
        "admit" => LateAdmit,
        "next-round" => LateNext,
        "never" => EnBlocNever,
        "unless-objected" => EnBlocUnlessObjected,
        "if-voted" => EnBlocIfVoted,
        "printed" => OrderPrinted,
        "removal-first" => OrderRemovalFirst,
        _ => Domain.Papers.Presets.All.FirstOrDefault(p => p.Name == value) is { } preset ? Preset(preset) : value,
    };

    [System.Text.RegularExpressions.GeneratedRegex(@"\.questions\[(\d+)\]")]
    private static partial System.Text.RegularExpressions.Regex QuestionInPath();

    public string Printed(string text) => this == Chinese ? text : Usual.FirstOrDefault(key => Chinese.Find(key) == text) is { } usual ? Find(usual)! : text;

    private static readonly string[] Usual =
        [nameof(VoteFor), nameof(VoteAgainst), nameof(VoteAbstain), nameof(Satisfied), nameof(BasicallySatisfied), nameof(Dissatisfied), nameof(NotInformed)];

    /// <summary>Minutes and seconds.</summary>
    public static string Clock(int seconds) => $"{seconds / 60}:{seconds % 60:00}";

    /// <summary>What the presiding officer says, in this language.</summary>
    public IReadOnlyList<string> Said(Announcement said) => this == Chinese ? said.Chinese : said.English;

    /// <summary>How a question is decided, in this language.</summary>
    public string Preset(Domain.Papers.Preset preset) => this == Chinese ? preset.Chinese : preset.English;

    public string Rules(RuleWords rule) => this == Chinese ? rule.Chinese : rule.English;

    public string Attendance(string attendance) => attendance switch
    {
        "present" => PresentNow,
        "leave" => OnLeave,
        "absent" => Absent,
        _ => Expected,
    };

    /// <summary>Why somebody is on leave or absent.</summary>
    public string AbsenceReason(string reason) => reason switch
    {
        AbsenceReasons.Illness => ReasonIllness,
        AbsenceReasons.Duty => ReasonDuty,
        AbsenceReasons.Private => ReasonPrivate,
        _ => ReasonOther,
    };

    /// <summary>What stands in the way of a member's vote, in a word or two.</summary>
    public string Bar(string code) => code switch
    {
        Refusals.IsRecused => Recused,
        Refusals.WaitsForNextRound => BarWaits,
        _ => BarNotEntitled,
    };

    /// <summary>What a question still needs, or null where it is decided.</summary>
    public string? Outcome(ResultView result) => result switch
    {
        { IsCastingVoteDue: true } => CastingVoteDue,
        { CastingVote: { } vote } => $"{VotesEqual} · {CastingVoteGiven(vote)}",
        { Outcome: "runoff" } => RunoffDue,
        { Outcome: "shortfall" } => Shortfall(result.Shortfall),
        { Outcome: "referred" } => Referred,
        _ => null,
    };

    /// <summary>What the presiding officer did with a casting vote, or is about to do.</summary>
    public string CastingVoteGiven(string vote) => vote switch { "for" => CastingVoteFor, "against" => CastingVoteAgainst, _ => CastingVoteDeclined };

    public string TestState(string state) => state switch
    {
        "pressed" => TestPressed,
        "waiting" => TestWaiting,
        "right" => TestRight,
        "wrong" => TestWrong,
        "not-pressed" => TestNotPressed,
        _ => TestOffline,
    };

    public string FollowUpKind(string kind) => kind switch
    {
        "reported" => FollowUpReported,
        "published" => FollowUpPublished,
        "opinions" => FollowUpOpinions,
        "rectified" => FollowUpRectified,
        _ => FollowUpReportedAgain,
    };

    /// <summary>The title of a question, with the item it is a dimension of.</summary>
    public string FullTitle(QuestionView question) => question.Group is not { } group ? question.Title : this == Chinese ? $"{group}：{question.Title}" : $"{group}: {question.Title}";

    public string MayMark(QuestionView question) => question switch
    {
        { ChooseMany: false } => ChooseOne,
        { MinMarks: 0 } => ChooseUpTo(question.MaxMarks),
        _ when question.MinMarks == question.MaxMarks => ChooseExactly(question.MaxMarks),
        _ => ChooseBetween(question.MinMarks, question.MaxMarks),
    };

    /// <summary>Titles one after another, as this language lists them.</summary>
    public string Listed(IEnumerable<string> titles) => string.Join(this == Chinese ? "；" : "; ", titles);

    /// <summary>Names one after another.</summary>
    public string Enumerated(IEnumerable<string> names) => string.Join(this == Chinese ? "、" : ", ", names);

    /// <summary>The text of a key, or null where this language lacks it.</summary>
    public string? Find(string key) => _texts.GetString(key, CultureInfo.InvariantCulture);

    /// <summary>Every key that this language has.</summary>
    public IReadOnlyCollection<string> Keys()
    {
        var texts = _texts.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!;
        return [.. texts.Cast<System.Collections.DictionaryEntry>().Select(e => (string)e.Key)];
    }

    public string Title => Text();
    public string Language => Text();
    public string OtherLanguage => Text();
    public string Rehearsal => Text();
    public string SignInTitle => Text();
    public string SignInCode => Text();
    public string SignInHint => Text();
    public string SignIn => Text();
    public string SignInByCode => Text();
    public string SignInByPassword => Text();
    public string SignInPost => Text();
    public string SignInPassword => Text();
    public string SignInPasswordHint => Text();
    public string Factor => Text();
    public string FactorHint => Text();
    public string ShowPassword => Text();
    public string HidePassword => Text();
    public string FirstScrutineer => Text();
    public string SecondScrutineer => Text();
    public string CheckInTitle => Text();
    public string CheckInNow(object first) => With(Text(), first);
    public string CheckInConfirm => Text();
    public string CheckInAgain => Text();
    public string CheckInNotMe => Text();
    public string CheckInPin => Text();
    public string CheckInCard => Text();
    public string PinErase => Text();
    public string TabTablets => Text();
    public string TabTest => Text();
    public string TestTitle => Text();
    public string TestHint => Text();
    public string TestStart => Text();
    public string TestEnd => Text();
    public string TestBanner => Text();
    public string TestPress => Text();
    public string TestNumber(object first) => With(Text(), first);
    public string TestAllRight => Text();
    public string TestStillOut => Text();
    public string TestFailed => Text();
    public string TestPressed => Text();
    public string TestWaiting => Text();
    public string TestRight => Text();
    public string TestWrong => Text();
    public string TestNotPressed => Text();
    public string TestOffline => Text();
    public string CodeSheetTitle => Text();
    public string CodeSheetHint => Text();
    public string CodeSheetIssue => Text();
    public string CodeSheetNone => Text();
    public string CodeSheetCount(object first) => With(Text(), first);
    public string CodeSheetPrint => Text();
    public string CodeSheetHide => Text();
    public string CodeSheetFour => Text();
    public string CodeSheetEight => Text();
    public string CodeCardScan => Text();
    public string CodeCardSeat(object first) => With(Text(), first);
    public string SignOut => Text();
    public string GettingReady => Text();
    public string CannotStart => Text();
    public string CheckTablet => Text();
    public string NoServer => Text();
    public string Connecting => Text();
    public string Reconnecting => Text();
    public string Away => Text();
    public string AwayIsSafe => Text();
    public string Elsewhere => Text();
    public string UseHere => Text();
    public string Presiding => Text();
    public string Clerk => Text();
    public string Scrutineer => Text();
    public string Display => Text();
    public string Attendee => Text();
    public string Member => Text();
    public string CheckIn => Text();
    public string InSession => Text();
    public string Suspended => Text();
    public string MeetingClosed => Text();
    public string Due => Text();
    public string Present => Text();
    public string PresentNow => Text();
    public string OnLeave => Text();
    public string Absent => Text();
    public string OnVideo => Text();
    public string PresidingIs(object first) => With(Text(), first);
    public string Round(object first) => With(Text(), first);
    public string Secret => Text();
    public string Named => Text();
    public string Ready => Text();
    public string Open => Text();
    public string Closed => Text();
    public string Tallied => Text();
    public string Announced => Text();
    public string Certified => Text();
    public string Void => Text();
    public string Superseded => Text();
    public string WayTitle => Text();
    public string WayDevices => Text();
    public string WayHands => Text();
    public string WayPaper => Text();
    public string WayMixed => Text();
    public string WayChange => Text();
    public string WayChoose => Text();
    public string WayFallback => Text();
    public string WayFallbackHint => Text();
    public string WayDefaultReason => Text();
    public string WayDecision => Text();
    public string WayChairOnly => Text();
    public string WayByHands(object first) => With(Text(), first);
    public string ByChannel => Text();
    public string LateMark => Text();
    public string Reason(object first) => With(Text(), first);
    public string KeyFingerprint => Text();
    public string Turnout => Text();
    public string OutOf(object first, object second) => With(Text(), first, second);
    public string NothingYet => Text();
    public string AttendeesDoNotVote => Text();
    public string TabletHands => Text();
    public string TabletPaper => Text();
    public string TabletMixed => Text();
    public string Attendees(object first) => With(Text(), first);
    public string ChooseOne => Text();
    public string ChooseUpTo(object first) => With(Text(), first);
    public string ChooseExactly(object first) => With(Text(), first);
    public string ChooseBetween(object first, object second) => With(Text(), first, second);
    public string Marked(object first, object second) => With(Text(), first, second);
    public string Limit(object first) => With(Text(), first);
    public string Answered(object first, object second) => With(Text(), first, second);
    public string ClearMarks => Text();
    public string Details => Text();
    public string List(object first) => With(Text(), first);
    public string InCharge(object first) => With(Text(), first);
    public string Need(object first) => With(Text(), first);
    public string Review => Text();
    public string ReviewTitle => Text();
    public string Items(object first) => With(Text(), first);
    public string NoMark => Text();
    public string NotMarked(object first) => With(Text(), first);
    public string Blanks(object first, object second) => With(Text(), first, second);
    public string TooFew(object first) => With(Text(), first);
    public string ChangeMarks => Text();
    public string CastBallot => Text();
    public string CastAnyway => Text();
    public string Sending => Text();
    public string SendingAgain => Text();
    public string DoNotLeave => Text();
    public string Recorded => Text();
    public string MayChange => Text();
    public string EarlierCounted => Text();
    public string InUrn => Text();
    public string Missing => Text();
    public string TellScrutineer => Text();
    public string KeepBallot => Text();
    public string FirstCounts => Text();
    public string MarkAgain => Text();
    public string NotCounted => Text();
    public string NotKnown => Text();
    public string AskClerk => Text();
    public string Refused => Text();
    public string Missed => Text();
    public string Result => Text();
    public string RollCall => Text();
    public string Votes(object first) => With(Text(), first);
    public string Valid => Text();
    public string VoidBallots => Text();
    public string DidNotVote => Text();
    public string NotPressed => Text();
    public string DeviceOffline => Text();
    public string TooLate => Text();
    public string Passed => Text();
    public string Failed => Text();
    public string SelectedCount(object first) => With(Text(), first);
    public string Selected => Text();
    public string Tied => Text();
    public string RunoffDue => Text();
    public string Shortfall(object first) => With(Text(), first);
    public string Referred => Text();
    public string Earlier => Text();
    public string NextStep => Text();
    public string Say => Text();
    public string OpenMeeting => Text();
    public string GoToItem(object first) => With(Text(), first);
    public string FinishItem => Text();
    public string PrepareVote => Text();
    public string PrepareRunoff => Text();
    public string PrepareFurther => Text();
    public string StartVote => Text();
    public string EndVote => Text();
    public string EndVoteSure => Text();
    public string StillOut(object first) => With(Text(), first);
    public string EverybodyVoted => Text();
    public string Counting => Text();
    public string WaitingForCounts => Text();
    public string AnnounceResult => Text();
    public string CastingVote => Text();
    public string CastingVoteDue => Text();
    public string CastingVoteFor => Text();
    public string CastingVoteAgainst => Text();
    public string CastingVoteDeclined => Text();
    public string CastingVoteHint => Text();
    public string CastingVoteSure(object first) => With(Text(), first);
    public string CastingVoteOpenOnly => Text();
    public string VotesEqual => Text();
    public string CloseMeeting => Text();
    public string CloseMeetingSure => Text();
    public string SuspendMeeting => Text();
    public string SuspendSure => Text();
    public string ResumeMeeting => Text();
    public string RollTakenAgain => Text();
    public string MeetingOver => Text();
    public string Yes => Text();
    public string Back => Text();
    public string Agenda => Text();
    public string Item(object first) => With(Text(), first);
    public string Reporter(object first) => With(Text(), first);
    public string UnderDiscussion => Text();
    public string ItemDone => Text();
    public string NoVote => Text();
    public string Quorum => Text();
    public string QuorumMet => Text();
    public string QuorumLacking(object first) => With(Text(), first);
    public string QuorumLostOpen => Text();
    public string AllMembers => Text();
    public string MayVote => Text();
    public string GroupsOnly(object first) => With(Text(), first);
    public string LateAdmitted => Text();
    public string LateWait => Text();
    public string Recused => Text();
    public string TimeLimit => Text();
    public string NoLimit => Text();
    public string Seconds(object first) => With(Text(), first);
    public string Minutes(object first) => With(Text(), first);
    public string AddMinute => Text();
    public string TimeCloses => Text();
    public string TimeUp => Text();
    public string Elapsed(object first) => With(Text(), first);
    public string TimeLeft(object first) => With(Text(), first);
    public string ClosesIn(object first) => With(Text(), first);
    public string MyBallot => Text();
    public string MyBallotIsIn => Text();
    public string BlankHall => Text();
    public string ShowHall => Text();
    public string HallIsBlank => Text();
    public string RoundsOfPaper => Text();
    public string RequiredLine(object first) => With(Text(), first);
    public string TabConduct => Text();
    public string TabRoll => Text();
    public string TabAgenda => Text();
    public string TabRounds => Text();
    public string TabCertify => Text();
    public string Search => Text();
    public string FilterAll => Text();
    public string FilterAway => Text();
    public string FilterOffline => Text();
    public string Expected => Text();
    public string DoCheckIn => Text();
    public string DoLeave => Text();
    public string AttendanceMore => Text();
    public string AbsenceHint => Text();
    public string ReasonIllness => Text();
    public string ReasonDuty => Text();
    public string ReasonPrivate => Text();
    public string ReasonOther => Text();
    public string AbsenceNote => Text();
    public string DoOnLeave => Text();
    public string DoAbsent => Text();
    public string JoinByVideo => Text();
    public string BackInRoom => Text();
    public string VideoTag => Text();
    public string BarNotEntitled => Text();
    public string BarWaits => Text();
    public string Online => Text();
    public string Offline => Text();
    public string NewDevice => Text();
    public string IssuedCodeFor(object first) => With(Text(), first);
    public string Close => Text();
    public string NobodyFound => Text();
    public string MoveUp => Text();
    public string MoveDown => Text();
    public string TickOff => Text();
    public string CallIt => Text();
    public string UnplannedVote => Text();
    public string UnplannedTitle => Text();
    public string UnplannedDefault => Text();
    public string UnplannedSelection => Text();
    public string UnplannedSelectionDefault => Text();
    public string UnplannedCandidates => Text();
    public string UnplannedSeats => Text();
    public string CandidatesAndSeats(object first, object second) => With(Text(), first, second);
    public string StandsTwice(object first) => With(Text(), first);
    public string MeetingFileHint => Text();
    public string DownloadMeetingFile => Text();
    public string UnplannedHint => Text();
    public string MoreRules => Text();
    public string RuleSource(object first) => With(Text(), first);
    public string UnverifiedRule => Text();
    public string PapersToVote => Text();
    public string ChangePaper => Text();
    public string OneByOne => Text();
    public string EnBlocVote => Text();
    public string EnBlocHint => Text();
    public string EnBlocVotedHint => Text();
    public string Withdraw => Text();
    public string Defer => Text();
    public string TakeUp => Text();
    public string AsideWithdrawn => Text();
    public string AsideDeferred => Text();
    public string AmendmentWaits => Text();
    public string ChangesToAgree => Text();
    public string PlaceOfChange => Text();
    public string OldText => Text();
    public string NewText => Text();
    public string Agree => Text();
    public string DropChange => Text();
    public string OwnChange => Text();
    public string Propose => Text();
    public string ProposeHint => Text();
    public string QuestionNumber(object first) => With(Text(), first);
    public string FieldTitle => Text();
    public string FieldDetail => Text();
    public string FieldRule => Text();
    public string FieldPress => Text();
    public string PressLast => Text();
    public string PressFirst => Text();
    public string FieldLate => Text();
    public string LateAdmit => Text();
    public string LateNext => Text();
    public string FieldEnBloc => Text();
    public string EnBlocNever => Text();
    public string EnBlocUnlessObjected => Text();
    public string EnBlocIfVoted => Text();
    public string FieldOrder => Text();
    public string OrderPrinted => Text();
    public string OrderRemovalFirst => Text();
    public string RecusalTitle => Text();
    public string RecusalHint => Text();
    public string RecusalPaper => Text();
    public string PickMember => Text();
    public string Pick => Text();
    public string DoRecuse => Text();
    public string LiftRecusal => Text();
    public string PostsTitle => Text();
    public string PassGavel => Text();
    public string PassGavelHint => Text();
    public string ReplaceScrutineer => Text();
    public string FromOutside => Text();
    public string IssuedPostFor(object first, object second) => With(Text(), first, second);
    public string VoidRound => Text();
    public string VoidHint => Text();
    public string Repeat => Text();
    public string RepeatHint => Text();
    public string FollowUps => Text();
    public string AddFollowUp => Text();
    public string FollowUpWhat => Text();
    public string FollowUpReported => Text();
    public string FollowUpPublished => Text();
    public string FollowUpOpinions => Text();
    public string FollowUpRectified => Text();
    public string FollowUpReportedAgain => Text();
    public string FollowUpDate => Text();
    public string FollowUpAbout => Text();
    public string FollowUpWhole => Text();
    public string FollowUpText => Text();
    public string FollowUpHint => Text();
    public string ReasonLabel => Text();
    public string EntryTitle => Text();
    public string EntryIssued => Text();
    public string EntryReturned => Text();
    public string EntryByHands => Text();
    public string EntryMost(object first) => With(Text(), first);
    public string EntryUnreturned(object first) => With(Text(), first);
    public string EntryBlank => Text();
    public string EntryNoHand => Text();
    public string EntrySum(object first, object second) => With(Text(), first, second);
    public string EntryOverReturned => Text();
    public string EntrySend => Text();
    public string EntryWaiting => Text();
    public string EntrySentBack(object first) => With(Text(), first);
    public string EntryLate => Text();
    public string EntryLateNow => Text();
    public string EntryLateReason => Text();
    public string EntryLatePresent => Text();
    public string EntryLateLeave => Text();
    public string EntryLateEntitled => Text();
    public string WriteInTitle => Text();
    public string WriteInName => Text();
    public string WriteInCount => Text();
    public string WriteInAdd => Text();
    public string WriteInRemove => Text();
    public string WriteInPassed => Text();
    public string WriteInEnough(object first) => With(Text(), first);
    public string RollCallByHands(object first) => With(Text(), first);
    public string MisfitTooMany(object first, object second) => With(Text(), first, second);
    public string MisfitVoid(object first, object second) => With(Text(), first, second);
    public string MisfitBlank(object first, object second) => With(Text(), first, second);
    public string MisfitSum(object first, object second) => With(Text(), first, second);
    public string MisfitOption(object first, object second) => With(Text(), first, second);
    public string MisfitMarks(object first, object second) => With(Text(), first, second);
    public string MisfitWriteIns(object first, object second) => With(Text(), first, second);
    public string MisfitOther => Text();
    public string ConfirmEntryTitle => Text();
    public string ConfirmEntryConfirm => Text();
    public string ConfirmEntrySendBack => Text();
    public string ConfirmEntryReason => Text();
    public string NoRounds => Text();
    public string Certify => Text();
    public string CertifyAll(object first) => With(Text(), first);
    public string ToCertify => Text();
    public string NothingToCertify => Text();
    public string WaitsForClerk => Text();
    public string WaitsForScrutineer => Text();
    public string CertifiedRounds => Text();
    public string SignRecord => Text();
    public string SignAfterCertifying => Text();
    public string SignAfterClose => Text();
    public string SignRecordHint => Text();
    public string SignedByBoth => Text();
    public string SignedNow => Text();
    public string SignedBefore => Text();
    public string NotSigned => Text();
    public string CannotSignHere => Text();
    public string DownloadKeys => Text();
    public string RecordHead => Text();
    public string RecordHeadHint => Text();
    public string RecordEvents(object first) => With(Text(), first);
    public string Download => Text();
    public string ResultSheet => Text();
    public string Figures => Text();
    public string Issued => Text();
    public string Returned => Text();
    public string Unreadable(object first) => With(Text(), first);
    public string UrnRoot => Text();
    public string HallCheckIn => Text();
    public string HallSuspended => Text();
    public string HallVoting => Text();
    public string HallHands => Text();
    public string HallPaper => Text();
    public string HallCloses => Text();
    public string HallCounting => Text();
    public string HallClosed => Text();
    public string HallPage(object first, object second) => With(Text(), first, second);
    public string VoteFor => Text();
    public string VoteAgainst => Text();
    public string VoteAbstain => Text();
    public string Satisfied => Text();
    public string BasicallySatisfied => Text();
    public string Dissatisfied => Text();
    public string NotInformed => Text();
    public string NextUnmarked => Text();
    public string Rule => Text();

    private string Text([CallerMemberName] string key = "") => Find(key) ?? key;

    private static string With(string text, params object[] values) => string.Format(CultureInfo.InvariantCulture, text, values);
}
