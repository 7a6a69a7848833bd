using Microsoft.AspNetCore.Authentication.Cookies;

namespace Voting.Api.Accounts;

/// <summary>A session is the device's cookie. Strict, so that no other site's page can use it, the hub's handshake included.</summary>
public static class Cookies
{
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "voting";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(24);
        options.SlidingExpiration = false;
        options.Events.OnRedirectToLogin = context => Status(context.Response, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Status(context.Response, StatusCodes.Status403Forbidden);
        options.Events.OnValidatePrincipal = context =>
        {
            var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
            if (!sessions.Stands(context.Principal?.FindFirst(SessionClaims.Session)?.Value ?? "")) context.RejectPrincipal();
            return Task.CompletedTask;
        };
    }

    private static Task Status(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }
}
