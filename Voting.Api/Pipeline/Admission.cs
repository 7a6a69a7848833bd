using FluentValidation;
using MediatR;
using Voting.Api.Accounts;
using Voting.Domain.Contracts;

namespace Voting.Api.Pipeline;

/// <summary>The first guard of the one door: the session still stands, and what is asked is well-formed.</summary>
public sealed class Admission<TRequest, TReply>(IEnumerable<IValidator<TRequest>> validators, Sessions sessions, Caller caller) : IPipelineBehavior<TRequest, TReply>
    where TReply : IReply<TReply>
{
    public async Task<TReply> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TReply> next)
    {
        if (caller.SessionId.Length > 0 && !sessions.Stands(caller.SessionId)) return TReply.Refuse(new Refusal(Refusals.DeviceReplaced));
        foreach (var validator in validators)
        {
            var result = await validator.ValidateAsync(request, cancellationToken);
            // The name of the field is enough; its value may be a ballot.
            if (!result.IsValid) return TReply.Refuse(new Refusal(Refusals.Malformed, result.Errors[0].PropertyName));
        }

        return await next();
    }
}
