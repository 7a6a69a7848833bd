using Microsoft.AspNetCore.HttpOverrides;

namespace Voting.Api.Http;

/// <summary>A proxy in front says who called it and that it was asked over https.</summary>
public static class Proxy
{
    /// <summary>
    /// Believes it. Without it every device would have the proxy's address, and five wrong tries of one would lock out all. Whatever else
    /// reaches the address could claim any other, so only the proxy may reach it.
    /// </summary>
    public static void UseProxy(this WebApplication app)
    {
        // The last entry alone: the proxy's own, whatever the device wrote before it.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 1 };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        app.UseForwardedHeaders(options);
    }
}
