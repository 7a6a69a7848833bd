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
