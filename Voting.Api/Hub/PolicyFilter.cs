using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.SignalR;
using Voting.Api.Accounts;
using Voting.Api.Pipeline;
using Voting.Api.Telemetry;
using Voting.Domain.Contracts;

namespace Voting.Api.Hub;

/// <summary>Enforces the policy of each hub method and answers with a refusal, because an exception would cross the hub as text only.</summary>
public sealed class PolicyFilter(Sessions sessions, ILogger<PolicyFilter> log) : IHubFilter
{
    private readonly ConcurrentDictionary<MethodInfo, string?> _policies = new();

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var policy = _policies.GetOrAdd(invocationContext.HubMethod, method => method.GetCustomAttribute<PolicyAttribute>()?.Name);
        var caller = invocationContext.ServiceProvider.GetRequiredService<Caller>();
        caller.Take(invocationContext.Context.User!);
        if (policy is null || !Policies.Permit(policy, caller.Role)) return new Refused(new Refusal(Refusals.NotPermitted));
        // A connection made before the post passed on; it is being closed.
        if (caller.Role != Roles.Member && sessions.HasYielded(caller.SessionId)) return new Refused(new Refusal(Refusals.NotPermitted));
        if (invocationContext.HubMethodArguments.Contains(null)) return new Refused(new Refusal(Refusals.Malformed));
        try
        {
            return await next(invocationContext);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.CallFailed(invocationContext.HubMethodName, e.GetType().Name);
            return new Refused(new Refusal(Refusals.TryAgain));
        }
    }
}
