using System.Security.Claims;
using Voting.Api.Accounts;
using Voting.Api.Stores;

namespace Voting.Api.Pipeline;

/// <summary>Who asks, from the connection. One per invocation.</summary>
public sealed class Caller
{
    public string SessionId { get; private set; } = "";
    public string Role { get; private set; } = "";
    public string? MemberId { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>The caller as the store knows people.</summary>
    public AccountStore.Person Person => new(Role, MemberId, Name);

    /// <summary>How the record names the caller.</summary>
    public string By => MemberId is null ? Role : $"{Role}:{MemberId}";

    /// <summary>Whose signing key it is: two scrutineers from outside are told apart by their names.</summary>
    public string Holder => $"{By} {Name}";

    public void Take(ClaimsPrincipal principal)
    {
        SessionId = principal.FindFirstValue(SessionClaims.Session) ?? "";
        Role = principal.FindFirstValue(SessionClaims.Role) ?? "";
        MemberId = principal.FindFirstValue(SessionClaims.Member);
        Name = principal.FindFirstValue(SessionClaims.Name) ?? "";
    }
}
