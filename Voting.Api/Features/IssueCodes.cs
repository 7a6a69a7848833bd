using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Records;

namespace Voting.Api.Features;

/// <summary>New one-time codes for every seat that no device stands for: cards to lay on the tablets before a meeting.</summary>
public sealed record IssueCodes(IssueCodesRequest Asked) : IRequest<Reply<IssuedCodes>>, IChange;

public sealed class IssueCodesValidator : AbstractValidator<IssueCodes>
{
    public IssueCodesValidator() => RuleFor(r => r.Asked.Address).NotNull().Length(8, 200).Must(address =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" });
}

public sealed class IssueCodesHandler(Work work, OneTimeCodes codes, ImportedMeeting imported) : IRequestHandler<IssueCodes, Reply<IssuedCodes>>
{
    public Task<Reply<IssuedCodes>> Handle(IssueCodes request, CancellationToken cancellationToken)
    {
        var address = new Uri(request.Asked.Address).GetLeftPart(UriPartial.Authority);
        AccountStore.SpendCodesOfFreeSeats(work.Connection, work.Transaction);
        var taken = AccountStore.TakenSeats(work.Connection, work.Transaction);
        List<SeatCode> seats = [.. imported.Meeting.Roll.Where(m => !taken.Contains(m.Id)).Select(m =>
        {
            var code = codes.Issue(work.Connection, work.Transaction, new AccountStore.Person(Roles.Member, m.Id, m.FullName));
            // Behind the #, which a browser never sends: no server and no proxy writes it into a log.
            return new SeatCode(m.Id, m.FullName, m.Seat, code, QrPicture.Of($"{address}/#code={code}"));
        })];
        if (seats.Count > 0) work.Facts.Add(new Fact("device-codes-issued", new JsonObject { ["count"] = seats.Count }));
        return Task.FromResult<Reply<IssuedCodes>>(new IssuedCodes(seats));
    }
}
