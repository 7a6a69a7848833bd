using FluentValidation;
using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Stores;
using Voting.Domain.Contracts;

namespace Voting.Api.Features.People;

/// <summary>Whether this is the password of a post. Asked before the session is made: the slow hash must not hold up those who change something.</summary>
public sealed record CheckPassword(string Officer, string Password, string? Factor) : IRequest<Reply<CheckedPassword>>;

/// <summary>What became of a password; whoever asked is told only together with the second factor.</summary>
public sealed record CheckedPassword(string Officer, bool IsRight);

public sealed class CheckPasswordValidator : AbstractValidator<CheckPassword>
{
    public CheckPasswordValidator()
    {
        RuleFor(r => r.Officer).NotNull().Length(1, 64);
        RuleFor(r => r.Password).NotNull().Length(1, 64);
        RuleFor(r => r.Factor).MaximumLength(Bounds.LongestFactor);
    }
}

public sealed class CheckPasswordHandler(Database database, Passwords passwords, SecondFactors factors) : IRequestHandler<CheckPassword, Reply<CheckedPassword>>
{
    public Task<Reply<CheckedPassword>> Handle(CheckPassword request, CancellationToken cancellationToken)
    {
        // Before the password is looked at, so that the answer says nothing of it.
        if (factors.AreAsked && !SecondFactors.IsGiven(request.Factor)) return Task.FromResult<Reply<CheckedPassword>>(new Refusal(Refusals.FactorNeeded));
        using var connection = database.Connect();
        var officer = AccountStore.Officer(connection, request.Officer);
        return Task.FromResult<Reply<CheckedPassword>>(new CheckedPassword(request.Officer, passwords.IsRight(officer, request.Password)));
    }
}
