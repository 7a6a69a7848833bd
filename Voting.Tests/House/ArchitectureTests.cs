using System.Reflection;
using MediatR;
using NetArchTest.Rules;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Tests.House;

/// <summary>The arrows of the house. Each was seen failing before it was believed.</summary>
public class ArchitectureTests
{
    private static readonly Assembly Domain = typeof(Meeting).Assembly;
    private static readonly Assembly Api = typeof(Voting.Api.Program).Assembly;
    private static readonly Assembly Kiosk = typeof(Voting.Kiosk.Visit).Assembly;
    private static readonly Assembly Rehearsal = typeof(Voting.Rehearsal.Course).Assembly;

    [Fact]
    public void The_domain_depends_on_nothing_of_ours_and_on_no_framework()
    {
        Assert.DoesNotContain(Domain.GetReferencedAssemblies(), a => a.Name!.StartsWith("Voting", StringComparison.Ordinal)
            || a.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || a.Name is "Dapper" or "MediatR" or "FluentValidation");
        Free(Types.InAssembly(Domain), "System.IO.File", "System.IO.Directory", "System.Net", "System.Data");
    }

    [Fact]
    public void The_domain_knows_no_task_but_in_its_contracts() =>
        Free(Types.InAssembly(Domain).That().DoNotResideInNamespace("Voting.Domain.Contracts"), "System.Threading.Tasks");

    [Fact]
    public void The_domain_reads_no_clock_and_draws_no_lots()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root(), "Voting.Domain"), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            Assert.False(text.Contains("DateTime.Now", StringComparison.Ordinal) || text.Contains("UtcNow", StringComparison.Ordinal)
                || text.Contains("NewGuid", StringComparison.Ordinal) || text.Contains("CreateVersion7", StringComparison.Ordinal)
                || text.Contains("new Random", StringComparison.Ordinal) || text.Contains("RandomNumberGenerator", StringComparison.Ordinal), file);
        }

    }

    [Fact]
    public void Only_sealing_uses_a_cryptography_package() =>
        Free(Types.InAssembly(Domain).That().DoNotResideInNamespace("Voting.Domain.Sealing"), "Org.BouncyCastle");

    [Fact]
    public void The_second_engine_shares_nothing_with_the_first() =>
        Free(Types.InAssembly(Domain).That().ResideInNamespace("Voting.Domain.Recount"),
            "Voting.Domain.Ballots", "Voting.Domain.Papers", "Voting.Domain.Tallies", "Voting.Domain.Records", "Voting.Domain.Files");

    [Fact]
    public void Sql_lives_in_stores_and_mediatr_in_pipeline_features_hub_and_http()
    {
        Free(Types.InAssembly(Api).That().DoNotResideInNamespace("Voting.Api.Stores"), "Dapper");
        Free(Types.InAssembly(Api).That().DoNotResideInNamespaceMatching(@"Voting\.Api\.(Pipeline|Features|Hub|Http)"), "MediatR");
    }

    [Fact]
    public void Nothing_below_features_knows_hub_or_http()
    {
        Free(Types.InAssembly(Api).That().ResideInNamespaceMatching(@"Voting\.Api\.(Casting|Ceremony|Stores|Custody)"), "Voting.Api.Features", "Voting.Api.Http");
        Free(Types.InAssembly(Api).That().ResideInNamespaceMatching(@"Voting\.Api\.(Casting|Stores|Custody)"), "Voting.Api.Hub", "Voting.Api.Live");
    }

    [Fact]
    public void Rehearsal_and_verifier_know_no_server()
    {
        Assert.DoesNotContain(Rehearsal.GetReferencedAssemblies(), a => a.Name == "Voting.Api");
        Assert.DoesNotContain("ProjectReference", File.ReadAllText(Path.Combine(Root(), "Voting.Verifier", "Voting.Verifier.csproj")), StringComparison.Ordinal);
    }

    [Fact]
    public void No_handler_sends_and_nothing_publishes()
    {
        foreach (var handler in Api.GetTypes().Where(t => t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>))))
            Assert.DoesNotContain(handler.GetConstructors().SelectMany(c => c.GetParameters()), p => p.ParameterType == typeof(IMediator));
        Assert.DoesNotContain(Api.GetTypes(), t => t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(INotificationHandler<>)));
    }

    [Fact]
    public void No_room_is_named_for_its_kind()
    {
        string[] forbidden = ["Services", "Helpers", "Common", "Dtos", "Interfaces", "Utils"];
        Assert.DoesNotContain(new[] { Domain, Api, Rehearsal }.SelectMany(a => a.GetTypes()), t => t.Namespace?.Split('.').Intersect(forbidden).Any() is true);
    }

    [Fact]
    public void An_interface_stands_only_where_there_are_two_of_a_kind_or_a_wire_between() =>
        Assert.Equal(
            [
                typeof(IReply<>), typeof(IVotingHub), typeof(IVotingScreen),
                typeof(Voting.Api.Stores.IBoxStore), typeof(Voting.Api.Stores.IBoxTurn), typeof(Voting.Api.Pipeline.IChange), typeof(Voting.Api.Stores.IRoundBox),
                typeof(Voting.Kiosk.Presses.IPressStore),
            ],
            new[] { Domain, Api, Kiosk }.SelectMany(a => a.GetTypes().Where(t => t.IsInterface).OrderBy(t => t.Name)));

    private static void Free(PredicateList types, params string[] of) => Report(types.ShouldNot().HaveDependencyOnAny(of).GetResult());

    private static void Free(Types types, params string[] of) => Report(types.ShouldNot().HaveDependencyOnAny(of).GetResult());

    private static void Report(NetArchTest.Rules.TestResult result) => Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));

    public static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Voting.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
