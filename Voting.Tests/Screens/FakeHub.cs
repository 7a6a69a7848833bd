using Voting.Domain.Contracts;
using Voting.Domain.Sealing;

namespace Voting.Tests.Screens;

/// <summary>A server that answers casts one after another as it is told; what it is not told of never comes.</summary>
internal sealed class FakeHub(params Func<CastRequest, Task<Reply<Receipt>>>[] answers) : IVotingHub
{
    private readonly Queue<Func<CastRequest, Task<Reply<Receipt>>>> _answers = new(answers);

    public List<CastRequest> Casts { get; } = [];

    /// <summary>What else was asked, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Counts of hands or paper that came last.</summary>
    public CountsRequest? Entered { get; private set; }

    public Func<Task<Reply<Done>>> Answer { get; set; } = () => Task.FromResult<Reply<Done>>(Done.It);
    public RollView RollIs { get; set; } = new([]);
    public Func<Reply<UrnView>> UrnIs { get; set; } = () => new Refusal(Refusals.UnknownRound);
    public Func<Reply<Snapshot>> SnapshotIs { get; set; } = () => new Refusal(Refusals.TryAgain);

    public Func<Reply<SigningView>> SigningIs { get; set; } = () => new SigningView(new string('0', 64), 0, 0, false, [], []);

    /// <summary>What was signed, in order.</summary>
    public List<SignRequest> Signatures { get; } = [];

    public Func<TakeSeatRequest, Task<Reply<SignedIn>>> SeatIs { get; set; } = _ => throw new NotSupportedException();
    public Func<IssueCodesRequest, Reply<IssuedCodes>> CodesAre { get; set; } = _ => throw new NotSupportedException();

    public static Task<Reply<Receipt>> Recorded(CastRequest cast) => Task.FromResult<Reply<Receipt>>(new Receipt(cast.CastId, cast.Seq));

    public static Task<Reply<Receipt>> Lost(CastRequest cast) => Task.FromException<Reply<Receipt>>(new IOException("The connection was lost."));

    public static Func<CastRequest, Task<Reply<Receipt>>> Refused(string code) => _ => Task.FromResult<Reply<Receipt>>(new Refusal(code));

    public Task<Reply<Receipt>> Cast(CastRequest cast)
    {
        Casts.Add(cast);
        return _answers.TryDequeue(out var answer) ? answer(cast) : new TaskCompletionSource<Reply<Receipt>>().Task;
    }

    public Task<Reply<UrnView>> Urn(RoundRef round) => Task.FromResult(UrnIs());
    public Task<Reply<Snapshot>> Snapshot() => Task.FromResult(SnapshotIs());
    public Task<Reply<RollView>> Roll() => Task.FromResult<Reply<RollView>>(RollIs);
    public Task<Reply<Done>> CheckIn(MemberRef member) => Do($"{nameof(CheckIn)} {member}");
    public Task<Reply<Done>> Leave(LeaveRequest leave) => Do($"{nameof(Leave)} {leave}");
    public Task<Reply<Done>> SetVideo(VideoRequest video) => Do($"{nameof(SetVideo)} {video}");
    public Task<Reply<Done>> Recuse(RecuseRequest recusal) => Do($"{nameof(Recuse)} {recusal}");
    public Task<Reply<IssuedCode>> ReplaceDevice(MemberRef member) => Task.FromResult<Reply<IssuedCode>>(new IssuedCode("AAAA-BBBB-CCCC"));
    public Task<Reply<IssuedCodes>> IssueCodes(IssueCodesRequest issue) => Task.FromResult(CodesAre(issue));
    public Task<Reply<SignedIn>> TakeSeat(TakeSeatRequest take) => SeatIs(take);
    public Task<Reply<Done>> StartTest() => Do(nameof(StartTest));
    public Func<TestSheet> TestIs { get; set; } = () => new TestSheet(0, false, []);
    public Task<Reply<TestSheet>> EndTest() => Task.FromResult<Reply<TestSheet>>(TestIs());
    public Task<Reply<TestSheet>> TestSheet() => Task.FromResult<Reply<TestSheet>>(TestIs());
    public Task<Reply<Done>> OpenMeeting() => Do(nameof(OpenMeeting));
    public Task<Reply<Done>> Suspend() => Do(nameof(Suspend));
    public Task<Reply<Done>> Resume() => Do(nameof(Resume));
    public Task<Reply<IssuedPost>> PassGavel(GavelRequest gavel) => Issued($"{nameof(PassGavel)} {gavel}", Posts.PresidingOfficer);
    public Task<Reply<IssuedPost>> ReplaceScrutineer(ScrutineerRequest scrutineer) => Issued($"{nameof(ReplaceScrutineer)} {scrutineer}", Posts.FirstScrutineer);
    public Task<Reply<Done>> CloseMeeting() => Do(nameof(CloseMeeting));
    public Task<Reply<Done>> CallItem(ItemRef item) => Do($"{nameof(CallItem)} {item}");
    public Task<Reply<Done>> TickOff(ItemRef item) => Do($"{nameof(TickOff)} {item}");
    public Task<Reply<Done>> Reorder(ReorderRequest order) => Do($"{nameof(Reorder)} {order}");
    public Task<Reply<Done>> ProposeAmendment(ProposeRequest proposal) => Do($"{nameof(ProposeAmendment)} {proposal}");
    public Task<Reply<Done>> AnswerAmendment(AnswerRequest answer) => Do($"{nameof(AnswerAmendment)} {answer}");
    public Task<Reply<Done>> VoteOneByOne(PaperRef paper) => Do($"{nameof(VoteOneByOne)} {paper}");
    public Task<Reply<Done>> VoteEnBloc(EnBlocRequest together) => Do($"{nameof(VoteEnBloc)} {together}");
    public Task<Reply<Done>> SetAside(SetAsideRequest aside) => Do($"{nameof(SetAside)} {aside}");
    public Task<Reply<Done>> TakeUp(PaperRef paper) => Do($"{nameof(TakeUp)} {paper}");
    public async Task<Reply<RoundView>> AddPaper(UnplannedRequest unplanned) =>
        (await Do($"{nameof(AddPaper)} {unplanned with { Candidates = [] }} {string.Join(',', unplanned.Candidates)}".TrimEnd())).Refusal is { } refusal ? refusal : Pictures.Open() with { State = "ready" };
    public Func<Reply<PaperText>> TextIs { get; set; } = () => new Refusal(Refusals.UnknownPaper);
    public Task<Reply<PaperText>> PaperText(PaperRef paper) => Task.FromResult(TextIs());
    public Task<Reply<Done>> BlankHall(HallRequest hall) => Do($"{nameof(BlankHall)} {hall}");
    public async Task<Reply<RoundView>> Prepare(PrepareRequest prepare) =>
        (await Do($"{nameof(Prepare)} {prepare}")).Refusal is { } refusal ? refusal : Pictures.Open() with { State = "ready" };
    public Task<Reply<Done>> Open(RoundRef round) => Do($"{nameof(Open)} {round}");
    public Task<Reply<Done>> ChooseWay(WayRequest way) => Do($"{nameof(ChooseWay)} {way.Paper} {way.Round} {way.Way} {way.Reason} {way.Decision} {string.Join(',', way.ByHands ?? [])}".TrimEnd());
    public Task<Reply<Done>> EnterCounts(CountsRequest counts)
    {
        Entered = counts;
        return Do($"{nameof(EnterCounts)} {counts.Paper} {counts.Round}");
    }

