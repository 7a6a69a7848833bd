namespace Voting.Domain.Contracts;

/// <summary>What a screen may ask. Who asks comes from the connection, never from a message.</summary>
public interface IVotingHub
{
    /// <summary>The whole picture for this screen, my own presses included. Reading; any number of times.</summary>
    Task<Reply<Snapshot>> Snapshot();

    /// <summary>A press. The same <c>castId</c> sent again gets the same answer; answered <em>Recorded</em> only after the commit.</summary>
    Task<Reply<Receipt>> Cast(CastRequest cast);

    /// <summary>The whole list of hashes of a closed round's urn, never an answer to a query for one. Reading.</summary>
    Task<Reply<UrnView>> Urn(RoundRef round);

    /// <summary>The roll with everybody's attendance. Reading.</summary>
    Task<Reply<RollView>> Roll();

    /// <summary>A member checks in (签到) or returns; doing it twice changes nothing.</summary>
    Task<Reply<Done>> CheckIn(MemberRef member);

    /// <summary>A member leaves the room, is on leave or absent; doing it twice changes nothing. A ballot cast before is kept.</summary>
    Task<Reply<Done>> Leave(LeaveRequest leave);

    /// <summary>A member takes part by video and is present by it, or is in the room; doing it twice changes nothing.</summary>
    Task<Reply<Done>> SetVideo(VideoRequest video);

    /// <summary>A member takes no part in a paper (回避), or does again; refused while a round of it is open.</summary>
    Task<Reply<Done>> Recuse(RecuseRequest recusal);

    /// <summary>A new one-time code for a member's seat; the device that signs in with it fences the old one.</summary>
    Task<Reply<IssuedCode>> ReplaceDevice(MemberRef member);

    /// <summary>New one-time codes for every seat that no device stands for; their earlier codes are worth nothing any more.</summary>
    Task<Reply<IssuedCodes>> IssueCodes(IssueCodesRequest issue);

    /// <summary>I take the seat of this tablet and am checked in (签到); doing it twice changes nothing.</summary>
    Task<Reply<SignedIn>> TakeSeat(TakeSeatRequest take);

    /// <summary>Starts a test ballot on every tablet, before the meeting is open.</summary>
    Task<Reply<Done>> StartTest();

    /// <summary>Ends the test ballot; the sheet says which seat failed.</summary>
    Task<Reply<TestSheet>> EndTest();

    /// <summary>Who has pressed in the test ballot, or the sheet of the last. Reading.</summary>
    Task<Reply<TestSheet>> TestSheet();

    /// <summary>Declares the meeting open; refused without a quorum.</summary>
    Task<Reply<Done>> OpenMeeting();

    /// <summary>Suspends the meeting (休会); whoever is present has to check in again. Refused while a round is open.</summary>
    Task<Reply<Done>> Suspend();

    /// <summary>Goes on with a suspended meeting (复会); refused without a quorum of the roll as it was taken again.</summary>
    Task<Reply<Done>> Resume();

    /// <summary>Another member presides from now on (主持人变更); the session of the one before is only that member's seat any more.</summary>
    Task<Reply<IssuedPost>> PassGavel(GavelRequest gavel);

    /// <summary>Another scrutineer takes a post; refused while a round is open.</summary>
    Task<Reply<IssuedPost>> ReplaceScrutineer(ScrutineerRequest scrutineer);

    /// <summary>Declares the meeting closed.</summary>
    Task<Reply<Done>> CloseMeeting();

    /// <summary>Calls an item of the agenda; the one before is finished where nothing of it is due.</summary>
    Task<Reply<Done>> CallItem(ItemRef item);

    /// <summary>An item of the agenda is finished; refused where something of it is due to be voted.</summary>
    Task<Reply<Done>> TickOff(ItemRef item);

    /// <summary>Takes the items of the agenda in another order.</summary>
    Task<Reply<Done>> Reorder(ReorderRequest order);

    /// <summary>An unplanned paper, made ready at once.</summary>
    Task<Reply<RoundView>> AddPaper(UnplannedRequest unplanned);

    /// <summary>A paper as it stands, to be changed. Reading.</summary>
    Task<Reply<PaperText>> PaperText(PaperRef paper);

    /// <summary>Proposes another text of a paper that was never opened.</summary>
    Task<Reply<Done>> ProposeAmendment(ProposeRequest proposal);

    /// <summary>Another officer agrees to a change, having seen old and new text; or it is dropped.</summary>
    Task<Reply<Done>> AnswerAmendment(AnswerRequest answer);

    /// <summary>The persons of a paper are voted one after another (逐人表决).</summary>
    Task<Reply<Done>> VoteOneByOne(PaperRef paper);

    /// <summary>The persons of a paper are voted together (合并表决), those objected to apart; where the meeting is to decide on it, that is put to the vote first.</summary>
    Task<Reply<Done>> VoteEnBloc(EnBlocRequest together);

