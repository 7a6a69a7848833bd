using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Exports;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Records;

namespace Voting.Api.Features.Records;

/// <summary>The result sheet (表决结果单) as it stands, to be printed and signed.</summary>
public sealed record GetResultSheet : IRequest<Reply<SheetPage>>;

public sealed record SheetPage(string Html);

public sealed class GetResultSheetHandler(Database database, ImportedMeeting imported) : IRequestHandler<GetResultSheet, Reply<SheetPage>>
{
    public Task<Reply<SheetPage>> Handle(GetResultSheet request, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();
        using var transaction = database.BeginReading(connection);
        var state = imported.State(connection, transaction);
        var told = RoundEvidence.Told(connection, transaction);
        var ceremonies = RoundStore.Ceremonies(connection, transaction);
        var rounds = state.Rounds.Where(r => r.Result is not null).ToDictionary(r => r.Id, r => new SheetRound(
            [.. Reconciliation.Of(state.Meeting, r, RoundEvidence.Of(connection, transaction, state.Meeting, r, told))], ceremonies[r.Id].UrnRoot));
        var head = EventStore.Head(connection, transaction);
        return Task.FromResult<Reply<SheetPage>>(new SheetPage(ResultSheet.Html(state, rounds, head, QrPicture.Of(head.Head))));
    }
}
