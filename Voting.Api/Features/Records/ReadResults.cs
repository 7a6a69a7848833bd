using MediatR;
using Voting.Api.Exports;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;

namespace Voting.Api.Features.Records;

/// <summary>The announced results for another system, as the hall was told them.</summary>
public sealed record ReadResults : IRequest<Reply<ResultsFile>>;

public sealed class ReadResultsHandler(Reading reading, TimeProvider time) : IRequestHandler<ReadResults, Reply<ResultsFile>>
{
    public Task<Reply<ResultsFile>> Handle(ReadResults request, CancellationToken cancellationToken) =>
        Task.FromResult<Reply<ResultsFile>>(ResultsFile.Of(reading.Now(), time.GetUtcNow()));
}
