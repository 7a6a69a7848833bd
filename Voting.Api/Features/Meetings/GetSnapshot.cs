using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Casting;
using Voting.Api.Ceremony;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Features.Meetings;

/// <summary>The whole picture for the screen that asks.</summary>
public sealed record GetSnapshot : IRequest<Reply<Snapshot>>;

public sealed class GetSnapshotHandler(Reading reading, BallotBoxes boxes, TestBallots tests, Settings settings, Sessions sessions, SecondFactors factors, Caller caller, TimeProvider time) : IRequestHandler<GetSnapshot, Reply<Snapshot>>
{
    public Task<Reply<Snapshot>> Handle(GetSnapshot request, CancellationToken cancellationToken)
    {
        var (picture, mine) = Seen();
        var officer = Policies.All[Policies.Officers].Contains(caller.Role);
        var seen = picture.State.Rounds.Where(r => officer || Views.ShownToSeats(r)).ToList();
        var now = time.GetUtcNow();
        var onlooker = caller.Role is Roles.Display or Roles.Attendee;
        var rounds = seen.Select(r => Views.Round(picture, r, officer, questions: !(onlooker && Views.IsUnderEmbargo(picture.State, r)) && (officer || r == seen[^1] || r.State is RoundState.Open), now)).ToList();
        var box = boxes.Open;
        var turnout = box is not null && (officer || caller.Role == Roles.Display)
            ? new Turnout(box.Round.PaperId, box.Round.Number, box.Told.Voted, box.Told.Present) : null;
        Reply<Snapshot> reply = new Snapshot(picture.Once(nameof(Views.Meeting), () => Views.Meeting(picture.State)), Me(picture.State.Roll), rounds, mine, turnout)
        {
            AsksFactor = officer && factors.AreAsked,
            Agenda = picture.Once((nameof(Views.Agenda), officer), () => Views.Agenda(picture.State, officer)),
            Amendments = officer ? Views.Amendments(picture.State) : [],
            Barred = caller.MemberId is null ? null : Views.Bar(picture.State, caller.MemberId),
            Test = tests.View(),
            TestMine = tests.Mine(caller.MemberId),
        };
        return Task.FromResult(reply);
    }

    // A round that is shown open is never shown without one's own press: the box is asked although its close is already committed, and
    // where it is emptied and destroyed by now, the picture has changed too.
    private (Reading.Picture Picture, MyPress? Mine) Seen()
    {
        var picture = reading.Now();
        while (caller.MemberId is { } me && picture.State.Rounds.FirstOrDefault(r => r.State is RoundState.Open) is { } open)
        {
            if ((boxes.Held(open.Id) ?? boxes.StartIfOpen(open)) is { } box && box.TrySeq(me, out var seq))
                return (picture, seq is null ? null : new MyPress(open.PaperId, open.Number, seq.Value));
            var now = reading.Now();
            // Its box is not started yet: nobody has pressed.
            if (ReferenceEquals(now, picture)) break;
            picture = now;
        }

        return (picture, null);
    }

    private SignedIn Me(AttendanceRoll roll) => new(
        caller.Role, caller.MemberId, caller.Name, ProofDue.Of(settings, sessions, caller), caller.MemberId is { } member && roll.IsPresent(member));
}
