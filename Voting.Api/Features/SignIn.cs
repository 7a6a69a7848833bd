using FluentValidation;
using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;

namespace Voting.Api.Features;

/// <summary>Exchanges a one-time code for a session. A seat's earlier session is fenced and its connection told and closed.</summary>
public sealed record SignIn(string Code) : IRequest<Reply<NewSession>>, IChange;

/// <summary>A session for an officer whose password was found right.</summary>
public sealed record SignInOfficer(AccountStore.Person Who) : IRequest<Reply<NewSession>>, IChange;

public sealed record NewSession(string Id, SignedIn Who);

public sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator() => RuleFor(r => r.Code).NotNull().Length(12, 20);
}

public sealed class SignInHandler(Work work, OneTimeCodes codes, Sessions sessions, Screens screens)
    : IRequestHandler<SignIn, Reply<NewSession>>, IRequestHandler<SignInOfficer, Reply<NewSession>>
{
    public Task<Reply<NewSession>> Handle(SignIn request, CancellationToken cancellationToken) => Task.FromResult<Reply<NewSession>>(
        AccountStore.UseCode(work.Connection, work.Transaction, codes.Hash(request.Code)) is { } person ? Start(person) : new Refusal(Refusals.UnknownCode));

    public Task<Reply<NewSession>> Handle(SignInOfficer request, CancellationToken cancellationToken) => Task.FromResult<Reply<NewSession>>(Start(request.Who));

    private NewSession Start(AccountStore.Person person)
    {
        var id = Guid.NewGuid().ToString("n");
        var tag = sessions.TagOf(id);
        var fenced = AccountStore.AddSession(work.Connection, work.Transaction, tag, person, seat: person.Role == Roles.Member);
        work.AfterCommit(async () =>
        {
            sessions.Add(tag);
            foreach (var old in fenced)
            {
                if (sessions.Fence(old) is { } connection) await screens.Fence(connection);
            }
        });
        return new NewSession(id, new SignedIn(person.Role, person.Member, person.Name));
    }
}
