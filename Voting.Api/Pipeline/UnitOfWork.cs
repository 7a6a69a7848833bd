using MediatR;
using Voting.Domain.Contracts;

namespace Voting.Api.Pipeline;

/// <summary>A request that changes the meeting, and so runs in one transaction with its line in the record.</summary>
public interface IChange;

/// <summary>Runs a change in its transaction; a refusal or an exception leaves nothing behind.</summary>
public sealed class UnitOfWork<TRequest, TReply>(Work work, Caller caller, TimeProvider time, ILogger<Work> log) : IPipelineBehavior<TRequest, TReply>
    where TReply : IReply<TReply>
{
    public Task<TReply> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TReply> next) =>
        request is IChange ? Change(next, cancellationToken) : next();

    private async Task<TReply> Change(RequestHandlerDelegate<TReply> next, CancellationToken stop)
    {
        await work.Begin(stop);
        // Left here and not at the end of the scope: the answer is written in between, to a device that may not read it.
        using var leaving = work;
        var reply = await next();
        if (reply.Refusal is not null) return reply;
        work.Commit(caller.By, time.GetUtcNow(), log);
        await work.Tell(log);
        return reply;
    }
}

/// <summary>Answers of changes that give nothing back.</summary>
public static class UnitReplies
{
    public static Reply<Done> ToDone<T>(this Reply<T> reply) where T : class => reply.Refusal is { } refusal ? refusal : Done.It;
}
