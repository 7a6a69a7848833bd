using System.Text.Json.Serialization;
using Voting.Domain.Files;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Domain.Contracts;

/// <summary>A round of a paper.</summary>
/// <param name="Paper">Paper id, 1–64 of <c>A-Z a-z 0-9 . _ -</c>.</param>
/// <param name="Round">Its number, 1–10,000.</param>
public sealed record RoundRef(string Paper, int Round);

/// <summary>A member of the roll.</summary>
/// <param name="Member">Member id, 1–64 of <c>A-Z a-z 0-9 . _ -</c>.</param>
public sealed record MemberRef(string Member);

/// <summary>A press of a voting unit.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number, 1–10,000.</param>
/// <param name="CastId">128 random bits, 32 characters of lower-case hex.</param>
/// <param name="Seq">Number of the press, 1–1,000,000; a later one replaces an earlier where the last press counts.</param>
/// <param name="Envelope">Sealed ballot, or the clear ballot of a recorded paper; the round's one size, at most 64 KiB.</param>
public sealed record CastRequest(string Paper, int Round, string CastId, int Seq, byte[] Envelope);

/// <summary>Recorded (提交成功): committed before it was sent.</summary>
/// <param name="CastId">Of the press.</param>
/// <param name="Seq">Of the press.</param>
public sealed record Receipt(string CastId, int Seq);

/// <summary>Asks for the next round of a paper.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Again">Where nothing is due: the reason why the paper is voted again whole, superseding its rounds, 1–500 characters; null to be refused then.</param>
public sealed record PrepareRequest(string Paper, string? Again = null);

/// <summary>Voids a round.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number, 1–10,000.</param>
/// <param name="Reason">Kept in the record, 1–500 characters.</param>
/// <param name="Factor">The officer's second factor, where the meeting asks for one; at most 20 characters.</param>
public sealed record VoidRequest(string Paper, int Round, string Reason, string? Factor = null);

/// <summary>What the presiding officer does with a casting vote (决定票).</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number, 1–10,000.</param>
/// <param name="Question">Question id.</param>
/// <param name="Vote"><c>for</c>, <c>against</c> or <c>declined</c>.</param>
public sealed record CastingVoteRequest(string Paper, int Round, string Question, string Vote);

/// <summary>Confirms rounds (签署确认), all or none.</summary>
/// <param name="Rounds">1 to <see cref="Most"/>, none twice.</param>
/// <param name="Factor">The officer's second factor, where the meeting asks for one; at most 20 characters.</param>
public sealed record CertifyRequest(IReadOnlyList<RoundRef> Rounds, string? Factor = null)
{
    /// <summary>Most rounds in one message.</summary>
    public const int Most = 1000;
}

/// <summary>A dated follow-up to a certified result.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number, 1–10,000.</param>
/// <param name="Question">Question id, or null for the whole paper.</param>
/// <param name="Kind">One of <see cref="FollowUp.Kinds"/>.</param>
/// <param name="Date">The day it happened, <c>yyyy-MM-dd</c>.</param>
/// <param name="Text">1 to 1,000 characters.</param>
public sealed record FollowUpRequest(string Paper, int Round, string? Question, string Kind, string Date, string Text);

/// <summary>What followed from the certified results.</summary>
/// <param name="All">In the order they were added.</param>
public sealed record FollowUpsView(IReadOnlyList<FollowUpRequest> All);

/// <summary>How long a round is to be open.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number, 1–10,000.</param>
/// <param name="Seconds">From its opening, 1 to 86,400; null takes it back.</param>
/// <param name="Closes">The round closes by itself then; else the time only advises.</param>
public sealed record TimeRequest(string Paper, int Round, int? Seconds, bool Closes = false);

/// <summary>An item of the agenda.</summary>
/// <param name="Item">Its printed number, 0–10,000.</param>
public sealed record ItemRef(int Item);

/// <summary>Another order of the agenda.</summary>
/// <param name="Items">The printed number of every item, once each; at most 10,000.</param>
public sealed record ReorderRequest(IReadOnlyList<int> Items);

/// <summary>What the hall's screen shows.</summary>
/// <param name="Blank">Nothing; else the meeting.</param>
public sealed record HallRequest(bool Blank);

/// <summary>A one-time code, shown once.</summary>
/// <param name="Code">Three groups of four characters.</param>
public sealed record IssuedCode(string Code);

