using Voting.Api.Stores;
using Voting.Api.Telemetry;

namespace Voting.Api.Pipeline;

/// <summary>Changes that nobody asked for: the steps of a ceremony, the repairs of a start-up. The record names the server.</summary>
public sealed class ServerChanges(Database database, Reading reading, TimeProvider time, Instruments instruments, ILogger<Work> log)
{
    public Task Run(Action<Work> change, CancellationToken stop) => Run(work =>
    {
        change(work);
        return Task.CompletedTask;
    }, stop);

    public async Task Run(Func<Work, Task> change, CancellationToken stop)
    {
        using var work = new Work(database, reading, instruments);
        await work.Begin(stop);
        await change(work);
        work.Commit("server", time.GetUtcNow(), log);
        await work.Tell(log);
    }
}
