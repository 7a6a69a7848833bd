using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Voting.Domain.Contracts;
using Voting.Kiosk.Screens;

namespace Voting.Kiosk.Lines;

/// <summary>The connection of a screen to the server: asked for again as long as it takes, never by loading the page again.</summary>
public sealed class HubLine : IVotingHub, IAsyncDisposable
{
    private static readonly TimeSpan ElsewhereRests = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;
    private readonly HomeScreen _screen;
    private readonly HubConnection _hub;
    private readonly CancellationTokenSource _end = new();
    private bool _comesBack;
    private CancellationTokenSource _rest = new();

    public HubLine(HttpClient http, HomeScreen screen)
    {
        _http = http;
        _screen = screen;
        _hub = new HubConnectionBuilder()
            .WithUrl(new Uri(http.BaseAddress!, "hub"), options =>
            {
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
            })
            .WithAutomaticReconnect(new Patience())
            .Build();
        _hub.On<Snapshot>(nameof(IVotingScreen.Picture), Picture);
        _hub.On<MeetingView>(nameof(IVotingScreen.Meeting), screen.Meeting);
        _hub.On<AgendaView>(nameof(IVotingScreen.Agenda), screen.Agenda);
        _hub.On<IReadOnlyList<AmendmentView>>(nameof(IVotingScreen.Amendments), screen.Amendments);
        _hub.On<RoundView>(nameof(IVotingScreen.Round), Round);
        _hub.On<Turnout>(nameof(IVotingScreen.Turnout), screen.Turnout);
        _hub.On<RoundView>(nameof(IVotingScreen.TestBallot), screen.TestBallot);
        _hub.On<bool>(nameof(IVotingScreen.Presence), screen.Presence);
        _hub.On<Bar>(nameof(IVotingScreen.Barred), screen.Barred);
        _hub.On(nameof(IVotingScreen.Yielded), Yielded);
        _hub.On(nameof(IVotingScreen.Fenced), screen.Fenced);
        _hub.Reconnecting += _ => Follow(Lost);
        _hub.Reconnected += _ => Follow(() => SetLine(Line.Connected));
        _hub.Closed += _ => Follow(SentAway);
    }

    /// <summary>Exchanges a one-time code, or an officer's password, for a session.</summary>
    public async Task<Reply<SignedIn>> SignIn(SignInRequest request)
    {
        using var response = await _http.PostAsJsonAsync("sign-in", request);
        return await response.Content.ReadFromJsonAsync<Reply<SignedIn>>() ?? new Refusal(Refusals.Malformed);
    }

    public async Task SignOut()
    {
        using var response = await _http.PostAsync("sign-out", null);
        await _screen.Forget();
        _screen.SetLine(Line.SignedOut);
        await _hub.StopAsync();
    }

    /// <summary>Connects, however often it takes.</summary>
    public async Task Connect()
    {
        if (_hub.State is not HubConnectionState.Disconnected) return;
        if (_screen.Line is not Line.Reconnecting) _screen.SetLine(Line.Connecting);
        for (var attempt = 0L; _screen.IsSignedIn && !_end.IsCancellationRequested; attempt++)
        {
            try
            {
                await _hub.StartAsync(_end.Token);
                _screen.SetLine(Line.Connected);
                return;
            }
            catch (Exception e) when (NoAnswer.Is(e))
            {
                if (await SessionIsOver()) _screen.SetLine(Line.SignedOut);
                else await Task.Delay(Patience.Before(attempt));
            }
        }
    }

    /// <summary>The rest before a press that has no answer is sent again.</summary>
    public static Task BeforeSendingAgain() => Task.Delay(TimeSpan.FromMilliseconds(500));

    /// <summary>Takes the connection back from another window.</summary>
    public void UseHere() => _rest.Cancel();

    public Task<Reply<Snapshot>> Snapshot() => _hub.InvokeAsync<Reply<Snapshot>>(nameof(Snapshot));

    /// <summary>Over the hub, or where that is down by plain HTTP to the same handler.</summary>
    public async Task<Reply<Receipt>> Cast(CastRequest cast)
    {
        if (_hub.State is HubConnectionState.Connected) return await _hub.InvokeAsync<Reply<Receipt>>(nameof(Cast), cast);
        using var response = await _http.PostAsJsonAsync("cast", cast);
        return await response.Content.ReadFromJsonAsync<Reply<Receipt>>() ?? new Refusal(Refusals.TryAgain);
    }

