using System.Globalization;
using System.Reflection;
using Voting.Api.Certificates;

namespace Voting.Api.Help;

/// <summary>
/// The page that tells a tablet in words what is wrong with it: browser, clock, certificate. Plain files that need nothing of the kiosk, because
/// a browser that cannot run that comes here. Each endpoint states its policy: anybody.
/// </summary>
public static class HelpPage
{
    private const string Path = "/help";

    /// <summary>Where the page checks the certificate: an image, which every browser fetches from another origin and tells loaded from not.</summary>
    private const string Seen = Path + "/seen.svg";

    /// <param name="app">Where the page is served.</param>
    /// <param name="certificate">The server's, or null where it speaks plain http.</param>
    /// <param name="origin">Of the voting pages as a visitor would reach them, or null where they are served beside this one.</param>
    public static void MapHelp(this IEndpointRouteBuilder app, ServerCertificate? certificate, Func<HttpContext, string?> origin)
    {
        var anybody = app.MapGroup("").AllowAnonymous().AddEndpointFilter((context, next) =>
        {
            // Checked again after each repair: never an old answer.
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return next(context);
        });
        var authority = certificate?.Authority;
        var page = Read("help.html")
            .Replace("{authority}", authority is null ? "without" : "with", StringComparison.Ordinal)
            .Replace("{fingerprint}", authority is null ? "" : CertsCommand.Fingerprint(authority).Replace(":", ":<wbr>", StringComparison.Ordinal), StringComparison.Ordinal);
        var (script, style, seen) = (Read("help.js"), Read("help.css"), Read("seen.svg"));
        anybody.MapGet(Path, (HttpContext http) =>
        {
            var (onward, check) = origin(http) is { } other ? (other + Path + "#go", other + Seen) : ("/", "");
            return TypedResults.Text(page.Replace("{onward}", onward, StringComparison.Ordinal).Replace("{seen}", check, StringComparison.Ordinal), "text/html; charset=utf-8");
        });
        anybody.MapGet(Path + "/help.js", () => TypedResults.Text(script, "text/javascript; charset=utf-8"));
        anybody.MapGet(Path + "/help.css", () => TypedResults.Text(style, "text/css; charset=utf-8"));
        anybody.MapGet(Seen, () => TypedResults.Text(seen, "image/svg+xml"));
        anybody.MapGet("/time", (TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        if (authority is not null)
            anybody.MapGet(Path + "/authority.crt", () => TypedResults.File(authority.RawData, "application/x-x509-ca-cert", "voting-authority.crt"));
    }

    /// <summary>What a browser must keep to on the page where the voting pages are another origin's.</summary>
    public static void Rules(IHeaderDictionary headers, string? origin)
    {
        headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' {origin}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
    }

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{typeof(HelpPage).Namespace}.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
