using Microsoft.AspNetCore.Http.HttpResults;
using Voting.Domain.Contracts;

namespace Voting.Api.Http;

/// <summary>A refusal as other systems are told it: RFC 9457, with the stable code beside the words.</summary>
public static class Problems
{
    public const string Code = "code";

    public static ProblemHttpResult Of(int status, Refusal refusal) => TypedResults.Problem(
        statusCode: status,
        title: Refusals.Text(refusal, chinese: false),
        detail: Refusals.Text(refusal, chinese: true),
        extensions: new Dictionary<string, object?> { [Code] = refusal.Code });
}
