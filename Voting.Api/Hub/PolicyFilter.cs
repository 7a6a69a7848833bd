using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;

namespace Voting.Api.Hub;

/// <summary>Enforces the policy of each hub method and answers with a refusal, because an exception would cross the hub as text only.</summary>
public sealed class PolicyFilter(IAuthorizationService authorization, ILogger<PolicyFilter> log) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var policy = invocationContext.HubMethod.GetCustomAttribute<PolicyAttribute>();
        if (policy is null || !(await authorization.AuthorizeAsync(invocationContext.Context.User!, null, policy.Name)).Succeeded)
            return new Refused(new Refusal(Refusals.NotPermitted));
        invocationContext.ServiceProvider.GetRequiredService<Caller>().Is(invocationContext.Context.User!);
        if (invocationContext.HubMethodArguments.Contains(null)) return new Refused(new Refusal(Refusals.Malformed));
        try
        {
            return await next(invocationContext);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError("{Method} failed: {Error}", invocationContext.HubMethodName, e.GetType().Name);
            return new Refused(new Refusal(Refusals.TryAgain));
        }
    }
}
