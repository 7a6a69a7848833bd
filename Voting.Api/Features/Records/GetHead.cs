using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Stores;
using Voting.Domain.Contracts;

namespace Voting.Api.Features.Records;

/// <summary>The head of the chain of events: a chain nobody anchored outside can be rewritten.</summary>
public sealed record GetHead : IRequest<Reply<HeadView>>;

public sealed class GetHeadHandler(Database database) : IRequestHandler<GetHead, Reply<HeadView>>
{
    public Task<Reply<HeadView>> Handle(GetHead request, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();
        var chain = EventStore.Head(connection);
        return Task.FromResult<Reply<HeadView>>(new HeadView(chain.Seq, chain.Head) { Picture = QrPicture.Of(chain.Head) });
    }
}
