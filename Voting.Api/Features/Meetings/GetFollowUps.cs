using System.Globalization;
using System.Text.Json.Nodes;
using MediatR;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Meetings;

/// <summary>What followed from the certified results, as the chain of events keeps it.</summary>
public sealed record GetFollowUps : IRequest<Reply<FollowUpsView>>;

public sealed class GetFollowUpsHandler(Database database) : IRequestHandler<GetFollowUps, Reply<FollowUpsView>>
{
    public Task<Reply<FollowUpsView>> Handle(GetFollowUps request, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();
        Reply<FollowUpsView> reply = new FollowUpsView([.. EventStore.OfType(connection, FollowUp.EventType).Select(body => FollowUp.Of(JsonNode.Parse(body)!)!)
            .Select(f => new FollowUpRequest(f.Paper, f.Round, f.Question, f.Kind, f.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), f.Text))]);
        return Task.FromResult(reply);
    }
}
