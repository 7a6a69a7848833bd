using MediatR;
using Voting.Api.Exports;
using Voting.Api.Pipeline;
using Voting.Domain.Contracts;

namespace Voting.Api.Features.Records;

/// <summary>The agenda for another system, as the hall sees it.</summary>
public sealed record ReadAgenda : IRequest<Reply<AgendaFile>>;

public sealed class ReadAgendaHandler(Reading reading) : IRequestHandler<ReadAgenda, Reply<AgendaFile>>
{
    public Task<Reply<AgendaFile>> Handle(ReadAgenda request, CancellationToken cancellationToken) => Task.FromResult<Reply<AgendaFile>>(AgendaFile.Of(reading.Now().State));
}
