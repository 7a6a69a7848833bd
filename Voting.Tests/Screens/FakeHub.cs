using Voting.Domain.Contracts;

namespace Voting.Tests.Screens;

/// <summary>A server that answers casts one after another as it is told; what it is not told of never comes.</summary>
internal sealed class FakeHub(params Func<CastRequest, Task<Reply<Receipt>>>[] answers) : IVotingHub
{
    private readonly Queue<Func<CastRequest, Task<Reply<Receipt>>>> _answers = new(answers);

    public List<CastRequest> Casts { get; } = [];
    public Func<Reply<UrnView>> UrnIs { get; set; } = () => new Refusal(Refusals.UnknownRound);
    public Func<Reply<Snapshot>> SnapshotIs { get; set; } = () => new Refusal(Refusals.TryAgain);

    public static Task<Reply<Receipt>> Recorded(CastRequest cast) => Task.FromResult<Reply<Receipt>>(new Receipt(cast.CastId, cast.Seq));

    public static Task<Reply<Receipt>> Lost(CastRequest cast) => Task.FromException<Reply<Receipt>>(new IOException("The connection was lost."));

    public static Func<CastRequest, Task<Reply<Receipt>>> Refused(string code) => _ => Task.FromResult<Reply<Receipt>>(new Refusal(code));

    public Task<Reply<Receipt>> Cast(CastRequest cast)
    {
        Casts.Add(cast);
        return _answers.Dequeue()(cast);
    }

    public Task<Reply<UrnView>> Urn(RoundRef round) => Task.FromResult(UrnIs());
    public Task<Reply<Snapshot>> Snapshot() => Task.FromResult(SnapshotIs());
    public Task<Reply<RollView>> Roll() => throw new NotSupportedException();
    public Task<Reply<Done>> CheckIn(MemberRef member) => throw new NotSupportedException();
    public Task<Reply<Done>> Leave(MemberRef member) => throw new NotSupportedException();
    public Task<Reply<IssuedCode>> ReplaceDevice(MemberRef member) => throw new NotSupportedException();
    public Task<Reply<Done>> OpenMeeting() => throw new NotSupportedException();
    public Task<Reply<Done>> CloseMeeting() => throw new NotSupportedException();
    public Task<Reply<Done>> CallItem(ItemRef item) => throw new NotSupportedException();
    public Task<Reply<Done>> TickOff(ItemRef item) => throw new NotSupportedException();
    public Task<Reply<Done>> Reorder(ReorderRequest order) => throw new NotSupportedException();
    public Task<Reply<Done>> BlankHall(HallRequest hall) => throw new NotSupportedException();
    public Task<Reply<RoundView>> Prepare(PrepareRequest prepare) => throw new NotSupportedException();
    public Task<Reply<Done>> Open(RoundRef round) => throw new NotSupportedException();
    public Task<Reply<Done>> SetTime(TimeRequest time) => throw new NotSupportedException();
    public Task<Reply<Done>> Close(RoundRef round) => throw new NotSupportedException();
    public Task<Reply<Done>> Void(VoidRequest round) => throw new NotSupportedException();
    public Task<Reply<Done>> Announce(RoundRef round) => throw new NotSupportedException();
    public Task<Reply<Done>> Certify(RoundRef round) => throw new NotSupportedException();
    public Task<Reply<HeadView>> Head() => throw new NotSupportedException();
}