/// <summary>New one-time codes for every seat that no device stands for.</summary>
/// <param name="Address">Where tablets reach the server: the address that the clerk's own browser used, http or https without a path, 8–200 characters. It goes into the pictures.</param>
public sealed record IssueCodesRequest(string Address);

/// <summary>One-time codes for seats, shown once.</summary>
/// <param name="Seats">In the order of the roll.</param>
public sealed record IssuedCodes(IReadOnlyList<SeatCode> Seats);

/// <summary>The one-time code of a seat.</summary>
/// <param name="Member">Member id.</param>
/// <param name="Name">With what tells namesakes apart.</param>
/// <param name="Seat">Label of the seat, where the meeting file has one.</param>
/// <param name="Code">Three groups of four characters.</param>
/// <param name="Picture">Address and code for a camera.</param>
public sealed record SeatCode(string Member, string Name, string? Seat, string Code, QrView Picture);

/// <summary>A QR code as one path of SVG.</summary>
/// <param name="Size">Modules a side, the quiet zone included.</param>
/// <param name="Path">The dark modules.</param>
public sealed record QrView(int Size, string Path);

/// <summary>Asks for a session: by a one-time code, or an officer's by password.</summary>
/// <param name="Code">A one-time code, 12–20 characters, or null.</param>
/// <param name="Officer">A post of <see cref="Posts"/>, or null.</param>
/// <param name="Password">Of that post, 1–64 characters; null with a code.</param>
/// <param name="Factor">An officer's second factor, where the meeting asks for one, with code and password alike; at most 20 characters.</param>
public sealed record SignInRequest(string? Code = null, string? Officer = null, string? Password = null, string? Factor = null);

/// <summary>A member takes the seat of an enrolled tablet, and is checked in by it (签到).</summary>
/// <param name="Secret">What the meeting asks of members: a PIN, the text of the place card, at most 64 characters; null where a press on one's name is enough.</param>
public sealed record TakeSeatRequest(string? Secret);

/// <summary>Who somebody is now.</summary>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Member">Member id, where the role goes with one.</param>
/// <param name="Name">As printed.</param>
/// <param name="Proof">What this tablet still asks of its member, one of <see cref="Proofs"/>; null where nothing but a press on one's name.</param>
/// <param name="Present">Whether the member is checked in.</param>
public sealed record SignedIn(string Role, string? Member, string Name, string? Proof = null, bool Present = false);

/// <summary>How a member shows to be the one that a tablet is for.</summary>
public static class Proofs
{
    /// <summary>A press on one's own name, which the clerk sees in the roll.</summary>
    public const string Name = "name";
    /// <summary>Six digits.</summary>
    public const string Pin = "pin";
    /// <summary>The text of the QR code on the place card (席卡).</summary>
    public const string Card = "card";

    /// <summary>Digits of a PIN.</summary>
    public const int PinLength = 6;

    /// <summary>Each of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Name, Pin, Card];
}

/// <summary>The officers' second factor.</summary>
public static class SecondFactor
{
    /// <summary>Asked at sign-in, void and certify.</summary>
    public const string Required = "required";
    /// <summary>Never asked.</summary>
    public const string Off = "off";

    /// <summary>Digits that an authenticator shows.</summary>
    public const int Digits = 6;
    /// <summary>Digits of a printed code.</summary>
    public const int PrintedDigits = 8;

    /// <summary>Each of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Required, Off];

    /// <summary>What holds where nobody says otherwise.</summary>
    /// <param name="rehearsal">A rehearsal (演练), else a live meeting.</param>
    public static string Of(bool rehearsal) => rehearsal ? Off : Required;
}

/// <summary>The posts that sign in by password.</summary>
public static class Posts
{
#pragma warning disable CS1591 // Each says itself.
    public const string PresidingOfficer = Roles.PresidingOfficer;
    public const string Clerk = Roles.Clerk;
    public const string FirstScrutineer = Roles.Scrutineer + ":1";
    public const string SecondScrutineer = Roles.Scrutineer + ":2";
#pragma warning restore CS1591

    /// <summary>Each of them.</summary>
    public static IReadOnlyList<string> All { get; } = [PresidingOfficer, Clerk, FirstScrutineer, SecondScrutineer];
}

