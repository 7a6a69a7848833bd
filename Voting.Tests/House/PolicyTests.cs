using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR.Client;
using Voting.Api;
using Voting.Api.Hub;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Rehearsal;
using Voting.Tests.Journeys;

namespace Voting.Tests.House;

/// <summary>Who may do what: every hub method and endpoint states its policy, and the server keeps to it.</summary>
public class PolicyTests
{
    private static readonly string[] Anyone = [.. Roles.All];
    private static readonly string[] Conduct = [Roles.PresidingOfficer, Roles.Clerk];
    private static readonly string[] Officers = [Roles.PresidingOfficer, Roles.Clerk, Roles.Scrutineer];

    /// <summary>Written out once more, so that a policy changed by mistake is seen.</summary>
    private static readonly Dictionary<string, string[]> May = new()
    {
        ["Snapshot"] = Anyone,
        ["Cast"] = [Roles.Member, Roles.Attendee, Roles.PresidingOfficer, Roles.Scrutineer],
        ["Urn"] = Anyone,
        ["Roll"] = Officers,
        ["CheckIn"] = [Roles.Clerk],
        ["Leave"] = [Roles.Clerk],
        ["SetVideo"] = [Roles.Clerk],
        ["Recuse"] = [Roles.Clerk],
        ["ReplaceDevice"] = [Roles.Clerk],
        ["IssueCodes"] = [Roles.Clerk],
        ["TakeSeat"] = [Roles.Member],
        ["StartTest"] = [Roles.Clerk],
        ["EndTest"] = [Roles.Clerk],
        ["TestSheet"] = [Roles.Clerk],
        ["OpenMeeting"] = Conduct,
        ["Suspend"] = Conduct,
        ["Resume"] = Conduct,
        ["PassGavel"] = Conduct,
        ["ReplaceScrutineer"] = [Roles.Clerk],
        ["CloseMeeting"] = Conduct,
        ["CallItem"] = Conduct,
        ["TickOff"] = Conduct,
        ["Reorder"] = [Roles.Clerk],
        ["AddPaper"] = Conduct,
        ["PaperText"] = Conduct,
        ["ProposeAmendment"] = Conduct,
        ["AnswerAmendment"] = Officers,
        ["VoteOneByOne"] = Conduct,
        ["VoteEnBloc"] = Conduct,
        ["SetAside"] = Conduct,
        ["TakeUp"] = Conduct,
        ["BlankHall"] = Conduct,
        ["Prepare"] = Conduct,
        ["Open"] = Conduct,
        ["ChooseWay"] = Conduct,
        ["EnterCounts"] = [Roles.Clerk],
        ["ConfirmCounts"] = [Roles.Scrutineer],
        ["SendBackCounts"] = [Roles.Scrutineer],
        ["SetTime"] = Conduct,
        ["Close"] = Conduct,
        ["Void"] = Conduct,
        ["GiveCastingVote"] = [Roles.PresidingOfficer],
        ["Announce"] = Conduct,
        ["Certify"] = [Roles.Clerk, Roles.Scrutineer],
        ["EnrolKey"] = [Roles.Clerk, Roles.Scrutineer],
        ["Signing"] = [Roles.Clerk, Roles.Scrutineer],
        ["SignRecord"] = [Roles.Clerk, Roles.Scrutineer],
        ["RollCall"] = [.. Officers, Roles.Display],
        ["AddFollowUp"] = [Roles.Clerk],
        ["FollowUps"] = Officers,
        ["Head"] = Officers,
        ["Malformed"] = Anyone,
    };

