using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Voting.Api.Accounts;
using Voting.Domain.Contracts;

namespace Voting.Api.Http;

/// <summary>Who bears a token is a reader; the cookie of a session makes nobody one.</summary>
public sealed class TokenAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, Tokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(tokens.NameOf(Request) is { } name
        ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(SessionClaims.Role, Tokens.Reader), new Claim(SessionClaims.Name, name)], Tokens.Scheme)), Tokens.Scheme))
        : AuthenticateResult.NoResult());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(StatusCodes.Status401Unauthorized, new Refusal(Refusals.UnknownToken)).ExecuteAsync(Context);
    }
}
