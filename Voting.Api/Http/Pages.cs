using Microsoft.AspNetCore.Hosting.StaticWebAssets;

namespace Voting.Api.Http;

/// <summary>Serves the kiosk: one document, painted here first and then alive in the browser, and its files.</summary>
public static class Pages
{
    // The runtime of the browser compiles its own bytes; nothing else runs that is not ours, and no other site may frame a page.
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>What the pages need here; <paramref name="visit"/> is what they ask of whoever visits.</summary>
    public static void AddPages<TVisit>(this WebApplicationBuilder builder, Func<Visitor, TVisit> visit) where TVisit : class
    {
        // Run from bin, the files lie in their projects and only this finds them; published, they lie in wwwroot.
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        // Nobody edits them under a running server: send them compressed as they were built.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = bool.FalseString;
        builder.Services.AddHttpContextAccessor().AddScoped<Visitor>().AddScoped(p => visit(p.GetRequiredService<Visitor>()));
        builder.Services.AddRazorComponents().AddInteractiveWebAssemblyComponents();
    }

    /// <summary>What a browser must keep to, on every answer.</summary>
    public static void UsePageRules(this WebApplication app) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(http);
    });

    /// <summary>Pages and files are for anybody; what a page shows is asked for with the session of whoever sees it.</summary>
    public static void MapPages<TDocument>(this WebApplication app)
    {
        // A group, because the framework maps a list of files besides, which heeds nothing less.
        var anybody = app.MapGroup("").AllowAnonymous();
        anybody.MapStaticAssets();
        // No form is ever posted to a page.
        anybody.MapRazorComponents<TDocument>().AddInteractiveWebAssemblyRenderMode().DisableAntiforgery().Finally(WithoutList);
    }

    // The framework has every tablet fetch and read the list of all files, for pages that name files; ours are named here. It is a fifth
    // of a slow tablet's start. The type is the framework's own: should its name change, the list is merely back, and a test says so.
    private static void WithoutList(EndpointBuilder page)
    {
        foreach (var list in page.Metadata.Where(m => m.GetType().Name == "ResourceCollectionUrlMetadata").ToList()) page.Metadata.Remove(list);
    }
}
