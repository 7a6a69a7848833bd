using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.AspNetCore.SignalR.Client;
using Voting.Domain.Contracts;

namespace Voting.Rehearsal;

/// <summary>Somebody at a screen: a session and a connection to the hub.</summary>
public class Participant : IVotingHub, IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 256 });

    private readonly Uri _server;
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected Participant(Uri server, SignedIn who, string cookie)
    {
        _server = server;
        Who = who;
        Cookie = cookie;
        Hub = new HubConnectionBuilder()
            .WithUrl(new Uri(server, "/hub"), options =>
            {
                options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
                options.Headers["Cookie"] = cookie;
            })
            .WithAutomaticReconnect(new Patience())
            .Build();
        Hub.On<Snapshot>(nameof(IVotingScreen.Picture), OnPicture);
        Hub.On<MeetingView>(nameof(IVotingScreen.Meeting), OnMeeting);
        Hub.On<AgendaView>(nameof(IVotingScreen.Agenda), _ => { });
        Hub.On<RoundView>(nameof(IVotingScreen.Round), OnRound);
        Hub.On<Turnout>(nameof(IVotingScreen.Turnout), OnTurnout);
        Hub.On<RoundView>(nameof(IVotingScreen.TestBallot), OnTest);
        Hub.On<bool>(nameof(IVotingScreen.Presence), OnPresence);
        Hub.On<Bar>(nameof(IVotingScreen.Barred), OnBarred);
        Hub.On(nameof(IVotingScreen.Yielded), () => { });
        Hub.On(nameof(IVotingScreen.Fenced), () => { });
        Hub.Reconnecting += _ =>
        {
            _connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return Task.CompletedTask;
        };
        Hub.Reconnected += _ =>
        {
            _connected.TrySetResult();
            return Task.CompletedTask;
        };
    }

    public SignedIn Who { get; }
    public string Cookie { get; }
    public HubConnection Hub { get; }

    /// <summary>Exchanges a one-time code for a session.</summary>
    /// <exception cref="RefusedException">The code was refused.</exception>
    public static Task<(SignedIn Who, string Cookie)> SignIn(Uri server, string code) => SignIn(server, new SignInRequest(code));

    /// <summary>Exchanges a one-time code, or an officer's password, for a session.</summary>
    /// <exception cref="RefusedException">It was refused.</exception>
    public static async Task<(SignedIn Who, string Cookie)> SignIn(Uri server, SignInRequest asked)
    {
        using var response = await Http.PostAsJsonAsync(new Uri(server, "/sign-in"), asked);
        var reply = await response.Content.ReadFromJsonAsync<Reply<SignedIn>>() ?? throw new RefusedException(new Refusal(Refusals.Malformed));
        var who = reply.Value ?? throw new RefusedException(reply.Refusal!);
        return (who, response.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    public static Task<Participant> Join(Uri server, string code) => Join(server, new SignInRequest(code));

    public static async Task<Participant> Join(Uri server, SignInRequest asked)
    {
        var (who, cookie) = await SignIn(server, asked);
        var participant = new Participant(server, who, cookie);
        await participant.Connect();
        return participant;
    }

    public async Task Connect()
    {
        await Hub.StartAsync();
        _connected.TrySetResult();
    }

    /// <summary>Waits until the connection stands again.</summary>
    public Task Connected(CancellationToken stop) => _connected.Task.WaitAsync(stop);

    /// <summary>Waits, through a restart of the server, until it answers again.</summary>
    public async Task Back(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await Connected(stop);
                await Snapshot().WaitAsync(TimeSpan.FromSeconds(5), stop);
                return;
            }
            catch (Exception e) when (IsNoAnswer(e) && !stop.IsCancellationRequested)
            {
                await Task.Delay(50, stop);
            }
        }
    }

    /// <summary>Whether this only says that the network or the server was away.</summary>
    // The hub's client tells a connection that ended within a message as invalid data; that of HTTP a connection that ended in the
    // instant it stood as the bare error of the socket.
    public static bool IsNoAnswer(Exception e) => e is InvalidOperationException or IOException or InvalidDataException or HttpRequestException or TimeoutException
        or System.Net.WebSockets.WebSocketException or System.Net.Sockets.SocketException or OperationCanceledException;

    /// <summary>Gets something of the server's that this session may have.</summary>
    public async Task<byte[]> Get(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server, path));
        request.Headers.Add("Cookie", Cookie);
        using var response = await Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>The second path of a cast: plain HTTP to the same handler.</summary>
    public async Task<Reply<Receipt>> CastOverHttp(CastRequest cast)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server, "/cast")) { Content = JsonContent.Create(cast) };
        request.Headers.Add("Cookie", Cookie);
        using var response = await Http.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<Reply<Receipt>>())!;
    }

    public Task<Reply<Snapshot>> Snapshot() => Hub.InvokeAsync<Reply<Snapshot>>(nameof(Snapshot));
    public Task<Reply<Receipt>> Cast(CastRequest cast) => Hub.InvokeAsync<Reply<Receipt>>(nameof(Cast), cast);
    public Task<Reply<UrnView>> Urn(RoundRef round) => Hub.InvokeAsync<Reply<UrnView>>(nameof(Urn), round);
    public Task<Reply<RollView>> Roll() => Hub.InvokeAsync<Reply<RollView>>(nameof(Roll));
    public Task<Reply<Done>> CheckIn(MemberRef member) => Hub.InvokeAsync<Reply<Done>>(nameof(CheckIn), member);
    public Task<Reply<Done>> Leave(LeaveRequest leave) => Hub.InvokeAsync<Reply<Done>>(nameof(Leave), leave);
    public Task<Reply<Done>> SetVideo(VideoRequest video) => Hub.InvokeAsync<Reply<Done>>(nameof(SetVideo), video);
    public Task<Reply<Done>> Recuse(RecuseRequest recusal) => Hub.InvokeAsync<Reply<Done>>(nameof(Recuse), recusal);
    public Task<Reply<IssuedCode>> ReplaceDevice(MemberRef member) => Hub.InvokeAsync<Reply<IssuedCode>>(nameof(ReplaceDevice), member);
    public Task<Reply<IssuedCodes>> IssueCodes(IssueCodesRequest issue) => Hub.InvokeAsync<Reply<IssuedCodes>>(nameof(IssueCodes), issue);
    public Task<Reply<SignedIn>> TakeSeat(TakeSeatRequest take) => Hub.InvokeAsync<Reply<SignedIn>>(nameof(TakeSeat), take);
    public Task<Reply<Done>> StartTest() => Hub.InvokeAsync<Reply<Done>>(nameof(StartTest));
    public Task<Reply<TestSheet>> EndTest() => Hub.InvokeAsync<Reply<TestSheet>>(nameof(EndTest));
    public Task<Reply<TestSheet>> TestSheet() => Hub.InvokeAsync<Reply<TestSheet>>(nameof(TestSheet));
    public Task<Reply<Done>> OpenMeeting() => Hub.InvokeAsync<Reply<Done>>(nameof(OpenMeeting));
    public Task<Reply<Done>> Suspend() => Hub.InvokeAsync<Reply<Done>>(nameof(Suspend));
    public Task<Reply<Done>> Resume() => Hub.InvokeAsync<Reply<Done>>(nameof(Resume));
    public Task<Reply<IssuedPost>> PassGavel(GavelRequest gavel) => Hub.InvokeAsync<Reply<IssuedPost>>(nameof(PassGavel), gavel);
    public Task<Reply<IssuedPost>> ReplaceScrutineer(ScrutineerRequest scrutineer) => Hub.InvokeAsync<Reply<IssuedPost>>(nameof(ReplaceScrutineer), scrutineer);
    public Task<Reply<Done>> CloseMeeting() => Hub.InvokeAsync<Reply<Done>>(nameof(CloseMeeting));
    public Task<Reply<Done>> CallItem(ItemRef item) => Hub.InvokeAsync<Reply<Done>>(nameof(CallItem), item);
    public Task<Reply<Done>> TickOff(ItemRef item) => Hub.InvokeAsync<Reply<Done>>(nameof(TickOff), item);
    public Task<Reply<Done>> Reorder(ReorderRequest order) => Hub.InvokeAsync<Reply<Done>>(nameof(Reorder), order);
    public Task<Reply<RoundView>> AddPaper(UnplannedRequest unplanned) => Hub.InvokeAsync<Reply<RoundView>>(nameof(AddPaper), unplanned);
    public Task<Reply<PaperText>> PaperText(PaperRef paper) => Hub.InvokeAsync<Reply<PaperText>>(nameof(PaperText), paper);
    public Task<Reply<Done>> ProposeAmendment(ProposeRequest proposal) => Hub.InvokeAsync<Reply<Done>>(nameof(ProposeAmendment), proposal);
    public Task<Reply<Done>> AnswerAmendment(AnswerRequest answer) => Hub.InvokeAsync<Reply<Done>>(nameof(AnswerAmendment), answer);
    public Task<Reply<Done>> VoteOneByOne(PaperRef paper) => Hub.InvokeAsync<Reply<Done>>(nameof(VoteOneByOne), paper);
    public Task<Reply<Done>> VoteEnBloc(EnBlocRequest together) => Hub.InvokeAsync<Reply<Done>>(nameof(VoteEnBloc), together);
    public Task<Reply<Done>> SetAside(SetAsideRequest aside) => Hub.InvokeAsync<Reply<Done>>(nameof(SetAside), aside);
    public Task<Reply<Done>> TakeUp(PaperRef paper) => Hub.InvokeAsync<Reply<Done>>(nameof(TakeUp), paper);
    public Task<Reply<Done>> BlankHall(HallRequest hall) => Hub.InvokeAsync<Reply<Done>>(nameof(BlankHall), hall);
    public Task<Reply<RoundView>> Prepare(PrepareRequest prepare) => Hub.InvokeAsync<Reply<RoundView>>(nameof(Prepare), prepare);
    public Task<Reply<Done>> Open(RoundRef round) => Hub.InvokeAsync<Reply<Done>>(nameof(Open), round);
    public Task<Reply<Done>> ChooseWay(WayRequest way) => Hub.InvokeAsync<Reply<Done>>(nameof(ChooseWay), way);
    public Task<Reply<Done>> EnterCounts(CountsRequest counts) => Hub.InvokeAsync<Reply<Done>>(nameof(EnterCounts), counts);
    public Task<Reply<Done>> ConfirmCounts(CountsRef counts) => Hub.InvokeAsync<Reply<Done>>(nameof(ConfirmCounts), counts);
    public Task<Reply<Done>> SendBackCounts(SendBackRequest counts) => Hub.InvokeAsync<Reply<Done>>(nameof(SendBackCounts), counts);
    public Task<Reply<Done>> SetTime(TimeRequest time) => Hub.InvokeAsync<Reply<Done>>(nameof(SetTime), time);
    public Task<Reply<Done>> Close(RoundRef round) => Hub.InvokeAsync<Reply<Done>>(nameof(Close), round);
    public Task<Reply<Done>> Void(VoidRequest round) => Hub.InvokeAsync<Reply<Done>>(nameof(Void), round);
    public Task<Reply<Done>> GiveCastingVote(CastingVoteRequest vote) => Hub.InvokeAsync<Reply<Done>>(nameof(GiveCastingVote), vote);
    public Task<Reply<Done>> Announce(RoundRef round) => Hub.InvokeAsync<Reply<Done>>(nameof(Announce), round);
    public Task<Reply<Done>> Certify(CertifyRequest certify) => Hub.InvokeAsync<Reply<Done>>(nameof(Certify), certify);
    public Task<Reply<Done>> EnrolKey(EnrolKeyRequest enrol) => Hub.InvokeAsync<Reply<Done>>(nameof(EnrolKey), enrol);
    public Task<Reply<SigningView>> Signing() => Hub.InvokeAsync<Reply<SigningView>>(nameof(Signing));
    public Task<Reply<Done>> SignRecord(SignRequest sign) => Hub.InvokeAsync<Reply<Done>>(nameof(SignRecord), sign);
    public Task<Reply<RollCallView>> RollCall(RoundRef round) => Hub.InvokeAsync<Reply<RollCallView>>(nameof(RollCall), round);
    public Task<Reply<Done>> AddFollowUp(FollowUpRequest followUp) => Hub.InvokeAsync<Reply<Done>>(nameof(AddFollowUp), followUp);
    public Task<Reply<FollowUpsView>> FollowUps() => Hub.InvokeAsync<Reply<FollowUpsView>>(nameof(FollowUps));
    public Task<Reply<HeadView>> Head() => Hub.InvokeAsync<Reply<HeadView>>(nameof(Head));

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual void OnPicture(Snapshot snapshot) { }

    protected virtual void OnMeeting(MeetingView meeting) { }

    protected virtual void OnRound(RoundView round) { }

    protected virtual void OnTest(RoundView test) { }

    protected virtual void OnTurnout(Turnout turnout) { }

    protected virtual void OnPresence(bool present) { }

    protected virtual void OnBarred(Bar bar) { }

    private sealed class Patience : IRetryPolicy
    {
        // A tablet never gives up; the spread keeps a whole chamber from coming back in the same instant.
        public TimeSpan? NextRetryDelay(RetryContext retryContext) =>
            TimeSpan.FromMilliseconds(retryContext.PreviousRetryCount == 0 ? RandomNumberGenerator.GetInt32(200) : 200 + RandomNumberGenerator.GetInt32(800));
    }
}

/// <summary>Something asked was refused, where a rehearsal cannot go on without it.</summary>
public sealed class RefusedException(Refusal refusal) : Exception($"{Refusals.Text(refusal, true)} / {Refusals.Text(refusal, false)}")
{
    public Refusal Refusal => refusal;
}

/// <summary>What became of a ballot that was pressed.</summary>
public enum Fate
{
    /// <summary>Acknowledged, or found in the urn.</summary>
    Recorded,
    /// <summary>The round closed without it.</summary>
    NotCounted,
}
