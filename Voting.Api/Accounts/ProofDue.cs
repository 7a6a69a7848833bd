using Voting.Api.Pipeline;
using Voting.Domain.Contracts;

namespace Voting.Api.Accounts;

/// <summary>What a device still has to be shown by the member it is for.</summary>
public static class ProofDue
{
    /// <summary>One of <see cref="Proofs"/>, or null. An officer has shown more than a PIN by signing in.</summary>
    public static string? Of(Settings settings, Sessions sessions, Caller caller) =>
        settings.SignIn is not Proofs.Name && caller.Role == Roles.Member && !sessions.IsProved(caller.SessionId) ? settings.SignIn : null;
}
