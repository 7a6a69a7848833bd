using System.Security.Claims;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Voting.Api.Accounts;
using Voting.Api.Exports;
using Voting.Api.Features.Papers;
using Voting.Api.Features.People;
using Voting.Api.Features.Records;
using Voting.Api.Features.Rounds;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;

namespace Voting.Api.Http;

/// <summary>What goes over plain HTTP: sign-in, the second path of a cast, the record, health. Each states its policy.</summary>
public static class Endpoints
{
    public static void MapEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => "ok").AllowAnonymous().WithGroupName(OpenApi.Document).WithTags("health").WithSummary("The process serves");
        // A proxy sends nobody to a server whose store does not answer.
        app.MapGet("/health/ready", (Readiness readiness) => readiness.IsReady() ? Results.Text("ok") : Results.StatusCode(StatusCodes.Status503ServiceUnavailable)).AllowAnonymous()
            .WithGroupName(OpenApi.Document).WithTags("health").WithSummary("The store answers").Produces<string>(StatusCodes.Status200OK, "text/plain").Produces(StatusCodes.Status503ServiceUnavailable);
        app.MapPost("/sign-in", SignIn).AllowAnonymous();
        app.MapPost("/sign-out", SignOut).RequireAuthorization(Policies.Anyone);
        app.MapGet("/me", Me).RequireAuthorization(Policies.Anyone);
        app.MapPost("/cast", Cast).RequireAuthorization(Policies.Seat);
        app.MapGet("/record", Record).RequireAuthorization(Policies.Officers);
        app.MapGet("/record/to-sign", RecordToSign).RequireAuthorization(Policies.Certify);
        app.MapGet("/keys", Keys).RequireAuthorization(Policies.Officers);
        app.MapGet("/meeting-file", MeetingFile).RequireAuthorization(Policies.Clerk);
        app.MapGet(ResultSheet.Path, Sheet).RequireAuthorization(Policies.Certify);
        app.MapGet(ResultSheet.StylePath, () => TypedResults.Text(ResultSheet.Style, "text/css; charset=utf-8")).RequireAuthorization(Policies.Certify);
    }

    private static async Task<Results<Ok<Reply<SignedIn>>, JsonHttpResult<Reply<SignedIn>>>> SignIn(
        SignInRequest request, IMediator mediator, WrongTries tries, HttpContext http)
    {
        // Whoever tries is locked, and the post that is tried, whether or not there is one of that name.
        string[] locked = request.Officer is { Length: <= 64 } post ? [WrongTries.Address(http), WrongTries.Post(post)] : [WrongTries.Address(http)];
        // The factor of a post is locked by those who have its password; here it is not told whether this one has.
        string[] shut = request.Officer is { Length: <= 64 } tried ? [.. locked, WrongTries.Factor(tried)] : locked;
        using var turn = await tries.Turn(locked, http.RequestAborted);
        if (!turn.IsTaken || shut.Any(tries.AreTooMany))
            return TypedResults.Json<Reply<SignedIn>>(new Refusal(Refusals.TooManyTries), statusCode: StatusCodes.Status429TooManyRequests);
        var reply = await Session(request, mediator);
        if (reply.Value is not { } session)
        {
            // Asked for what was not given, nobody has tried anything.
            if (reply.Refusal!.Code != Refusals.FactorNeeded) foreach (var who in locked) tries.Count(who);
            return TypedResults.Json<Reply<SignedIn>>(reply.Refusal, statusCode: StatusCodes.Status401Unauthorized);
        }

        var (role, member, name) = (session.Who.Role, session.Who.Member, session.Who.Name);
        List<Claim> claims = [new(SessionClaims.Session, session.Id), new(SessionClaims.Role, role), new(SessionClaims.Name, name)];
        if (member is not null) claims.Add(new Claim(SessionClaims.Member, member));
        await http.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme)));
        return TypedResults.Ok<Reply<SignedIn>>(session.Who);
    }

    private static async Task<Reply<NewSession>> Session(SignInRequest request, IMediator mediator)
    {
        if (request.Officer is null) return await mediator.Send(new SignIn(request.Code!, request.Factor));
        var password = await mediator.Send(new CheckPassword(request.Officer, request.Password!, request.Factor));
        return password.Value is { } found ? await mediator.Send(new SignInOfficer(found, request.Factor)) : password.Refusal!;
    }

    private static async Task SignOut(IMediator mediator, Caller caller, HttpContext http)
    {
        caller.Take(http.User);
        await mediator.Send(new SignOut());
        await http.SignOutAsync();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // A browser is never told why its connection to the hub was refused; this says whether the session still stands.
    private static Ok<SignedIn> Me(Caller caller, HttpContext http)
    {
        caller.Take(http.User);
        return TypedResults.Ok(new SignedIn(caller.Role, caller.MemberId, caller.Name));
    }

    private static async Task<Results<Ok<Reply<Receipt>>, Conflict<Reply<Receipt>>>> Cast(CastRequest request, IMediator mediator, Caller caller, HttpContext http)
    {
        caller.Take(http.User);
        var reply = await mediator.Send(new Cast(request));
        return reply.IsDone ? TypedResults.Ok(reply) : TypedResults.Conflict(reply);
    }

    private static async Task<FileContentHttpResult> Record(IMediator mediator, Caller caller, HttpContext http)
    {
        caller.Take(http.User);
        var record = await mediator.Send(new GetRecord());
        return TypedResults.File(record.Value!.Bytes, "application/json", "record.json");
    }

    private static async Task<FileContentHttpResult> RecordToSign(IMediator mediator, Caller caller, HttpContext http)
    {
        caller.Take(http.User);
        var record = await mediator.Send(new GetRecord(ToSign: true));
        return TypedResults.File(record.Value!.Bytes, "application/json");
    }

    private static async Task<FileContentHttpResult> Keys(IMediator mediator, Caller caller, HttpContext http)
    {
        caller.Take(http.User);
        var keys = await mediator.Send(new GetKeys());
        return TypedResults.File(keys.Value!.Bytes, "application/json", "keys.json");
    }

    private static async Task<FileContentHttpResult> MeetingFile(IMediator mediator, Caller caller, HttpContext http)
    {
        caller.Take(http.User);
        var file = await mediator.Send(new GetMeetingFile());
        // It may be changed the next minute.
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.File(file.Value!.Bytes.ToArray(), "application/json", "meeting.json");
    }

    private static async Task<ContentHttpResult> Sheet(IMediator mediator, Caller caller, HttpContext http)
    {
        caller.Take(http.User);
        // What was printed yesterday is not what stands today.
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Text((await mediator.Send(new GetResultSheet())).Value!.Html, "text/html; charset=utf-8");
    }
}
