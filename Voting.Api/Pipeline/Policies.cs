using Microsoft.AspNetCore.Authorization;
using Voting.Api.Accounts;
using Voting.Domain.Contracts;

namespace Voting.Api.Pipeline;

/// <summary>Who may do what. Every endpoint and hub method names one of these.</summary>
public static class Policies
{
    /// <summary>Anybody signed in.</summary>
    public const string Anyone = "anyone";
    /// <summary>Whoever sits at a tablet, and officers who may be members too; whether they may vote is decided by the rules.</summary>
    public const string Seat = "seat";
    /// <summary>The tablet of a member's seat.</summary>
    public const string Member = "member";
    /// <summary>Presiding officer, or the clerk on their word.</summary>
    public const string Conduct = "conduct";
    /// <summary>Nobody in the presiding officer's stead.</summary>
    public const string PresidingOfficer = "presiding-officer";
    public const string Clerk = "clerk";
    public const string Scrutineer = "scrutineer";
    /// <summary>The two who certify.</summary>
    public const string Certify = "certify";
    public const string Officers = "officers";
    /// <summary>Who may see the names of a recorded round, where the paper allows it.</summary>
    public const string Names = "names";

    /// <summary>Another system, by its token.</summary>
    public const string Reader = "reader";

    public static IReadOnlyDictionary<string, string[]> All { get; } = new Dictionary<string, string[]>
    {
        [Anyone] = [.. Roles.All],
        [Seat] = [Roles.Member, Roles.Attendee, Roles.PresidingOfficer, Roles.Scrutineer],
        [Member] = [Roles.Member],
        [Conduct] = [Roles.PresidingOfficer, Roles.Clerk],
        [PresidingOfficer] = [Roles.PresidingOfficer],
        [Clerk] = [Roles.Clerk],
        [Scrutineer] = [Roles.Scrutineer],
        [Certify] = [Roles.Clerk, Roles.Scrutineer],
        [Officers] = [Roles.PresidingOfficer, Roles.Clerk, Roles.Scrutineer],
        [Names] = [Roles.PresidingOfficer, Roles.Clerk, Roles.Scrutineer, Roles.Display],
        [Reader] = [Tokens.Reader],
    };

    /// <summary>Whether a role may do what a policy guards; of a hub method, which is asked at every press.</summary>
    public static bool Permit(string policy, string role) => All[policy].Contains(role);

    public static void AddTo(AuthorizationBuilder builder)
    {
        foreach (var (name, roles) in All) builder.AddPolicy(name, p =>
        {
            // A cookie makes nobody a reader, and a token nobody else.
            if (name == Reader) p.AddAuthenticationSchemes(Tokens.Scheme);
            p.RequireClaim(SessionClaims.Role, roles);
        });
    }
}

/// <summary>The policy of a hub method. The hub's filter refuses a method without one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PolicyAttribute(string name) : Attribute
{
    public string Name => name;
}
