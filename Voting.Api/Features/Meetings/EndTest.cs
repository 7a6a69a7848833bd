using MediatR;
using Voting.Api.Ceremony;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Features.Meetings;

/// <summary>Ends the test ballot and says which seat failed; the record keeps that it was held, with counts.</summary>
public sealed record EndTest : IRequest<Reply<TestSheet>>, IChange;

public sealed class EndTestHandler(Work work, TestBallots tests, Screens screens) : IRequestHandler<EndTest, Reply<TestSheet>>
{
    public async Task<Reply<TestSheet>> Handle(EndTest request, CancellationToken cancellationToken)
    {
        if (tests.View() is not { } view) return new Refusal(Refusals.WrongState);
        Reply<TestCounts> ended;
        try
        {
            ended = await tests.End();
        }
        finally
        {
            // Told also where there is no result: it is over on every tablet.
            await screens.TestChanged(view with { State = "over" });
        }

        if (ended.Value is not { } counts) return ended.Refusal!;
        return work.Decide(new Command.HoldTest(counts)).Refusal is { } refusal ? refusal : tests.Sheet();
    }
}
