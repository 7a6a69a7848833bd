using FluentValidation;
using MediatR;
using Voting.Api.Accounts;
using Voting.Api.Stores;
using Voting.Domain.Contracts;

namespace Voting.Api.Features;

/// <summary>Whether this is the password of a post. Asked before the session is made: the slow hash must not hold up those who change something.</summary>
public sealed record CheckPassword(string Officer, string Password) : IRequest<Reply<AccountStore.Person>>;

public sealed class CheckPasswordValidator : AbstractValidator<CheckPassword>
{
    public CheckPasswordValidator()
    {
        RuleFor(r => r.Officer).NotNull().Length(1, 64);
        RuleFor(r => r.Password).NotNull().Length(1, 64);
    }
}

public sealed class CheckPasswordHandler(Database database, Passwords passwords) : IRequestHandler<CheckPassword, Reply<AccountStore.Person>>
{
    public Task<Reply<AccountStore.Person>> Handle(CheckPassword request, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();
        var officer = AccountStore.Officer(connection, request.Officer);
        return Task.FromResult<Reply<AccountStore.Person>>(
            passwords.IsRight(officer, request.Password) ? officer!.Person : new Refusal(Refusals.WrongPassword));
    }
}
