namespace Voting.Domain.Contracts;

/// <summary>Every refusal there is: its stable code, and what a screen says in Chinese and in English.</summary>
public static class Refusals
{
#pragma warning disable CS1591 // Each code says itself, and its words stand below.
    public const string NotOnRoll = "not-on-roll";
    public const string NotPresent = "not-present";
    public const string NotEntitled = "not-entitled";
    public const string IsRecused = "is-recused";
    public const string WaitsForNextRound = "waits-for-next-round";
    public const string RoundNotOpen = "round-not-open";
    public const string ClosedSeeUrn = "closed-see-urn";
    public const string StaleSeq = "stale-seq";
    public const string AlreadyVoted = "already-voted";
    public const string DuplicateEnvelope = "duplicate-envelope";
    public const string CastIdTaken = "cast-id-taken";
    public const string CastIdReused = "cast-id-reused";
    public const string WrongSize = "wrong-size";
    public const string TryAgain = "try-again";
    public const string NoQuorum = "no-quorum";
    public const string UnknownMember = "unknown-member";
    public const string HoldsThePost = "holds-the-post";
    public const string NotInTheRoom = "not-in-the-room";
    public const string UnknownPaper = "unknown-paper";
    public const string UnknownRound = "unknown-round";
    public const string UnknownQuestion = "unknown-question";
    public const string UnknownItem = "unknown-item";
    public const string StillDue = "still-due";
    public const string AmendmentPending = "amendment-pending";
    public const string OwnAmendment = "own-amendment";
    public const string BadPaper = "bad-paper";
    public const string PaperWasVoted = "paper-was-voted";
    public const string PaperWithdrawn = "paper-withdrawn";
    public const string NoEnBloc = "no-en-bloc";
    public const string NothingChanged = "nothing-changed";
    public const string TestIsOn = "test-is-on";
    public const string SecretRound = "secret-round";
    public const string NamesAfterClose = "names-after-close";
    public const string NoNames = "no-names";
    public const string NotInSession = "not-in-session";
    public const string MeetingSuspended = "meeting-suspended";
    public const string MeetingClosed = "meeting-closed";
    public const string RoundStillOpen = "round-still-open";
    public const string AnotherRoundOpen = "another-round-open";
    public const string NothingDue = "nothing-due";
    public const string WrongState = "wrong-state";
    public const string DoesNotReconcile = "does-not-reconcile";
    public const string EnginesDisagree = "engines-disagree";
    public const string KeyMissing = "key-missing";
    public const string CountsDoNotAddUp = "counts-do-not-add-up";
    public const string CountsChanged = "counts-changed";
    public const string ReasonNeeded = "reason-needed";
    public const string DecisionNeeded = "decision-needed";
    public const string ChairDecides = "chair-decides";
    public const string CastingVoteDue = "casting-vote-due";
    public const string NoCastingVote = "no-casting-vote";
    public const string NobodyByHands = "nobody-by-hands";
    public const string NoDevices = "no-devices";
    public const string VotesByHands = "votes-by-hands";
    public const string KeyOfAnother = "key-of-another";
    public const string TooManyKeys = "too-many-keys";
    public const string KeyNotEnrolled = "key-not-enrolled";
    public const string RecordChanged = "record-changed";
    public const string WrongSignature = "wrong-signature";
    public const string NotPermitted = "not-permitted";
    public const string DeviceReplaced = "device-replaced";
    public const string UnknownCode = "unknown-code";
    public const string WrongPassword = "wrong-password";
    public const string WrongSignIn = "wrong-sign-in";
    public const string WrongFactor = "wrong-factor";
    public const string FactorNeeded = "factor-needed";
    public const string WrongProof = "wrong-proof";
    public const string NotProved = "not-proved";
    public const string TooManyTries = "too-many-tries";
    public const string UnknownToken = "unknown-token";
    public const string TooManyRequests = "too-many-requests";
    public const string NotCertified = "not-certified";
    public const string Malformed = "malformed";
#pragma warning restore CS1591