    /// <summary>A paper is withdrawn or deferred.</summary>
    Task<Reply<Done>> SetAside(SetAsideRequest aside);

    /// <summary>A deferred paper is taken up again; doing it twice changes nothing.</summary>
    Task<Reply<Done>> TakeUp(PaperRef paper);

    /// <summary>The hall's screen shows nothing, or the meeting again.</summary>
    Task<Reply<Done>> BlankHall(HallRequest hall);

    /// <summary>Freezes the next round of a paper.</summary>
    Task<Reply<RoundView>> Prepare(PrepareRequest prepare);

    /// <summary>Opens a round that is ready; quorum is checked against the roll as it stands now.</summary>
    Task<Reply<Done>> Open(RoundRef round);

    /// <summary>Chooses how a round is voted; an open or closed one is voided, and the next of its paper is voted that way. Refused once it is tallied.</summary>
    Task<Reply<Done>> ChooseWay(WayRequest way);

    /// <summary>Enters what was counted of hands or paper.</summary>
    Task<Reply<Done>> EnterCounts(CountsRequest counts);

    /// <summary>Confirms counts that were seen: they are tallied, or void the round where more was returned than issued.</summary>
    Task<Reply<Done>> ConfirmCounts(CountsRef counts);

    /// <summary>Sends counts that were seen back to the clerk.</summary>
    Task<Reply<Done>> SendBackCounts(SendBackRequest counts);

    /// <summary>How long a round is to be open: the time advises, or closes it.</summary>
    Task<Reply<Done>> SetTime(TimeRequest time);

    /// <summary>Closes the open round. Its counting follows by itself.</summary>
    Task<Reply<Done>> Close(RoundRef round);

    /// <summary>Voids a round before its tally: its envelopes and key are destroyed, and nothing of it is counted.</summary>
    Task<Reply<Done>> Void(VoidRequest round);

    /// <summary>The presiding officer's casting vote on a tie (决定票), or that none is given; a result waits for it. Given once it stands.</summary>
    Task<Reply<Done>> GiveCastingVote(CastingVoteRequest vote);

    /// <summary>Announces a tallied round to every screen; refused while a casting vote is due.</summary>
    Task<Reply<Done>> Announce(RoundRef round);

    /// <summary>Confirms rounds (签署确认), all or none: the clerk first, then a scrutineer. Refused unless every sum reconciles; the refusal names the round.</summary>
    Task<Reply<Done>> Certify(CertifyRequest certify);

    /// <summary>Enrols the public half of the signing key that this device keeps; doing it twice changes nothing.</summary>
    Task<Reply<Done>> EnrolKey(EnrolKeyRequest enrol);

    /// <summary>How far the signing of the record is. Reading.</summary>
    Task<Reply<SigningView>> Signing();

    /// <summary>Signs certified rounds over the record as it stands (签署会议记录); a later signature replaces an earlier of mine.</summary>
    Task<Reply<Done>> SignRecord(SignRequest sign);

    /// <summary>Who marked what in a recorded round (记名表决名单), after the close or live where the paper says so. Reading.</summary>
    Task<Reply<RollCallView>> RollCall(RoundRef round);

    /// <summary>Attaches a dated follow-up to a certified result, which it never alters.</summary>
    Task<Reply<Done>> AddFollowUp(FollowUpRequest followUp);

    /// <summary>Every follow-up, in the order they were added. Reading.</summary>
    Task<Reply<FollowUpsView>> FollowUps();

    /// <summary>The head of the chain of events, to be kept outside. Reading.</summary>
    Task<Reply<HeadView>> Head();
}

/// <summary>What a screen may be told. A push may fail; a reconnect gets the whole picture.</summary>
public interface IVotingScreen
{
    /// <summary>The whole picture, on connecting.</summary>
    Task Picture(Snapshot snapshot);

    /// <summary>Phase or roll changed.</summary>
    Task Meeting(MeetingView meeting);

    /// <summary>An item was called or finished, or something of it is due.</summary>
    Task Agenda(AgendaView agenda);

    /// <summary>A change of a paper waits for a second officer, or no longer does.</summary>
    Task Amendments(IReadOnlyList<AmendmentView> amendments);

    /// <summary>A round changed its state, as far as this screen may see it.</summary>
    Task Round(RoundView round);

    /// <summary>How many have voted; at most once a second, and the final number at the close.</summary>
    Task Turnout(Turnout turnout);

    /// <summary>A test ballot is on (state <c>open</c>) or over (<c>over</c>); it is no round.</summary>
    Task TestBallot(RoundView test);

    /// <summary>Whether I am checked in, when that changed.</summary>
    Task Presence(bool present);

    /// <summary>Why I may not vote in the round that is open, or that nothing is in the way any more; before the round itself.</summary>
    Task Barred(Bar bar);

    /// <summary>My post has passed to somebody else: this session comes back as my seat, or not at all.</summary>
    Task Yielded();

    /// <summary>Another device has taken this seat.</summary>
    Task Fenced();
}