/// <summary>What people may be.</summary>
public static class Roles
{
#pragma warning disable CS1591 // Each says itself.
    public const string Member = "member";
    public const string PresidingOfficer = "presiding-officer";
    public const string Clerk = "clerk";
    public const string Scrutineer = "scrutineer";
    public const string Display = "display";
    public const string Attendee = "attendee";
#pragma warning restore CS1591

    /// <summary>Every role.</summary>
    public static IReadOnlyList<string> All { get; } = [Member, PresidingOfficer, Clerk, Scrutineer, Display, Attendee];
}

/// <summary>The whole picture for one screen.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="Me">Who this screen is signed in as.</param>
/// <param name="Rounds">Rounds this screen may see, in the order they were held; their questions only for the latest.</param>
/// <param name="Mine">My highest recorded press in the open round, or null.</param>
/// <param name="Turnout">Of the open round, for officers and display.</param>
public sealed record Snapshot(MeetingView Meeting, SignedIn Me, IReadOnlyList<RoundView> Rounds, MyPress? Mine, Turnout? Turnout)
{
    /// <summary>This officer is asked for a second factor when a round is voided or certified.</summary>
    public bool AsksFactor { get; init; }

    /// <summary>The agenda.</summary>
    public AgendaView Agenda { get; init; } = AgendaView.Empty;
    /// <summary>The test ballot that is on, or null; it is no round.</summary>
    public RoundView? Test { get; init; }
    /// <summary>My highest recorded press in it.</summary>
    public MyPress? TestMine { get; init; }

    /// <summary>Changes of papers that wait for a second officer; for officers only.</summary>
    public IReadOnlyList<AmendmentView> Amendments { get; init; } = [];

    /// <summary>Why I may not vote in the open round, or null.</summary>
    public Bar? Barred { get; init; }
}

/// <summary>My highest recorded press in a round: a returning or replacement tablet goes on counting from it.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number, from 1.</param>
/// <param name="Seq">Highest recorded number of a press.</param>
public sealed record MyPress(string Paper, int Round, int Seq);

/// <summary>The meeting on a screen.</summary>
/// <param name="Id">Meeting id.</param>
/// <param name="Title">Printed title.</param>
/// <param name="Body">The body that meets.</param>
/// <param name="Rehearsal">演练.</param>
/// <param name="Phase"><c>check-in</c>, <c>in-session</c>, <c>suspended</c> or <c>closed</c>.</param>
/// <param name="Members">N, all members in office.</param>
/// <param name="QuorumNeed">Fewest present for a round to open; 0 where none is asked.</param>
/// <param name="Present">Members present now.</param>
/// <param name="Leave">On leave now.</param>
/// <param name="Absent">Absent now.</param>
public sealed record MeetingView(
    string Id, string Title, string Body, bool Rehearsal, string Phase, int Members, int QuorumNeed, int Present, int Leave, int Absent)
{
    /// <summary>应到: the length of the roll, which may be less than N.</summary>
    [JsonIgnore]
    public int Due => Present + Leave + Absent;

    /// <summary>Of those present, by video.</summary>
    public int OnVideo { get; init; }

    /// <summary>Who presides now, with what tells namesakes apart.</summary>
    public string Presiding { get; init; } = "";

    /// <summary>The hall's screen is to show nothing just now.</summary>
    public bool HallIsBlank { get; init; }
}

/// <summary>The agenda on a screen.</summary>
/// <param name="Items">In the order they are taken.</param>
public sealed record AgendaView(IReadOnlyList<AgendaItemView> Items)
{
    /// <summary>Without items.</summary>
    public static AgendaView Empty { get; } = new([]);
}

/// <summary>An item of the agenda on a screen.</summary>
/// <param name="No">Printed number.</param>
/// <param name="Title">Printed title.</param>
/// <param name="State"><c>pending</c>, <c>called</c> or <c>done</c>.</param>
/// <param name="Note">Remark, or null.</param>
/// <param name="Reporter">Who reports, or null.</param>
/// <param name="Papers">Its papers, for officers; empty elsewhere.</param>
public sealed record AgendaItemView(int No, string Title, string State, string? Note, string? Reporter, IReadOnlyList<PaperView> Papers)
{
    /// <summary>Who attends it without a vote (列席), for officers; empty elsewhere.</summary>
    public IReadOnlyList<string> Attendees { get; init; } = [];
}