    public Task<Reply<Done>> ConfirmCounts(CountsRef counts) => Do($"{nameof(ConfirmCounts)} {counts}");
    public Task<Reply<Done>> SendBackCounts(SendBackRequest counts) => Do($"{nameof(SendBackCounts)} {counts}");
    public Task<Reply<Done>> SetTime(TimeRequest time) => Do($"{nameof(SetTime)} {time}");
    public Task<Reply<Done>> Close(RoundRef round) => Do($"{nameof(Close)} {round}");
    public Task<Reply<Done>> Void(VoidRequest round) => Do($"{nameof(Void)} {round}");
    public Task<Reply<Done>> GiveCastingVote(CastingVoteRequest vote) => Do($"{nameof(GiveCastingVote)} {vote.Paper} {vote.Round} {vote.Question} {vote.Vote}");
    public Task<Reply<Done>> Announce(RoundRef round) => Do($"{nameof(Announce)} {round}");
    public Task<Reply<Done>> Certify(CertifyRequest certify) => Do($"{nameof(Certify)} {string.Join(' ', certify.Rounds.Select(r => $"{r.Paper}/{r.Round}"))} {certify.Factor}".TrimEnd());
    public Task<Reply<RollCallView>> RollCall(RoundRef round) => Task.FromResult<Reply<RollCallView>>(new Refusal(Refusals.SecretRound));
    public Task<Reply<Done>> AddFollowUp(FollowUpRequest followUp) => Do($"{nameof(AddFollowUp)} {followUp}");
    public Task<Reply<FollowUpsView>> FollowUps() => Task.FromResult<Reply<FollowUpsView>>(new FollowUpsView([]));
    public Task<Reply<Done>> EnrolKey(EnrolKeyRequest enrol) => Do($"{nameof(EnrolKey)} {new SigningKey(Signer.Es256, enrol.PublicKey).Id}");
    public Task<Reply<SigningView>> Signing() => Task.FromResult(SigningIs());
    public Task<Reply<Done>> SignRecord(SignRequest sign)
    {
        Signatures.Add(sign);
        return Do(nameof(SignRecord));
    }

    public Task<Reply<HeadView>> Head() => Task.FromResult<Reply<HeadView>>(new HeadView(7, new string('a', 64)));

    private async Task<Reply<IssuedPost>> Issued(string asked, string post) =>
        (await Do(asked)).Refusal is { } refusal ? refusal : new IssuedPost(post, "委员02", "AAAA-BBBB-CCCC", "DDDD-EEEE-FFFF");

    private Task<Reply<Done>> Do(string asked)
    {
        Asked.Add(asked);
        return Answer();
    }
}
