using FluentValidation;
using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;

namespace Voting.Api.Features.People;

/// <summary>Exchanges a one-time code for a session. A seat's earlier session is fenced and its connection told and closed.</summary>
public sealed record SignIn(string Code, string? Factor) : IRequest<Reply<NewSession>>, IChange;

/// <summary>A session for an officer, where both are right. Which of them was not, nobody is told.</summary>
public sealed record SignInOfficer(CheckedPassword Password, string? Factor) : IRequest<Reply<NewSession>>, IChange;

public sealed record NewSession(string Id, SignedIn Who);

public sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator()
    {
        RuleFor(r => r.Code).NotNull().Length(12, 20);
        RuleFor(r => r.Factor).MaximumLength(Bounds.LongestFactor);
    }
}

public sealed class SignInHandler(Work work, OneTimeCodes codes, SecondFactors factors, WrongTries tries, Sessions sessions, Screens screens)
    : IRequestHandler<SignIn, Reply<NewSession>>, IRequestHandler<SignInOfficer, Reply<NewSession>>
{
    public Task<Reply<NewSession>> Handle(SignIn request, CancellationToken cancellationToken)
    {
        if (AccountStore.UseCode(work.Connection, work.Transaction, codes.Hash(request.Code)) is not { } person)
            return Task.FromResult<Reply<NewSession>>(new Refusal(Refusals.UnknownCode));
        // Refused, nothing is kept: the code is still there for whoever has the factor too.
        return Task.FromResult<Reply<NewSession>>(factors.Ask(work.Connection, work.Transaction, person, request.Factor) is { } refusal ? refusal : Start(person));
    }

    public Task<Reply<NewSession>> Handle(SignInOfficer request, CancellationToken cancellationToken)
    {
        var found = AccountStore.Officer(work.Connection, request.Password.Officer, work.Transaction);
        var officer = request.Password.IsRight ? found : null;
        if (!factors.AreAsked) return Task.FromResult<Reply<NewSession>>(officer is null ? new Refusal(Refusals.WrongPassword) : Start(officer.Person));
        if (factors.Use(work.Connection, work.Transaction, officer?.Post, request.Factor!)) return Task.FromResult<Reply<NewSession>>(Start(officer!.Person));
        if (officer is not null) tries.Count(WrongTries.Factor(officer.Post));
        return Task.FromResult<Reply<NewSession>>(new Refusal(Refusals.WrongSignIn));
    }

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
