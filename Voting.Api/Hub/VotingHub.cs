using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Voting.Api.Accounts;
using Voting.Api.Features.Meetings;
using Voting.Api.Features.Papers;
using Voting.Api.Features.People;
using Voting.Api.Features.Records;
using Voting.Api.Features.Rounds;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;

namespace Voting.Api.Hub;

/// <summary>Identity in, command out. Every method states its policy, which <see cref="PolicyFilter"/> enforces.</summary>
[Authorize(Policies.Anyone)]
public sealed class VotingHub(IMediator mediator, Sessions sessions, Caller caller, Pictures pictures) : Hub<IVotingScreen>, IVotingHub
{
    public const string Path = "/hub";

    [Policy(Policies.Anyone)]
    public Task<Reply<Snapshot>> Snapshot() => mediator.Send(new GetSnapshot());

    [Policy(Policies.Seat)]
    public Task<Reply<Receipt>> Cast(CastRequest cast) => mediator.Send(new Cast(cast));

    [Policy(Policies.Anyone)]
    public Task<Reply<UrnView>> Urn(RoundRef round) => mediator.Send(new GetUrn(round));

    [Policy(Policies.Officers)]
    public Task<Reply<RollView>> Roll() => mediator.Send(new GetRoll());

    [Policy(Policies.Clerk)]
    public Task<Reply<Done>> CheckIn(MemberRef member) => mediator.Send(new CheckIn(member));

    [Policy(Policies.Clerk)]
    public Task<Reply<Done>> Leave(LeaveRequest leave) => mediator.Send(new Leave(leave));

    [Policy(Policies.Clerk)]
    public Task<Reply<Done>> SetVideo(VideoRequest video) => mediator.Send(new SetVideo(video));

    [Policy(Policies.Clerk)]
    public Task<Reply<Done>> Recuse(RecuseRequest recusal) => mediator.Send(new Recuse(recusal));

    [Policy(Policies.Clerk)]
    public Task<Reply<IssuedCode>> ReplaceDevice(MemberRef member) => mediator.Send(new ReplaceDevice(member));

    [Policy(Policies.Clerk)]
    public async Task<Reply<IssuedCodes>> IssueCodes(IssueCodesRequest issue) => CodeCards.Draw(await mediator.Send(new IssueCodes(issue)), issue.Address);

    [Policy(Policies.Member)]
    public Task<Reply<SignedIn>> TakeSeat(TakeSeatRequest take) => mediator.Send(new TakeSeat(take));

    [Policy(Policies.Clerk)]
    public Task<Reply<Done>> StartTest() => mediator.Send(new StartTest());

    [Policy(Policies.Clerk)]
    public Task<Reply<TestSheet>> EndTest() => mediator.Send(new EndTest());

    [Policy(Policies.Clerk)]
    public Task<Reply<TestSheet>> TestSheet() => mediator.Send(new GetTestSheet());

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> OpenMeeting() => mediator.Send(new OpenMeeting());

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> Suspend() => mediator.Send(new Suspend());

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> Resume() => mediator.Send(new Resume());

    [Policy(Policies.Conduct)]
    public Task<Reply<IssuedPost>> PassGavel(GavelRequest gavel) => mediator.Send(new PassGavel(gavel));

    [Policy(Policies.Clerk)]
    public Task<Reply<IssuedPost>> ReplaceScrutineer(ScrutineerRequest scrutineer) => mediator.Send(new ReplaceScrutineer(scrutineer));

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> CloseMeeting() => mediator.Send(new CloseMeeting());

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> CallItem(ItemRef item) => mediator.Send(new CallItem(item));

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> TickOff(ItemRef item) => mediator.Send(new TickOff(item));

    [Policy(Policies.Clerk)]
    public Task<Reply<Done>> Reorder(ReorderRequest order) => mediator.Send(new Reorder(order));

    [Policy(Policies.Conduct)]
    public Task<Reply<RoundView>> AddPaper(UnplannedRequest unplanned) => mediator.Send(new AddPaper(unplanned));

    [Policy(Policies.Conduct)]
    public Task<Reply<PaperText>> PaperText(PaperRef paper) => mediator.Send(new GetPaperText(paper));

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> ProposeAmendment(ProposeRequest proposal) => mediator.Send(new ProposeAmendment(proposal));

