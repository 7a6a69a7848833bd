using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Features.People;

/// <summary>The roll in its printed order.</summary>
public sealed record GetRoll : IRequest<Reply<RollView>>;

public sealed class GetRollHandler(Reading reading, Sessions sessions) : IRequestHandler<GetRoll, Reply<RollView>>
{
    public Task<Reply<RollView>> Handle(GetRoll request, CancellationToken cancellationToken)
    {
        var state = reading.Now().State;
        var open = state.Rounds.FirstOrDefault(r => r.State is RoundState.Open);
        Reply<RollView> reply = new RollView([.. state.Meeting.Roll.Select(m =>
        {
            var standing = state.Roll.StandingOf(m.Id)!;
            return new RollEntry(m.Id, m.FullName, standing.Attendance.ToString().ToLowerInvariant(), sessions.IsOnline(m.Id), m.Seat, m.Group)
            {
                Reason = standing.Reason,
                Note = standing.Note,
                OnVideo = standing.OnVideo,
                Bar = open is not null && standing.Attendance is Attendance.Present ? state.Bar(open, m)?.Code : null,
            };
        })]);
        return Task.FromResult(reply);
    }
}
