namespace Voting.Api.Accounts;

/// <summary>What the cookie of a session says.</summary>
public static class SessionClaims
{
    public const string Session = "session";
    public const string Role = "role";
    public const string Member = "member";
    public const string Name = "name";
}