    [Policy(Policies.Officers)]
    public Task<Reply<Done>> AnswerAmendment(AnswerRequest answer) => mediator.Send(new AnswerAmendment(answer));

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> VoteOneByOne(PaperRef paper) => mediator.Send(new VoteOneByOne(paper));

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> VoteEnBloc(EnBlocRequest together) => mediator.Send(new VoteEnBloc(together));

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> SetAside(SetAsideRequest aside) => mediator.Send(new SetAsidePaper(aside));

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> TakeUp(PaperRef paper) => mediator.Send(new TakeUpPaper(paper));

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> BlankHall(HallRequest hall) => mediator.Send(new BlankHall(hall));

    [Policy(Policies.Conduct)]
    public Task<Reply<RoundView>> Prepare(PrepareRequest prepare) => mediator.Send(new PrepareRound(prepare));

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> Open(RoundRef round) => mediator.Send(new OpenRound(round));

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> ChooseWay(WayRequest way) => mediator.Send(new ChooseWay(way));

    [Policy(Policies.Clerk)]
    public Task<Reply<Done>> EnterCounts(CountsRequest counts) => mediator.Send(new EnterCounts(counts));

    [Policy(Policies.Scrutineer)]
    public Task<Reply<Done>> ConfirmCounts(CountsRef counts) => mediator.Send(new ConfirmCounts(counts));

    [Policy(Policies.Scrutineer)]
    public Task<Reply<Done>> SendBackCounts(SendBackRequest counts) => mediator.Send(new SendBackCounts(counts));

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> SetTime(TimeRequest time) => mediator.Send(new SetTime(time));

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> Close(RoundRef round) => mediator.Send(new CloseRound(round));

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> Void(VoidRequest round) => mediator.Send(new VoidRound(round));

    [Policy(Policies.PresidingOfficer)]
    public Task<Reply<Done>> GiveCastingVote(CastingVoteRequest vote) => mediator.Send(new GiveCastingVote(vote));

    [Policy(Policies.Conduct)]
    public Task<Reply<Done>> Announce(RoundRef round) => mediator.Send(new AnnounceRound(round));

    [Policy(Policies.Certify)]
    public Task<Reply<Done>> Certify(CertifyRequest certify) => mediator.Send(new CertifyRounds(certify));

    [Policy(Policies.Certify)]
    public Task<Reply<Done>> EnrolKey(EnrolKeyRequest enrol) => mediator.Send(new EnrolKey(enrol));

    [Policy(Policies.Certify)]
    public Task<Reply<SigningView>> Signing() => mediator.Send(new GetSigning());

    [Policy(Policies.Certify)]
    public Task<Reply<Done>> SignRecord(SignRequest sign) => mediator.Send(new SignRecord(sign));

    [Policy(Policies.Names)]
    public Task<Reply<RollCallView>> RollCall(RoundRef round) => mediator.Send(new GetRollCall(round));

    [Policy(Policies.Clerk)]
    public Task<Reply<Done>> AddFollowUp(FollowUpRequest followUp) => mediator.Send(new AddFollowUp(followUp));

    [Policy(Policies.Officers)]
    public Task<Reply<FollowUpsView>> FollowUps() => mediator.Send(new GetFollowUps());

    [Policy(Policies.Officers)]
    public Task<Reply<HeadView>> Head() => mediator.Send(new GetHead());

    /// <summary>What <see cref="ForgivingProtocol"/> turns an unreadable call into.</summary>
    [Policy(Policies.Anyone)]
    [HubMethodName(ForgivingProtocol.Malformed)]
    public Refused Malformed() => new(new Refusal(Refusals.Malformed));

    public override async Task OnConnectedAsync()
    {
        caller.Take(Context.User!);
        if (!sessions.Stands(caller.SessionId))
        {
            Context.Abort();
            return;
        }

        sessions.Connected(caller.SessionId, caller.MemberId, caller.Role == Roles.Member, Context);
        foreach (var group in GroupsOf(caller.Role)) await Groups.AddToGroupAsync(Context.ConnectionId, group);
        if (caller.MemberId is { } member) await Groups.AddToGroupAsync(Context.ConnectionId, Screens.Of(member));
        await pictures.Give(async () =>
        {
            var snapshot = await mediator.Send(new GetSnapshot());
            if (snapshot.Value is { } picture) await Clients.Caller.Picture(picture);
        });
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        sessions.Disconnected(Context.User?.FindFirst(SessionClaims.Session)?.Value ?? "", Context);
        return Task.CompletedTask;
    }

    private static string[] GroupsOf(string role) => role switch
    {
        Roles.Member => [Screens.Seats],
        Roles.Attendee => [Screens.Onlookers],
        Roles.Display => [Screens.Onlookers, Screens.TurnoutScreens],
        _ => [Screens.Officers, Screens.TurnoutScreens],
    };
}

/// <summary>A refusal as an answer to any method.</summary>
public sealed record Refused(Refusal Refusal);