    private static readonly Dictionary<string, (string Zh, string En)> Words = new()
    {
        [NotOnRoll] = ("不在应到人员名册上，不能表决。", "Not on the roll: may not vote."),
        [NotPresent] = ("尚未签到或已离场，不能表决。", "Not checked in, or has left: may not vote."),
        [NotEntitled] = ("本表决票不由您所在的组别表决。", "This paper is voted by other groups."),
        [IsRecused] = ("您在本项表决中回避，不参加表决。", "You are recused from this paper and do not vote on it."),
        [WaitsForNextRound] = ("表决开始后签到，请等待下一次表决。", "Checked in after the opening: please wait for the next round."),
        [RoundNotOpen] = ("本次表决尚未开始或不存在。", "This round is not open."),
        [ClosedSeeUrn] = ("表决已结束，请在票箱清单中核对本票。", "The round is closed: look for your ballot in the urn."),
        [StaleSeq] = ("已有更新的提交，本次提交未计入。", "A later press is already recorded; this one is not."),
        [AlreadyVoted] = ("已经提交，本次表决以第一次提交为准。", "Already recorded: in this round the first press counts."),
        [DuplicateEnvelope] = ("该选票信封已在票箱中。", "This very envelope is already in the box."),
        [CastIdTaken] = ("提交编号已被使用。", "This cast id is taken."),
        [CastIdReused] = ("同一提交编号不能用于不同的选票。", "One cast id cannot stand for two ballots."),
        [WrongSize] = ("选票大小与本次表决不符。", "The ballot does not have the size of this round."),
        [TryAgain] = ("暂时无法保存，请重新提交。", "Could not be stored just now: please send it again."),
        [NoQuorum] = ("在场人数不足法定人数。", "There is no quorum."),
        [UnknownMember] = ("名册上没有该人员。", "There is no such member on the roll."),
        [HoldsThePost] = ("该人员已担任此职。", "That person holds the post already."),
        [NotInTheRoom] = ("该人员不在会场，不能担任。", "That member is not in the room and cannot take the post."),
        [UnknownPaper] = ("没有该表决票。", "There is no such paper."),
        [UnknownRound] = ("没有该次表决。", "There is no such round."),
        [UnknownQuestion] = ("该次表决没有这道题目。", "That round does not hold this question."),
        [UnknownItem] = ("没有该项议程。", "There is no such item on the agenda."),
        [StillDue] = ("本项议程还有表决没有进行。", "Something of this item is still to be voted."),
        [AmendmentPending] = ("修改尚待另一名工作人员同意。", "A change of it waits for another officer to agree."),
        [OwnAmendment] = ("提出修改的人不能自己同意，须由另一人核对。", "Whoever proposed a change cannot agree to it: another officer must."),
        [BadPaper] = ("表决票内容不正确。", "The paper is not right."),
        [PaperWasVoted] = ("该表决票已经表决过，不能再修改，请另立表决票。", "This paper has been put to the vote and is not changed any more: make another."),
        [PaperWithdrawn] = ("该表决票已撤回。", "This paper was withdrawn."),
        [NoEnBloc] = ("不能合并表决。", "These cannot be voted together."),
        [NothingChanged] = ("没有可改的内容。", "That would change nothing."),
        [TestIsOn] = ("试表决正在进行，请先结束。", "A test ballot is on: please end it first."),
        [SecretRound] = ("无记名表决，没有记名名单。", "A secret round has no list of names."),
        [NoNames] = ("举手和纸质表决没有记名名单。", "Hands and paper have no list of names."),
        [NamesAfterClose] = ("表决结束后才有记名名单。", "The list of names is there after the close."),
        [NotInSession] = ("会议尚未开始。", "The meeting is not in session."),
        [MeetingSuspended] = ("正在休会，请先复会。", "The meeting is suspended: it must be resumed first."),
        [MeetingClosed] = ("会议已结束。", "The meeting is closed."),
        [RoundStillOpen] = ("还有一次表决没有完成。", "A round is not finished yet."),
        [AnotherRoundOpen] = ("另一次表决正在进行。", "Another round is open."),
        [NothingDue] = ("该表决票没有待进行的表决。", "Nothing of this paper is due to be voted."),
        [WrongState] = ("当前状态下不能进行此操作。", "This cannot be done in the present state."),
        [DoesNotReconcile] = ("票数不平衡。", "The sums do not reconcile."),
        [EnginesDisagree] = ("两套计票程序结果不一致，不能公布。", "The two counting engines disagree: there is no result."),
        [KeyMissing] = ("本次表决的密钥缺失，票箱无法开启，只能作废后重新表决。", "The key of this round is missing: its urn cannot be opened; void it and vote again."),
        [CountsDoNotAddUp] = ("录入的票数不平衡，请核对。", "The counts entered do not add up: please check them."),
        [CountsChanged] = ("票数已重新录入，请核对新的票数。", "The counts were entered anew: please look at the new ones."),
        [ReasonNeeded] = ("正在进行的表决改用其他方式，须说明原因。", "An open round goes another way only for a reason."),
        [DecisionNeeded] = ("无记名表决改为举手，须记录主持人的决定。", "A secret paper goes to a show of hands only on the presiding officer's recorded decision."),
        [ChairDecides] = ("无记名表决改为举手，只能由主持人决定。", "Only the presiding officer may let a secret paper go to a show of hands."),
        [CastingVoteDue] = ("赞成票与反对票相等，须先由主持人投决定票，或者表示不投。", "The votes are equal: the presiding officer must first give a casting vote, or decline to."),
        [NoCastingVote] = ("本题没有须由主持人决定的相等票数，或者决定票已经投出。", "There is no tie here that waits for a casting vote, or it was given already."),
        [NobodyByHands] = ("请选择以举手方式表决的人员。", "Choose the members who vote by a show of hands."),
        [NoDevices] = ("本次表决不使用表决器。", "This round is not voted by device."),
        [VotesByHands] = ("本次表决您以举手方式表决，不使用表决器。", "In this round you vote by a show of hands, not by device."),
        [KeyOfAnother] = ("这把签名密钥属于另一人：工作人员和监票人须各用自己的密钥。", "This signing key is somebody else's: clerk and scrutineer each sign with a key of their own."),
        [TooManyKeys] = ("该岗位登记的签名密钥过多。", "Too many signing keys are enrolled for this post."),
        [KeyNotEnrolled] = ("本机的签名密钥尚未登记。", "The signing key of this device is not enrolled."),
        [RecordChanged] = ("会议记录刚有变动，请重新签署。", "The record has just changed: please sign it again."),
        [WrongSignature] = ("签名与会议记录不符，未保存。", "The signature does not fit the record and was not kept."),
        [NotPermitted] = ("您的身份不能进行此操作。", "Your role does not permit this."),
        [DeviceReplaced] = ("该席位已换用另一台设备。", "Another device has taken this seat."),
        [UnknownCode] = ("登录码无效或已使用。", "The code is unknown or used."),
        [WrongPassword] = ("岗位或密码不正确。", "The post or the password is not right."),
        [WrongSignIn] = ("岗位、密码或动态口令不正确；动态口令只能使用一次。", "Post, password or second factor is not right; a second factor is right once only."),
        [WrongFactor] = ("动态口令不正确或已使用，请用下一个。", "The second factor is not right, or was used: please take the next one."),
        [FactorNeeded] = ("请输入动态口令或备用码。", "Please enter the second factor too."),
        [WrongProof] = ("不正确，请核对后重新输入。", "That is not right: please check it and enter it again."),
        [NotProved] = ("请先在本机签到，再表决。", "Please check in on this tablet first."),
        [TooManyTries] = ("尝试次数过多，请一分钟后再试。", "Too many tries: please wait a minute."),
        [UnknownToken] = ("没有令牌，或令牌无效、已撤销。", "There is no token, or it is unknown or was revoked."),
        [TooManyRequests] = ("请求过于频繁，请稍后再试。", "Too many requests: please ask again later."),
        [NotCertified] = ("会议尚未结束，或表决尚未全部签署确认，还没有可供读取的会议记录。", "The meeting is not closed, or a round is not certified: there is no record to read yet."),
        [Malformed] = ("请求格式不正确。", "The request is not well-formed."),
    };

    /// <summary>Every code.</summary>
    public static IReadOnlyCollection<string> Codes => Words.Keys;

    /// <summary>The words of a refusal; an unknown code is shown as it is.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="chinese">Chinese, else English.</param>
    public static string Text(Refusal refusal, bool chinese)
    {
        var text = Words.TryGetValue(refusal.Code, out var words) ? chinese ? words.Zh : words.En : refusal.Code;
        return (chinese ? refusal.Chinese ?? refusal.Detail : refusal.Detail) is { } detail ? chinese ? $"{text}（{detail}）" : $"{text} ({detail})" : text;
    }
}
