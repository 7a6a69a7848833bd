using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Voting.Domain.Contracts;

namespace Voting.Api.Accounts;

/// <summary>A session is the device's cookie. Strict, so that no other site's page can use it, the hub's handshake included.</summary>
public static class Cookies
{
    public static void Configure(CookieAuthenticationOptions options, Settings settings)
    {
        options.Cookie.Name = "voting";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        // Without a certificate it is this machine's own loopback that asks, or a proxy that was asked over https.
        options.Cookie.SecurePolicy = settings.BehindProxy ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        // Longer than any meeting, and than any jump of a clock: whether a session stands is kept in the store and asked each time.
        options.ExpireTimeSpan = TimeSpan.FromDays(30);
        options.SlidingExpiration = false;
        options.Events.OnRedirectToLogin = context => Status(context.Response, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Status(context.Response, StatusCodes.Status403Forbidden);
        options.Events.OnValidatePrincipal = context =>
        {
            var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
            var session = context.Principal?.FindFirst(SessionClaims.Session)?.Value ?? "";
            if (!sessions.Stands(session)) context.RejectPrincipal();
            else if (sessions.HasYielded(session)) context.ReplacePrincipal(AsMember(context.Principal!));
            return Task.CompletedTask;
        };
    }

    // The cookie still names the post that has passed to somebody else.
    private static ClaimsPrincipal AsMember(ClaimsPrincipal officer) => new(new ClaimsIdentity(
        [.. officer.Claims.Where(c => c.Type != SessionClaims.Role), new Claim(SessionClaims.Role, Roles.Member)], CookieAuthenticationDefaults.AuthenticationScheme));

    private static Task Status(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }
}
