using Microsoft.AspNetCore.Identity;
using Voting.Api.Stores;

namespace Voting.Api.Accounts;

/// <summary>
/// Officers' passwords, made here: sixty bits, kept as a slow hash. An unknown post costs the same time as a wrong password.
/// </summary>
public sealed class Passwords
{
    private readonly PasswordHasher<string> _hasher = new();
    private readonly string _nobody;

    public Passwords() => _nobody = Hash(Secrets.Grouped());

    public string Hash(string password) => _hasher.HashPassword("", Secrets.Plain(password));

    public bool IsRight(AccountStore.OfficerRow? officer, string password) =>
        _hasher.VerifyHashedPassword("", officer?.Password ?? _nobody, Secrets.Plain(password)) is not PasswordVerificationResult.Failed && officer is not null;
}