    private static IEnumerable<MethodInfo> HubMethods => typeof(VotingHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(m => m is { IsSpecialName: false, IsVirtual: false } or { IsFinal: true });

    [Fact]
    public void Every_hub_method_states_its_policy()
    {
        Assert.Equal(May.Keys.Order(), HubMethods.Select(m => m.Name).Order());
        foreach (var method in HubMethods)
            Assert.Contains(method.GetCustomAttribute<PolicyAttribute>()?.Name ?? $"none on {method.Name}", Policies.All.Keys);
        Assert.Equal(typeof(IVotingHub).GetMethods().Select(m => m.Name).Order(), HubMethods.Select(m => m.Name).Where(n => n != "Malformed").Order());
    }

    [Fact]
    public async Task Every_endpoint_states_its_policy()
    {
        var folder = Directory.CreateTempSubdirectory("voting-test-").FullName;
        await using (var app = Program.Build(new Settings { DataFolder = folder + "/data", KeysFolder = folder + "/keys", KeysSecretFile = folder + "/secret", Url = "http://127.0.0.1:0" }))
        {
            var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).ToList();
            Assert.True(endpoints.Count >= 6);
            foreach (var endpoint in endpoints)
            {
                var anonymous = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
                var policy = endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
                Assert.True(anonymous || policy is not null && Policies.All.ContainsKey(policy), endpoint.DisplayName);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_role_is_refused_every_method_that_is_not_its_own_and_none_that_is()
    {
        await using var chamber = await Chamber.Open();
        var people = new Dictionary<string, Participant>
        {
            [Roles.PresidingOfficer] = chamber.Chair,
            [Roles.Clerk] = chamber.Clerk,
            [Roles.Scrutineer] = chamber.Scrutineer,
            [Roles.Member] = await chamber.Member("m1"),
            [Roles.Display] = await chamber.Join(Roles.Display),
            [Roles.Attendee] = await chamber.Join(Roles.Attendee + ":1"),
        };
        Assert.Equal(Roles.All.Order(), people.Keys.Order());
        foreach (var method in HubMethods.Where(m => m.Name != "Malformed"))
        {
            // What is asked is refused by its bounds or by the state of the meeting, so that one cell does not change the next.
            var arguments = method.GetParameters().Select(p => Harmless(p.ParameterType)).ToArray();
            foreach (var (role, person) in people)
            {
                if (method.Name is "OpenMeeting" or "CloseMeeting" && May[method.Name].Contains(role)) continue;
                var reply = await person.Hub.InvokeCoreAsync<Reply<object>>(method.Name, arguments, TestContext.Current.CancellationToken);
                Assert.True(May[method.Name].Contains(role) == (reply.Refusal?.Code != Refusals.NotPermitted), $"{role} {method.Name}: {reply.Refusal?.Code}");
            }
        }
    }

    /// <summary>Everything that is asked for by plain HTTP and is not for anybody, written out once more.</summary>
    private static readonly Dictionary<(string Method, string Path), string[]> MayOverHttp = new()
    {
        [("POST", "/sign-out")] = Anyone,
        [("GET", "/me")] = Anyone,
        [("POST", "/cast")] = [Roles.Member, Roles.Attendee, Roles.PresidingOfficer, Roles.Scrutineer],
        [("GET", "/record")] = Officers,
        [("GET", "/record/to-sign")] = [Roles.Clerk, Roles.Scrutineer],
        [("GET", "/keys")] = Officers,
        [("GET", "/meeting-file")] = [Roles.Clerk],
        [("GET", "/result-sheet")] = [Roles.Clerk, Roles.Scrutineer],
        [("GET", "/result-sheet/sheet.css")] = [Roles.Clerk, Roles.Scrutineer],
        [("GET", "/hub")] = Anyone,
        [("GET", "/api/v1/agenda")] = [Reader],
        [("GET", "/api/v1/results")] = [Reader],
        [("GET", "/api/v1/record")] = [Reader],
        [("GET", "/api/v1/keys")] = [Reader],
    };

    private const string Reader = "reader";

    [Fact]
    public async Task Every_role_a_reader_and_nobody_are_refused_every_endpoint_that_is_not_their_own_and_none_that_is()
    {
        await using var chamber = await Chamber.Open(null, null, "--new-token", "office");
        var callers = new Dictionary<string, (string Header, string Value)>
        {
            [Reader] = ("Authorization", $"Bearer {chamber.Code("token:office")}"),
            ["nobody"] = ("Authorization", "Bearer nonsense"),
            [Roles.PresidingOfficer] = ("Cookie", chamber.Chair.Cookie),
            [Roles.Clerk] = ("Cookie", chamber.Clerk.Cookie),
            [Roles.Scrutineer] = ("Cookie", chamber.Scrutineer.Cookie),
            [Roles.Member] = ("Cookie", (await chamber.Member("m1")).Cookie),
            [Roles.Display] = ("Cookie", (await chamber.Join(Roles.Display)).Cookie),
            [Roles.Attendee] = ("Cookie", (await chamber.Join(Roles.Attendee + ":1")).Cookie),
        };
        Assert.Equal(Roles.All.Append(Reader).Append("nobody").Order(), callers.Keys.Order());
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = chamber.Address };
        // What signs out comes last.
        foreach (var ((method, path), may) in MayOverHttp.OrderBy(m => m.Key.Path == "/sign-out"))
            foreach (var (role, (header, value)) in callers)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                request.Headers.TryAddWithoutValidation(header, value);
                if (method == "POST") request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
                using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
                var refused = answer.StatusCode is System.Net.HttpStatusCode.Unauthorized or System.Net.HttpStatusCode.Forbidden;
                Assert.True(may.Contains(role) != refused, $"{role} {method} {path}: {answer.StatusCode}");
            }
    }

    [Fact]
    public async Task Every_endpoint_that_is_not_for_anybody_is_in_the_table()
    {
        var folder = Directory.CreateTempSubdirectory("voting-test-").FullName;
        await using (var app = Program.Build(new Settings { DataFolder = folder + "/data", KeysFolder = folder + "/keys", KeysSecretFile = folder + "/secret", Url = "http://127.0.0.1:0" }))
        {
            var guarded = ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
                .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null).Select(e => "/" + e.RoutePattern.RawText!.Trim('/')).Distinct();
            Assert.Equal(MayOverHttp.Keys.Select(k => k.Path).Append("/hub/negotiate").Distinct().Order(), guarded.Order());
        }

        Directory.Delete(folder, recursive: true);
    }

