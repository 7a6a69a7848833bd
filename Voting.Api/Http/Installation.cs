using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.StaticAssets;

namespace Voting.Api.Http;

/// <summary>
/// What lets a tablet keep the program and start without fetching it: the service worker (keep.js) with the list of every file it
/// keeps, and the page it shows while the server is away.
/// </summary>
public static class Installation
{
    private static readonly string[] Kinds = [".js", ".wasm", ".dat", ".css", ".svg"];

    // Of other ways to run a page, which this program has not.
    private static readonly string[] Unused = ["_framework/blazor.server.js", "_framework/blazor.webassembly.js"];

    public static void MapInstallation<TAway>(this IEndpointRouteBuilder app) where TAway : Microsoft.AspNetCore.Components.IComponent
    {
        // Written at the first visit, when every file is mapped; it changes with the program only, and each tablet asks for it at each start.
        string? worker = null;
        app.MapGet("/worker.js", (EndpointDataSource endpoints, HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Text(worker ??= Worker(endpoints), "text/javascript");
        }).AllowAnonymous();
        app.MapGet("/away", () => new RazorComponentResult<TAway>()).AllowAnonymous();
    }

    // A browser compares this text with the one it has: another file, another version, and the new one is kept whole.
    private static string Worker(EndpointDataSource endpoints)
    {
        var files = Files(endpoints);
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', files))))[..12];
        var script = files.Single(f => f.StartsWith("/keep.", StringComparison.Ordinal));
        return $"const version = \"{version}\";\nconst files = {JsonSerializer.Serialize(files)};\nimportScripts(\"{script}\");\n";
    }

    /// <summary>Files whose name bears their content: such a one never changes.</summary>
    private static IReadOnlyList<string> Files(EndpointDataSource endpoints) =>
    [
        .. endpoints.Endpoints.Select(e => e.Metadata.GetMetadata<StaticAssetDescriptor>()).OfType<StaticAssetDescriptor>()
            .Where(file => file.Selectors.Count == 0 && Kinds.Contains(Path.GetExtension(file.Route)))
            .Where(file => file.Properties.Any(p => p.Name == "fingerprint") && !file.Properties.Any(p => p.Name == "label" && Unused.Contains(p.Value)))
            .Select(file => "/" + file.Route).Distinct().Order(StringComparer.Ordinal),
    ];
}
