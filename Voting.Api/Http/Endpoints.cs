using System.Security.Claims;
using System.Threading.RateLimiting;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Voting.Api.Accounts;
using Voting.Api.Features;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;

namespace Voting.Api.Http;

/// <summary>What goes over plain HTTP: sign-in, the second path of a cast, the record, health. Each states its policy.</summary>
public static class Endpoints
{
    public static void MapEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => "ok").AllowAnonymous();
        app.MapPost("/sign-in", SignIn).AllowAnonymous();
        app.MapPost("/sign-out", SignOut).RequireAuthorization(Policies.Anyone);
        app.MapGet("/me", Me).RequireAuthorization(Policies.Anyone);
        app.MapPost("/cast", Cast).RequireAuthorization(Policies.Seat);
        app.MapGet("/record", Record).RequireAuthorization(Policies.Officers);
    }

    private static async Task<Results<Ok<Reply<SignedIn>>, JsonHttpResult<Reply<SignedIn>>>> SignIn(
        SignInRequest request, IMediator mediator, WrongTries tries, HttpContext http)
    {
        using var turn = await tries.Turn(http);
        if (!turn.IsAcquired || tries.AreTooMany(http)) return TypedResults.Json<Reply<SignedIn>>(new Refusal(Refusals.TooManyTries), statusCode: StatusCodes.Status429TooManyRequests);
        var reply = await mediator.Send(new SignIn(request));
        if (reply.Value is not { } session)
        {
            tries.Count(http);
            return TypedResults.Json<Reply<SignedIn>>(reply.Refusal!, statusCode: StatusCodes.Status401Unauthorized);
        }

        var (role, member, name) = session.Who;
        List<Claim> claims = [new(SessionClaims.Session, session.Id), new(SessionClaims.Role, role), new(SessionClaims.Name, name)];
        if (member is not null) claims.Add(new Claim(SessionClaims.Member, member));
        await http.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)));
        return TypedResults.Ok<Reply<SignedIn>>(session.Who);
    }

    private static async Task SignOut(IMediator mediator, Caller caller, HttpContext http)
    {
        caller.Is(http.User);
        await mediator.Send(new SignOut());
        await http.SignOutAsync();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // A browser is never told why its connection to the hub was refused; this says whether the session still stands.
    private static Ok<SignedIn> Me(Caller caller, HttpContext http)
    {
        caller.Is(http.User);
        return TypedResults.Ok(new SignedIn(caller.Role, caller.MemberId, caller.Name));
    }

    private static async Task<Results<Ok<Reply<Receipt>>, Conflict<Reply<Receipt>>>> Cast(CastRequest request, IMediator mediator, Caller caller, HttpContext http)
    {
        caller.Is(http.User);
        var reply = await mediator.Send(new Cast(request));
        return reply.IsDone ? TypedResults.Ok(reply) : TypedResults.Conflict(reply);
    }

    private static async Task<FileContentHttpResult> Record(IMediator mediator, Caller caller, HttpContext http)
    {
        caller.Is(http.User);
        var record = await mediator.Send(new GetRecord());
        return TypedResults.File(record.Value!.Bytes, "application/json", "record.json");
    }
}

/// <summary>Five wrong codes from one address close sign-in to it for a minute; right ones never count.</summary>
public sealed class WrongTries : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        RateLimitPartition.GetFixedWindowLimiter(http.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = 5, Window = TimeSpan.FromMinutes(1) }));

    // One try after another from one address, or a burst would be over before its first wrong code is counted.
    private readonly PartitionedRateLimiter<HttpContext> _turns = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        RateLimitPartition.GetConcurrencyLimiter(http.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new ConcurrencyLimiterOptions { PermitLimit = 1, QueueLimit = 20_000 }));

    public ValueTask<RateLimitLease> Turn(HttpContext http) => _turns.AcquireAsync(http, 1, http.RequestAborted);

    public bool AreTooMany(HttpContext http)
    {
        using var lease = _limiter.AttemptAcquire(http, 0);
        return !lease.IsAcquired;
    }

    public void Count(HttpContext http) => _limiter.AttemptAcquire(http).Dispose();

    public void Dispose()
    {
        _limiter.Dispose();
        _turns.Dispose();
    }
}