/// <summary>A paper on an officer's screen.</summary>
/// <param name="Id">Paper id.</param>
/// <param name="Title">Printed title.</param>
/// <param name="Secret">Secret (无记名), else recorded.</param>
/// <param name="Rounds">How many rounds of it there are so far.</param>
/// <param name="Due">What a next round would be: first, runoff or further; null where nothing is due.</param>
public sealed record PaperView(string Id, string Title, bool Secret, int Rounds, string? Due)
{
    /// <summary><c>withdrawn</c>, <c>deferred</c>, or null.</summary>
    public string? Aside { get; init; }
    /// <summary>It was never opened, and no change of it waits: its text may be changed.</summary>
    public bool CanChange { get; init; }
    /// <summary>The persons that may be voted one after another or together; empty where that is no question any more.</summary>
    public IReadOnlyList<PersonView> Persons { get; init; } = [];
    /// <summary>Whether they may be voted together: <c>never</c>, <c>unless-objected</c> or <c>if-voted</c>.</summary>
    public string EnBloc { get; init; } = "never";
    /// <summary>Who takes no part in it (回避).</summary>
    public IReadOnlyList<RecusedView> Recused { get; init; } = [];
}

/// <summary>A person to be appointed or removed.</summary>
/// <param name="Question">Question id.</param>
/// <param name="Title">As printed.</param>
public sealed record PersonView(string Question, string Title);

/// <summary>Another text of a paper that waits for a second officer.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Title">Title of the paper as it stands.</param>
/// <param name="Changes">Where the texts differ.</param>
/// <param name="Text">The new text whole, canonical JSON: what is agreed to.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who proposed it, as the record names them.</param>
public sealed record AmendmentView(string Paper, string Title, IReadOnlyList<Difference> Changes, string Text, string Reason, string By);

/// <summary>A paper.</summary>
/// <param name="Paper">Paper id.</param>
public sealed record PaperRef(string Paper);

/// <summary>A paper as the meeting file writes it.</summary>
/// <param name="Json">JSON.</param>
public sealed record PaperText(string Json);

/// <summary>An unplanned vote, made ready at once.</summary>
/// <param name="Preset">One of the shipped rules.</param>
/// <param name="Title">What is put to the vote, 1–500 characters.</param>
/// <param name="Secret">Secret (无记名), else recorded.</param>
/// <param name="Item">Printed number of the item it belongs to; null for a new item.</param>
public sealed record UnplannedRequest(string Preset, string Title, bool Secret, int? Item)
{
    /// <summary>Most candidates of an unplanned selection.</summary>
    public const int MostCandidates = 50;

    /// <summary>Characters of a candidate.</summary>
    public const int LongestCandidate = 200;

    /// <summary>Names of a selection (票选), none twice, in printed order; empty for other rules.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>Seats of a selection (应选名额), no more than candidates; 0 for other rules.</summary>
    public int Seats { get; init; }
}

/// <summary>Proposes another text of a paper.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Json">The whole paper, as the meeting file would write it, at most <see cref="AmendedFile.LongestPaper"/> bytes of UTF-8.</param>
/// <param name="Reason">Kept in the record, 1–500 characters.</param>
public sealed record ProposeRequest(string Paper, string Json, string Reason);

/// <summary>Answers a proposed change.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Agree">Else it is dropped.</param>
/// <param name="Seen">The new text that was seen, <see cref="AmendmentView.Text"/>, at most <see cref="AmendedFile.LongestPaper"/> bytes of UTF-8; needed to agree, else null.</param>
public sealed record AnswerRequest(string Paper, bool Agree, string? Seen = null);

/// <summary>Persons are voted together.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Objected">Questions of the persons to whom somebody objects, at most 500: each is voted alone.</param>
public sealed record EnBlocRequest(string Paper, IReadOnlyList<string> Objected);

/// <summary>A paper is not voted for now.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Withdrawn">Withdrawn (撤回), else deferred (暂缓表决).</param>
/// <param name="Reason">Kept in the record, 1–500 characters.</param>
public sealed record SetAsideRequest(string Paper, bool Withdrawn, string Reason);

