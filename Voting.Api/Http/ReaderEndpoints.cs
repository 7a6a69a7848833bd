using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Voting.Api.Exports;
using Voting.Api.Features.Records;
using Voting.Api.Pipeline;

namespace Voting.Api.Http;

/// <summary>What other systems read by token: never more than the hall sees, and the record when it is whole.</summary>
public static class ReaderEndpoints
{
    public const string Root = "/api/v1";

    private const string Json = "application/json";

    // Chinese as it is written, not as \u escapes.
    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapReaderEndpoints(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Root).RequireAuthorization(Policies.Reader).RequireRateLimiting(ReaderLimit.Policy).WithGroupName(OpenApi.Document).WithTags("meeting")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests);
        api.MapGet("/agenda", Agenda).WithSummary("The agenda and where it stands").Produces<AgendaFile>(StatusCodes.Status200OK, Json).Produces(StatusCodes.Status304NotModified);
        api.MapGet("/results", Results).WithSummary("The results that were announced").Produces<ResultsFile>(StatusCodes.Status200OK, Json).Produces(StatusCodes.Status304NotModified);
        api.MapGet("/record", Record).WithSummary("The record (voting-record/1), once the meeting is closed and every round certified").Produces<object>(StatusCodes.Status200OK, Json)
            .Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/keys", Keys).WithSummary("The public keys that signatures of the record are checked with, by key id").Produces<IReadOnlyDictionary<string, string>>(StatusCodes.Status200OK, Json)
            .Produces(StatusCodes.Status304NotModified);
    }

    private static async Task<FileContentHttpResult> Agenda(IMediator mediator, Caller caller, HttpContext http)
    {
        caller.Take(http.User);
        return Answer(http, JsonSerializer.SerializeToUtf8Bytes((await mediator.Send(new ReadAgenda())).Value!, Written));
    }

    private static async Task<FileContentHttpResult> Results(IMediator mediator, Caller caller, HttpContext http)
    {
        caller.Take(http.User);
        return Answer(http, JsonSerializer.SerializeToUtf8Bytes((await mediator.Send(new ReadResults())).Value!, Written));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Record(IMediator mediator, Caller caller, HttpContext http)
    {
        caller.Take(http.User);
        var reply = await mediator.Send(new ReadRecord());
        return reply.Value is { } record ? Answer(http, record.Bytes) : Problems.Of(StatusCodes.Status404NotFound, reply.Refusal!);
    }

    private static async Task<FileContentHttpResult> Keys(IMediator mediator, Caller caller, HttpContext http)
    {
        caller.Take(http.User);
        return Answer(http, (await mediator.Send(new GetKeys())).Value!.Bytes);
    }

    // Asked again and again, it is sent again only when it has changed.
    private static FileContentHttpResult Answer(HttpContext http, byte[] body)
    {
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Bytes(body, Json, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body))}\""));
    }
}
