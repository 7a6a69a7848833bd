using FluentValidation;
using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Records;

namespace Voting.Api.Features.People;

/// <summary>A new one-time code for a member's seat: another device takes it over only with the clerk.</summary>
public sealed record ReplaceDevice(MemberRef Member) : IRequest<Reply<IssuedCode>>, IChange;

public sealed class ReplaceDeviceValidator : AbstractValidator<ReplaceDevice>
{
    public ReplaceDeviceValidator() => RuleFor(r => r.Member).SetValidator(new MemberRefBounds());
}

public sealed class ReplaceDeviceHandler(Work work, OneTimeCodes codes, ImportedMeeting imported) : IRequestHandler<ReplaceDevice, Reply<IssuedCode>>
{
    public Task<Reply<IssuedCode>> Handle(ReplaceDevice request, CancellationToken cancellationToken)
    {
        var id = request.Member.Member;
        if (imported.Meeting.Roll.FirstOrDefault(m => m.Id == id) is not { } member)
            return Task.FromResult<Reply<IssuedCode>>(new Refusal(Refusals.UnknownMember, id));
        var person = new AccountStore.Person(Roles.Member, id, member.FullName);
        AccountStore.SpendCodes(work.Connection, work.Transaction, person);
        var code = codes.Issue(work.Connection, work.Transaction, person);
        work.Facts.Add(new Fact("device-code-issued", new System.Text.Json.Nodes.JsonObject { ["member"] = id }));
        return Task.FromResult<Reply<IssuedCode>>(new IssuedCode(code));
    }
}
