using System.Threading.RateLimiting;
using Voting.Api.Accounts;
using Voting.Domain.Contracts;

namespace Voting.Api.Http;

/// <summary>How often another system may ask: by its token, so that it holds up no other; by its address where it has none.</summary>
public static class ReaderLimit
{
    public const string Policy = "readers";

    public static IServiceCollection AddReaderLimit(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(Policy, http => http.RequestServices.GetRequiredService<Tokens>().NameOf(http.Request) is { } name
            ? RateLimitPartition.GetTokenBucketLimiter("token " + name, _ => OneASecond(upTo: 60))
            : RateLimitPartition.GetTokenBucketLimiter("address " + http.Connection.RemoteIpAddress, _ => OneASecond(upTo: 30)));
        limiter.OnRejected = async (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "1";
            await Problems.Of(StatusCodes.Status429TooManyRequests, new Refusal(Refusals.TooManyRequests)).ExecuteAsync(rejected.HttpContext);
        };
    });

    private static TokenBucketRateLimiterOptions OneASecond(int upTo) => new() { TokenLimit = upTo, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromSeconds(1) };
}
