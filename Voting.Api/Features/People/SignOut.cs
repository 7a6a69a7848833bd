using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;

namespace Voting.Api.Features.People;

/// <summary>Ends the caller's session for good: its cookie and its connection are worth nothing afterwards.</summary>
public sealed record SignOut : IRequest<Reply<Done>>, IChange;

public sealed class SignOutHandler(Work work, Sessions sessions, Caller caller) : IRequestHandler<SignOut, Reply<Done>>
{
    public Task<Reply<Done>> Handle(SignOut request, CancellationToken cancellationToken)
    {
        AccountStore.EndSession(work.Connection, work.Transaction, sessions.TagOf(caller.SessionId));
        work.AfterCommit(() =>
        {
            sessions.Fence(sessions.TagOf(caller.SessionId))?.Abort();
            return Task.CompletedTask;
        });
        return Task.FromResult<Reply<Done>>(Done.It);
    }
}
