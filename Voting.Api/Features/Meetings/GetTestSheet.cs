using MediatR;
using Voting.Api.Ceremony;
using Voting.Domain.Contracts;

namespace Voting.Api.Features.Meetings;

/// <summary>Who has pressed in the test ballot, or which seat failed in the last.</summary>
public sealed record GetTestSheet : IRequest<Reply<TestSheet>>;

public sealed class GetTestSheetHandler(TestBallots tests) : IRequestHandler<GetTestSheet, Reply<TestSheet>>
{
    public Task<Reply<TestSheet>> Handle(GetTestSheet request, CancellationToken cancellationToken) => Task.FromResult<Reply<TestSheet>>(tests.Sheet());
}
