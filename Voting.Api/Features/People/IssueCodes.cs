using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Records;

namespace Voting.Api.Features.People;

/// <summary>New one-time codes for every seat that no device stands for: cards to lay on the tablets before a meeting.</summary>
public sealed record IssueCodes(IssueCodesRequest Asked) : IRequest<Reply<NewCodes>>, IChange;

public sealed class IssueCodesValidator : AbstractValidator<IssueCodes>
{
    public IssueCodesValidator() => RuleFor(r => r.Asked.Address).NotNull().Length(8, 200).Must(address =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" });
}

public sealed class IssueCodesHandler(Work work, OneTimeCodes codes, ImportedMeeting imported) : IRequestHandler<IssueCodes, Reply<NewCodes>>
{
    public Task<Reply<NewCodes>> Handle(IssueCodes request, CancellationToken cancellationToken)
    {
        AccountStore.SpendCodesOfFreeSeats(work.Connection, work.Transaction);
        var taken = AccountStore.TakenSeats(work.Connection, work.Transaction);
        List<NewCode> seats = [.. imported.Meeting.Roll.Where(m => !taken.Contains(m.Id)).Select(m => new NewCode(
            m.Id, m.FullName, m.Seat, codes.Issue(work.Connection, work.Transaction, new AccountStore.Person(Roles.Member, m.Id, m.FullName))))];
        if (seats.Count > 0) work.Facts.Add(new Fact("device-codes-issued", new JsonObject { ["count"] = seats.Count }));
        return Task.FromResult<Reply<NewCodes>>(new NewCodes(seats));
    }
}