/// <summary>How long a round has been open.</summary>
/// <param name="Elapsed">Seconds since its opening, when this was sent.</param>
/// <param name="Limit">Seconds it is to be open, or null.</param>
public sealed record Timing(double Elapsed, int? Limit)
{
    /// <summary>It closes by itself at the limit; else the limit only advises.</summary>
    public bool Closes { get; init; }
}

/// <summary>The key that an officer's device made for signing the record.</summary>
/// <param name="PublicKey">SPKI of a point of P-256, DER, 91 bytes. The private half never leaves the device.</param>
public sealed record EnrolKeyRequest(byte[] PublicKey);

/// <summary>Signatures of an officer's device over the record as it stands.</summary>
/// <param name="Key">SHA-256 of the public key's SPKI, lower-case hex.</param>
/// <param name="Record">SHA-256 of the canonical record without its signatures, lower-case hex: the state that is signed.</param>
/// <param name="Rounds">1 to <see cref="MostRounds"/>; a record of more rounds is signed in several messages.</param>
public sealed record SignRequest(string Key, string Record, IReadOnlyList<RoundSignature> Rounds)
{
    /// <summary>Rounds in one message.</summary>
    public const int MostRounds = 200;
}

/// <summary>The signature of a certified round.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number, 1–10,000.</param>
/// <param name="Value">ES256 over the text of the stage <c>certify</c>, DER, at most 72 bytes.</param>
public sealed record RoundSignature(string Paper, int Round, byte[] Value);

/// <summary>How far the signing of the record is.</summary>
/// <param name="Record">SHA-256 of the canonical record without its signatures, as it stands.</param>
/// <param name="Rounds">Certified rounds, which are signed.</param>
/// <param name="Waiting">Rounds that are not finished, announced or certified yet.</param>
/// <param name="Closed">The meeting is closed: little can change the record any more.</param>
/// <param name="SignedBy">Roles that have signed the record as it stands.</param>
/// <param name="StaleBy">Roles that signed an earlier state only.</param>
public sealed record SigningView(string Record, int Rounds, int Waiting, bool Closed, IReadOnlyList<string> SignedBy, IReadOnlyList<string> StaleBy);

/// <summary>The end of the chain of events.</summary>
/// <param name="Events">How many there are.</param>
/// <param name="Hash">SHA-256 of the last, lower-case hex.</param>
public sealed record HeadView(int Events, string Hash)
{
    /// <summary>The hash for a camera.</summary>
    public QrView? Picture { get; init; }
}

/// <summary>A round on a screen.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Title">Title of the paper.</param>
/// <param name="Secret">Secret (无记名), else recorded.</param>
/// <param name="LastPressCounts">Else the first.</param>
/// <param name="Round">第n次表决, from 1.</param>
/// <param name="State">In lower case: ready, open, closed, tallied, announced, certified, void, superseded.</param>
/// <param name="Questions">Empty where this screen has no need of them.</param>
/// <param name="Key">The round's public key, while a secret round is open.</param>
/// <param name="EnvelopeSize">Bytes of every envelope.</param>
/// <param name="Urn">After the close of a secret round.</param>
/// <param name="Results">Counts, where this screen may see them.</param>
/// <param name="Present">Entitled and present when it closed; null before.</param>
/// <param name="Voted">Ballots counted; null before the close.</param>
/// <param name="Reason">Why void or superseded.</param>
/// <param name="Fault">A refusal code where the counting stopped; null else.</param>
public sealed record RoundView(
    string Paper, string Title, bool Secret, bool LastPressCounts, int Round, string State, IReadOnlyList<QuestionView> Questions,
    KeyView? Key, int EnvelopeSize, UrnSeal? Urn, IReadOnlyList<ResultView>? Results, int? Present, int? Voted, string? Reason, string? Fault)
{
    /// <summary>Printed number of the item of the agenda it is voted under, or null.</summary>
    public int? Item { get; init; }
    /// <summary>While it is open.</summary>
    public Timing? Timing { get; init; }
    /// <summary>Who takes part in it; for officers only.</summary>
    public TakingPart? TakingPart { get; init; }
    /// <summary>What the presiding officer says at this point; for officers only.</summary>
    public Announcement? Announcement { get; init; }
    /// <summary>The clerk has confirmed it, and a scrutineer has not yet; for officers only.</summary>
    public bool ConfirmedByClerk { get; init; }
    /// <summary>How it is voted, one of <see cref="Ways"/>.</summary>
    public string Way { get; init; } = Ways.Devices;
    /// <summary>Member ids of those who vote in it by hands, where both are mixed.</summary>
    public IReadOnlyList<string>? ByHands { get; init; }
    /// <summary>What each channel brought, where hands or paper took part and this screen may see counts.</summary>
    public IReadOnlyList<ChannelView>? Channels { get; init; }
    /// <summary>How many may have voted by hands or on paper, once it is closed; for officers only.</summary>
    public int? Enterable { get; init; }
    /// <summary>What was entered of hands or paper; for officers only.</summary>
    public Entry? Entry { get; init; }
    /// <summary>Hall and officers see who marked what while it is open; never of a secret round.</summary>
    public bool LiveNames { get; init; }
    /// <summary>The number of those who did not vote is shown.</summary>
    public bool ShowsDidNotVote { get; init; } = true;
    /// <summary>Why those did not vote who could have, where this screen is told; numbers only.</summary>
    public SilenceView? Silence { get; init; }
    /// <summary>Ballots that could not be read, void on every question; for officers only.</summary>
    public int Unreadable { get; init; }
}

