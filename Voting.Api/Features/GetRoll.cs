using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Live;
using Voting.Domain.Contracts;

namespace Voting.Api.Features;

/// <summary>The roll in its printed order.</summary>
public sealed record GetRoll : IRequest<Reply<RollView>>;

public sealed class GetRollHandler(Reading reading, Sessions sessions) : IRequestHandler<GetRoll, Reply<RollView>>
{
    public Task<Reply<RollView>> Handle(GetRoll request, CancellationToken cancellationToken)
    {
        var state = reading.Now().State;
        Reply<RollView> reply = new RollView([.. state.Meeting.Roll.Select(m =>
            new RollEntry(m.Id, m.FullName, state.Roll.Of(m.Id)!.Value.ToString().ToLowerInvariant(), sessions.IsOnline(m.Id), m.Seat, m.Group))]);
        return Task.FromResult(reply);
    }
}
