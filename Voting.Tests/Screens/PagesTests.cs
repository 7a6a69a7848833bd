using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Voting.Tests.Screens;

public sealed class PagesTests(ServerWithPages server) : IClassFixture<ServerWithPages>
{
    private readonly HttpClient _http = server.Http;

    [Fact]
    public async Task A_stranger_is_painted_the_sign_in_in_Chinese()
    {
        var page = await _http.GetStringAsync("/", TestContext.Current.CancellationToken);
        Assert.Contains("一次性登录码", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("<html lang=\"zh-CN\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_chose_English_is_painted_English()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", "language=en" } } };
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Contains("One-time code", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/kiosk.css")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/health/live")]
    public async Task Every_answer_says_what_a_browser_must_keep_to(string path)
    {
        using var response = await _http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
    }

    [Fact]
    public async Task A_page_is_never_kept_by_a_browser()
    {
        using var response = await _http.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_page_fetches_nothing_from_outside()
    {
        var page = await _http.GetStringAsync("/", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_session_nobody_is_anybody()
    {
        using var response = await _http.GetAsync("/me", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public void Every_endpoint_states_its_policy() => Assert.Empty(
        server.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is null && e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(e => $"{(e as RouteEndpoint)?.RoutePattern.RawText} {e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0]}"));
}