/// <summary>Why those did not vote who could have. It has no field for a member.</summary>
/// <param name="NotPressed">Their device was connected and nothing came.</param>
/// <param name="Offline">Their device was not connected.</param>
/// <param name="TooLate">Their press came behind the close.</param>
public sealed record SilenceView(int NotPressed, int Offline, int TooLate);

/// <summary>A question on a screen.</summary>
/// <param name="Id">Question id.</param>
/// <param name="Title">Printed title.</param>
/// <param name="ChooseMany">Several options may be marked.</param>
/// <param name="Stage">first, runoff or further.</param>
/// <param name="Seats">Seats to fill; 0 without seats.</param>
/// <param name="MinMarks">Fewest marks of a valid ballot.</param>
/// <param name="MaxMarks">Most marks of a valid ballot.</param>
/// <param name="Need">Count that is needed, where its base is known before the round.</param>
/// <param name="Options">In printed order.</param>
/// <param name="Detail">Text that unfolds.</param>
/// <param name="Items">Names shown as a list.</param>
public sealed record QuestionView(
    string Id, string Title, bool ChooseMany, string Stage, int Seats, int MinMarks, int MaxMarks, int? Need,
    IReadOnlyList<OptionView> Options, string? Detail, IReadOnlyList<string>? Items)
{
    /// <summary>How it is decided, in words; for officers only.</summary>
    public RuleWords? Rule { get; init; }
    /// <summary>Whether another name may be written in on paper (另选他人).</summary>
    public bool WriteIns { get; init; }
    /// <summary>The item whose dimension it is, or null.</summary>
    public string? Group { get; init; }
}

/// <summary>An option on a screen.</summary>
/// <param name="Id">Option id.</param>
/// <param name="Label">As printed.</param>
/// <param name="Detail">Text that unfolds.</param>
/// <param name="Lead">Bodies in charge.</param>
public sealed record OptionView(string Id, string Label, string? Detail, IReadOnlyList<string>? Lead);

/// <summary>The public key of a round.</summary>
/// <param name="Public">65 bytes.</param>
/// <param name="Fingerprint">12 characters, the same on every screen.</param>
public sealed record KeyView(byte[] Public, string Fingerprint)
{
    /// <summary>Name of the suite that envelopes are sealed with: <c>standard</c> or <c>sm</c>.</summary>
    public string Suite { get; init; } = "standard";
}

/// <summary>Count and root of an urn.</summary>
/// <param name="Count">Envelopes.</param>
/// <param name="Root">RFC 6962 tree hash, lower-case hex.</param>
public sealed record UrnSeal(int Count, string Root);

/// <summary>The whole urn's hashes.</summary>
/// <param name="Seal">Count and root.</param>
/// <param name="Leaves">SHA-256 of each envelope, ascending, 32 bytes each, one after another.</param>
public sealed record UrnView(UrnSeal Seal, byte[] Leaves);

/// <summary>How many have voted. It has no field for an option.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number, from 1.</param>
/// <param name="Voted">Ballots in the box.</param>
/// <param name="Present">Members entitled and present.</param>
public sealed record Turnout(string Paper, int Round, int Voted, int Present);

