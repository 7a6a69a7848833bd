using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Voting.Api.Accounts;
using Voting.Api.Exports;
using Voting.Domain.Contracts;

namespace Voting.Api.Http;

/// <summary>The description of what other systems may ask: what stands in it is what this program was built with.</summary>
public static class OpenApi
{
    public const string Document = "v1";
    public const string Path = $"/openapi/{Document}.json";

    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IServiceCollection AddDescription(this IServiceCollection services) => services.AddOpenApi(Document, document =>
    {
        document.ShouldInclude = described => described.GroupName == Document;
        document.AddDocumentTransformer((text, _, _) =>
        {
            Describe(text);
            return Task.CompletedTask;
        });
        document.AddOperationTransformer((operation, context, _) =>
        {
            Illustrate(operation, "/" + context.Description.RelativePath);
            return Task.CompletedTask;
        });
        document.AddSchemaTransformer((schema, _, _) =>
        {
            // Numbers are written as numbers; that a reader of ours would take a text for one is nobody's business.
            if (schema.Type is { } type && (type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number))) (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null);
            return Task.CompletedTask;
        });
    });

    public static void MapDescription(this IEndpointRouteBuilder app) => app.MapOpenApi().AllowAnonymous().RequireRateLimiting(ReaderLimit.Policy);

    private static void Describe(OpenApiDocument text)
    {
        text.Info = new OpenApiInfo
        {
            Title = "Voting 表决系统",
            Version = Document,
            Description = "供办公系统读取议程、结果与会议记录，只读。令牌由服务器控制台以 --new-token NAME 发出。\n\n"
                + "For office systems: agenda, results and record of the meeting, read only. A token is made at the server's console by --new-token NAME, and revoked by --revoke-token NAME. "
                + "Results appear when they are announced to the hall, the record when the meeting is closed and every round certified. Ask again with If-None-Match.",
        };
        text.Servers = [];
        text.Components ??= new OpenApiComponents();
        text.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Tokens.Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "voting_… as --new-token told it" },
        };
        foreach (var (path, item) in text.Paths.Where(p => p.Key.StartsWith(ReaderEndpoints.Root, StringComparison.Ordinal)))
            foreach (var operation in item.Operations!.Values)
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Tokens.Scheme, text)] = [] }];
    }

    private static void Illustrate(OpenApiOperation operation, string path)
    {
        foreach (var (status, answer) in operation.Responses!)
            if (Example(path, status) is { } example)
                foreach (var content in answer.Content!.Values) content.Example = example;
        if (path != ReaderEndpoints.Root + "/record") return;
        operation.Description = "The canonical text (RFC 8785), byte for byte, with the signatures that fit it; docs/voting-record.schema.json of the program describes it, and its verifier checks it.";
    }

    private static JsonNode? Example(string path, string status) => (path, status) switch
    {
        (_, "401") => Problem(401, Refusals.UnknownToken),
        (_, "429") => Problem(429, Refusals.TooManyRequests),
        (ReaderEndpoints.Root + "/record", "404") => Problem(404, Refusals.NotCertified),
        (ReaderEndpoints.Root + "/agenda", "200") => JsonSerializer.SerializeToNode(Examples.Agenda, Written),
        (ReaderEndpoints.Root + "/results", "200") => JsonSerializer.SerializeToNode(Examples.Results, Written),
        (ReaderEndpoints.Root + "/record", "200") => JsonNode.Parse("""
            { "format": "voting-record/1", "meeting": { "id": "wuchang-26", "title": "…", "members": 39, "quorum": { "of": "all", "op": ">", "num": 1, "den": 2 } },
              "rehearsal": false, "papers": [], "events": [], "signatures": [] }
            """),
        (ReaderEndpoints.Root + "/keys", "200") => new JsonObject { ["5f0c…"] = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…" },
        ("/health/live" or "/health/ready", "200") => "ok",
        _ => null,
    };

    private static JsonObject Problem(int status, string code)
    {
        var refusal = new Refusal(code);
        return new JsonObject
        {
            ["type"] = $"https://tools.ietf.org/html/rfc9110#section-15.5.{(status == 429 ? "22" : status - 399)}",
            ["title"] = Refusals.Text(refusal, chinese: false),
            ["status"] = status,
            ["detail"] = Refusals.Text(refusal, chinese: true),
            [Problems.Code] = code,
        };
    }
}