    public Task<Reply<UrnView>> Urn(RoundRef round) => _hub.InvokeAsync<Reply<UrnView>>(nameof(Urn), round);
    public Task<Reply<RollView>> Roll() => _hub.InvokeAsync<Reply<RollView>>(nameof(Roll));
    public Task<Reply<Done>> CheckIn(MemberRef member) => _hub.InvokeAsync<Reply<Done>>(nameof(CheckIn), member);
    public Task<Reply<Done>> Leave(LeaveRequest leave) => _hub.InvokeAsync<Reply<Done>>(nameof(Leave), leave);
    public Task<Reply<Done>> SetVideo(VideoRequest video) => _hub.InvokeAsync<Reply<Done>>(nameof(SetVideo), video);
    public Task<Reply<Done>> Recuse(RecuseRequest recusal) => _hub.InvokeAsync<Reply<Done>>(nameof(Recuse), recusal);
    public Task<Reply<IssuedCode>> ReplaceDevice(MemberRef member) => _hub.InvokeAsync<Reply<IssuedCode>>(nameof(ReplaceDevice), member);
    public Task<Reply<IssuedCodes>> IssueCodes(IssueCodesRequest issue) => _hub.InvokeAsync<Reply<IssuedCodes>>(nameof(IssueCodes), issue);
    public Task<Reply<SignedIn>> TakeSeat(TakeSeatRequest take) => _hub.InvokeAsync<Reply<SignedIn>>(nameof(TakeSeat), take);
    public Task<Reply<Done>> StartTest() => _hub.InvokeAsync<Reply<Done>>(nameof(StartTest));
    public Task<Reply<TestSheet>> EndTest() => _hub.InvokeAsync<Reply<TestSheet>>(nameof(EndTest));
    public Task<Reply<TestSheet>> TestSheet() => _hub.InvokeAsync<Reply<TestSheet>>(nameof(TestSheet));
    public Task<Reply<Done>> OpenMeeting() => _hub.InvokeAsync<Reply<Done>>(nameof(OpenMeeting));
    public Task<Reply<Done>> Suspend() => _hub.InvokeAsync<Reply<Done>>(nameof(Suspend));
    public Task<Reply<Done>> Resume() => _hub.InvokeAsync<Reply<Done>>(nameof(Resume));
    public Task<Reply<IssuedPost>> PassGavel(GavelRequest gavel) => _hub.InvokeAsync<Reply<IssuedPost>>(nameof(PassGavel), gavel);
    public Task<Reply<IssuedPost>> ReplaceScrutineer(ScrutineerRequest scrutineer) => _hub.InvokeAsync<Reply<IssuedPost>>(nameof(ReplaceScrutineer), scrutineer);
    public Task<Reply<Done>> CloseMeeting() => _hub.InvokeAsync<Reply<Done>>(nameof(CloseMeeting));
    public Task<Reply<Done>> CallItem(ItemRef item) => _hub.InvokeAsync<Reply<Done>>(nameof(CallItem), item);
    public Task<Reply<Done>> TickOff(ItemRef item) => _hub.InvokeAsync<Reply<Done>>(nameof(TickOff), item);
    public Task<Reply<Done>> Reorder(ReorderRequest order) => _hub.InvokeAsync<Reply<Done>>(nameof(Reorder), order);
    public Task<Reply<RoundView>> AddPaper(UnplannedRequest unplanned) => _hub.InvokeAsync<Reply<RoundView>>(nameof(AddPaper), unplanned);
    public Task<Reply<PaperText>> PaperText(PaperRef paper) => _hub.InvokeAsync<Reply<PaperText>>(nameof(PaperText), paper);
    public Task<Reply<Done>> ProposeAmendment(ProposeRequest proposal) => _hub.InvokeAsync<Reply<Done>>(nameof(ProposeAmendment), proposal);
    public Task<Reply<Done>> AnswerAmendment(AnswerRequest answer) => _hub.InvokeAsync<Reply<Done>>(nameof(AnswerAmendment), answer);
    public Task<Reply<Done>> VoteOneByOne(PaperRef paper) => _hub.InvokeAsync<Reply<Done>>(nameof(VoteOneByOne), paper);
    public Task<Reply<Done>> VoteEnBloc(EnBlocRequest together) => _hub.InvokeAsync<Reply<Done>>(nameof(VoteEnBloc), together);
    public Task<Reply<Done>> SetAside(SetAsideRequest aside) => _hub.InvokeAsync<Reply<Done>>(nameof(SetAside), aside);
    public Task<Reply<Done>> TakeUp(PaperRef paper) => _hub.InvokeAsync<Reply<Done>>(nameof(TakeUp), paper);
    public Task<Reply<Done>> BlankHall(HallRequest hall) => _hub.InvokeAsync<Reply<Done>>(nameof(BlankHall), hall);
    public Task<Reply<RoundView>> Prepare(PrepareRequest prepare) => _hub.InvokeAsync<Reply<RoundView>>(nameof(Prepare), prepare);
    public Task<Reply<Done>> Open(RoundRef round) => _hub.InvokeAsync<Reply<Done>>(nameof(Open), round);
    public Task<Reply<Done>> ChooseWay(WayRequest way) => _hub.InvokeAsync<Reply<Done>>(nameof(ChooseWay), way);
    public Task<Reply<Done>> EnterCounts(CountsRequest counts) => _hub.InvokeAsync<Reply<Done>>(nameof(EnterCounts), counts);
    public Task<Reply<Done>> ConfirmCounts(CountsRef counts) => _hub.InvokeAsync<Reply<Done>>(nameof(ConfirmCounts), counts);
    public Task<Reply<Done>> SendBackCounts(SendBackRequest counts) => _hub.InvokeAsync<Reply<Done>>(nameof(SendBackCounts), counts);
    public Task<Reply<Done>> SetTime(TimeRequest time) => _hub.InvokeAsync<Reply<Done>>(nameof(SetTime), time);
    public Task<Reply<Done>> Close(RoundRef round) => _hub.InvokeAsync<Reply<Done>>(nameof(Close), round);
    public Task<Reply<Done>> Void(VoidRequest round) => _hub.InvokeAsync<Reply<Done>>(nameof(Void), round);
    public Task<Reply<Done>> GiveCastingVote(CastingVoteRequest vote) => _hub.InvokeAsync<Reply<Done>>(nameof(GiveCastingVote), vote);
    public Task<Reply<Done>> Announce(RoundRef round) => _hub.InvokeAsync<Reply<Done>>(nameof(Announce), round);
    public Task<Reply<Done>> Certify(CertifyRequest certify) => _hub.InvokeAsync<Reply<Done>>(nameof(Certify), certify);
    public Task<Reply<Done>> EnrolKey(EnrolKeyRequest enrol) => _hub.InvokeAsync<Reply<Done>>(nameof(EnrolKey), enrol);
    public Task<Reply<SigningView>> Signing() => _hub.InvokeAsync<Reply<SigningView>>(nameof(Signing));
    public Task<Reply<Done>> SignRecord(SignRequest sign) => _hub.InvokeAsync<Reply<Done>>(nameof(SignRecord), sign);
    public Task<Reply<RollCallView>> RollCall(RoundRef round) => _hub.InvokeAsync<Reply<RollCallView>>(nameof(RollCall), round);
    public Task<Reply<Done>> AddFollowUp(FollowUpRequest followUp) => _hub.InvokeAsync<Reply<Done>>(nameof(AddFollowUp), followUp);
    public Task<Reply<FollowUpsView>> FollowUps() => _hub.InvokeAsync<Reply<FollowUpsView>>(nameof(FollowUps));
    public Task<Reply<HeadView>> Head() => _hub.InvokeAsync<Reply<HeadView>>(nameof(Head));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _rest.CancelAsync();
        await _hub.DisposeAsync();
        _end.Dispose();
        _rest.Dispose();
    }

    // Nothing that follows an event holds the connection up.
    private static Task Follow(Func<Task> what)
    {
        _ = what();
        return Task.CompletedTask;
    }

    private async Task Picture(Snapshot snapshot)
    {
        await _screen.Picture(snapshot);
        await Follow(() => _screen.Resume(this, BeforeSendingAgain));
        await Follow(LookForMine);
    }

    private Task Yielded()
    {
        _comesBack = true;
        return _screen.Yielded();
    }

    private async Task Round(RoundView round)
    {
        await _screen.Round(round);
        await Follow(LookForMine);
    }

    // The spread keeps a whole chamber from asking for the same list in the same instant.
    private Task LookForMine() => _screen.LookForMine(this, () => Task.Delay(RandomNumberGenerator.GetInt32(1000)));

    private Task SetLine(Line line)
    {
        if (_screen.IsSignedIn) _screen.SetLine(line);
        return Task.CompletedTask;
    }

    private async Task Lost()
    {
        await SetLine(Line.Reconnecting);
        // A session that is over would be refused for ever, and a browser does not say why.
        while (_hub.State is HubConnectionState.Reconnecting && !_end.IsCancellationRequested)
        {
            if (await SessionIsOver())
            {
                _screen.SetLine(Line.SignedOut);
                await _hub.StopAsync();
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(3));
        }
    }

    // The server closes a connection for good when the seat is fenced, or another window of this browser has connected.
    private async Task SentAway()
    {
        if (!_screen.IsSignedIn || _end.IsCancellationRequested) return;
        if (await SessionIsOver())
        {
            _screen.SetLine(Line.SignedOut);
            return;
        }

        if (_comesBack)
        {
            _comesBack = false;
            await Connect();
            return;
        }

        // Two windows that both came back at once would throw each other out for ever.
        _rest.Dispose();
        _rest = new CancellationTokenSource();
        _screen.SetLine(Line.Elsewhere);
        try
        {
            await Task.Delay(ElsewhereRests, _rest.Token);
        }
        catch (OperationCanceledException)
        {
            if (_end.IsCancellationRequested) return;
        }

        await Connect();
    }

    private async Task<bool> SessionIsOver()
    {
        try
        {
            using var response = await _http.GetAsync("me");
            return response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private sealed class Patience : IRetryPolicy
    {
        // A tablet never gives up; the spread keeps a whole chamber from coming back in the same instant.
        public static TimeSpan Before(long attempt) =>
            TimeSpan.FromMilliseconds(attempt == 0 ? RandomNumberGenerator.GetInt32(200) : 200 + RandomNumberGenerator.GetInt32(800));

        public TimeSpan? NextRetryDelay(RetryContext retryContext) => Before(retryContext.PreviousRetryCount);
    }
}