/// <summary>Counts and verdict of a question.</summary>
/// <param name="Id">Question id.</param>
/// <param name="Valid">Valid ballots.</param>
/// <param name="Void">Void ballots.</param>
/// <param name="Blank">Valid ballots without a mark on it.</param>
/// <param name="Counts">Marks by option id, in printed order.</param>
/// <param name="Need">Count needed, or null.</param>
/// <param name="Verdict">passed, failed, elected, or a tier's result.</param>
/// <param name="Outcome">decided, runoff, shortfall or referred.</param>
/// <param name="Elected">Option ids, for seats.</param>
/// <param name="Tied">Option ids tied at the cut.</param>
/// <param name="Shortfall">Seats that no one filled.</param>
public sealed record ResultView(
    string Id, int Valid, int Void, int Blank, IReadOnlyDictionary<string, int> Counts, int? Need, string Verdict, string Outcome,
    IReadOnlyList<string>? Elected, IReadOnlyList<string>? Tied, int Shortfall)
{
    /// <summary>Names written in; null without.</summary>
    public IReadOnlyList<WriteInView>? WriteIns { get; init; }
    /// <summary>Percentages by option id as they are printed, without a sign; null where the paper asks for none.</summary>
    public IReadOnlyDictionary<string, string>? Percentages { get; init; }
    /// <summary>A tie on which the presiding officer's casting vote is due; for officers only.</summary>
    public bool IsCastingVoteDue { get; init; }
    /// <summary>What the presiding officer did with the casting vote: <c>for</c>, <c>against</c> or <c>declined</c>; null where there is none.</summary>
    public string? CastingVote { get; init; }
}

/// <summary>Who marked what in a round of a recorded paper; of a secret one there is none.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number, from 1.</param>
/// <param name="Entries">In the printed order of the roll: who voted, and who could have.</param>
public sealed record RollCallView(string Paper, int Round, IReadOnlyList<RollCallEntry> Entries);

/// <summary>What a member marked in a recorded round.</summary>
/// <param name="Member">Member id.</param>
/// <param name="Name">With what tells namesakes apart.</param>
/// <param name="Marks">For each question the ids marked; empty for a ballot that cannot be read; null where the member did not vote.</param>
public sealed record RollCallEntry(string Member, string Name, IReadOnlyList<IReadOnlyList<string>>? Marks);

/// <summary>Which seat did what in a test ballot. A test may say so; it says on every screen that it is one.</summary>
/// <param name="Number">Which test since the server started, from 1; 0 before the first.</param>
/// <param name="IsOn">It is going on.</param>
/// <param name="Seats">In the printed order of the roll.</param>
public sealed record TestSheet(int Number, bool IsOn, IReadOnlyList<TestSeat> Seats);

/// <summary>A seat in a test ballot.</summary>
/// <param name="Member">Member id.</param>
/// <param name="Name">With what tells namesakes apart.</param>
/// <param name="Seat">Label of the seat, if the file has one.</param>
/// <param name="State">While it is on: pressed, waiting or offline; then right, wrong, not-pressed or offline.</param>
public sealed record TestSeat(string Member, string Name, string? Seat, string State);

/// <summary>The roll.</summary>
/// <param name="Members">In the printed order.</param>
public sealed record RollView(IReadOnlyList<RollEntry> Members);

/// <summary>A member on the roll.</summary>
/// <param name="Id">Member id.</param>
/// <param name="Name">With what tells namesakes apart.</param>
/// <param name="Attendance">present, leave, absent or expected.</param>
/// <param name="Online">Whether the member's tablet is connected.</param>
/// <param name="Seat">Seat label, if the file has one.</param>
/// <param name="Group">Group, if the file has one.</param>
public sealed record RollEntry(string Id, string Name, string Attendance, bool Online, string? Seat = null, string? Group = null)
{
    /// <summary>Why on leave or absent, one of <see cref="AbsenceReasons"/>, or null.</summary>
    public string? Reason { get; init; }
    /// <summary>The same in words, or null.</summary>
    public string? Note { get; init; }
    /// <summary>Present by video.</summary>
    public bool OnVideo { get; init; }
    /// <summary>Why the member, though present, may not vote in the round that is open: one of <see cref="Refusals"/>, or null.</summary>
    public string? Bar { get; init; }
}