    private static object Harmless(Type type) =>
        type == typeof(CastRequest) ? new CastRequest("none", 1, new string('0', 32), 1, [0])
        : type == typeof(MemberRef) ? new MemberRef("nobody")
        : type == typeof(GavelRequest) ? new GavelRequest("nobody")
        : type == typeof(LeaveRequest) ? new LeaveRequest("nobody")
        : type == typeof(VideoRequest) ? new VideoRequest("nobody", true)
        : type == typeof(RecuseRequest) ? new RecuseRequest("none", "nobody", "x")
        : type == typeof(ScrutineerRequest) ? new ScrutineerRequest(1, "nobody", null)
        : type == typeof(IssueCodesRequest) ? new IssueCodesRequest("nowhere")
        : type == typeof(TakeSeatRequest) ? new TakeSeatRequest(null)
        : type == typeof(PrepareRequest) ? new PrepareRequest("none")
        : type == typeof(VoidRequest) ? new VoidRequest("none", 1, "x")
        : type == typeof(CertifyRequest) ? new CertifyRequest([new RoundRef("none", 1)])
        : type == typeof(CastingVoteRequest) ? new CastingVoteRequest("none", 1, "none", "for")
        : type == typeof(ItemRef) ? new ItemRef(9999)
        : type == typeof(ReorderRequest) ? new ReorderRequest([])
        : type == typeof(UnplannedRequest) ? new UnplannedRequest("none", "x", true, null)
        : type == typeof(PaperRef) ? new PaperRef("none")
        : type == typeof(ProposeRequest) ? new ProposeRequest("none", "{}", "x")
        : type == typeof(AnswerRequest) ? new AnswerRequest("none", false)
        : type == typeof(EnBlocRequest) ? new EnBlocRequest("none", [])
        : type == typeof(SetAsideRequest) ? new SetAsideRequest("none", false, "x")
        : type == typeof(HallRequest) ? new HallRequest(false)
        : type == typeof(WayRequest) ? new WayRequest("none", 1, Ways.Hands)
        : type == typeof(CountsRequest) ? new CountsRequest("none", 1, new EnteredCounts(0, null, []))
        : type == typeof(CountsRef) ? new CountsRef("none", 1, 1)
        : type == typeof(SendBackRequest) ? new SendBackRequest("none", 1, 1, "x")
        : type == typeof(EnrolKeyRequest) ? new EnrolKeyRequest([0])
        : type == typeof(SignRequest) ? new SignRequest("none", "none", [])
        : type == typeof(FollowUpRequest) ? new FollowUpRequest("none", 1, null, "reported", "2025-03-01", "x")
        : type == typeof(TimeRequest) ? new TimeRequest("none", 1, 60)
        : new RoundRef("none", 1);
}
