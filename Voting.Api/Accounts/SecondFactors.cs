using System.Data;
using System.Security.Cryptography;
using OtpNet;
using Voting.Api.Custody;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;

namespace Voting.Api.Accounts;

/// <summary>
/// The officers' second factor: six digits of an authenticator (RFC 6238: SHA-1, 30 seconds), or one of ten printed codes of eight digits.
/// Each is right once. Whatever is used up is kept with what it allowed, in one transaction: what is refused uses nothing up.
/// </summary>
public sealed class SecondFactors(KeysSecret keysSecret, ImportedMeeting imported, WrongTries tries, TimeProvider time)
{
    private const int SecretSize = 20;
    private const int StepSeconds = 30;
    private const int Printed = 10;
    private const string Purpose = "second-factor";
    private const string Nobody = "";

    // One step early or late, for clocks that differ.
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    // A post that does not exist, or whose password was wrong, costs the same work.
    private readonly byte[] _nobody = keysSecret.Wrap(Purpose, Nobody, RandomNumberGenerator.GetBytes(SecretSize));

    /// <summary>Whether this meeting asks for it.</summary>
    public bool AreAsked => imported.AsksFactor;

    /// <summary>Whether something was entered at all.</summary>
    public static bool IsGiven(string? factor) => Secrets.Plain(factor ?? "").Length > 0;

    /// <summary>Asks somebody who is known already, and counts a wrong try.</summary>
    /// <returns>Why not, or null where it was right, or none is asked.</returns>
    public Refusal? Ask(IDbConnection connection, IDbTransaction transaction, AccountStore.Person person, string? factor)
    {
        if (!AreAsked || !Policies.All[Policies.Officers].Contains(person.Role)) return null;
        if (!IsGiven(factor)) return new Refusal(Refusals.FactorNeeded);
        var post = AccountStore.PostOf(connection, transaction, person);
        // Within the unit of work, which is one after another: a burst gets no more than five.
        if (tries.AreTooMany(WrongTries.Factor(post))) return new Refusal(Refusals.TooManyTries);
        if (Use(connection, transaction, post, factor!)) return null;
        tries.Count(WrongTries.Factor(post));
        return new Refusal(Refusals.WrongFactor);
    }

    /// <summary>Whether this is the factor of a post now; it never is again. Null for somebody who is not there, at the same cost.</summary>
    public bool Use(IDbConnection connection, IDbTransaction transaction, string? post, string factor)
    {
        var (who, given) = (post ?? Nobody, Secrets.Plain(factor));
        // Both are looked for, whichever it looks like.
        var secret = keysSecret.Unwrap(Purpose, who, FactorStore.Secret(connection, transaction, who) ?? _nobody) ?? keysSecret.Unwrap(Purpose, Nobody, _nobody)!;
        var isOfNow = new Totp(secret, StepSeconds, OtpHashMode.Sha1, SecondFactor.Digits)
            .VerifyTotp(time.GetUtcNow().UtcDateTime, given, out var step, Window) && given.Length == SecondFactor.Digits;
        return isOfNow ? FactorStore.UseStep(connection, transaction, who, step) : FactorStore.UsePrinted(connection, transaction, who, HashOf(who, given));
    }

    /// <summary>A new secret and new printed codes for a post; they are known here once and never again.</summary>
    /// <returns>The address that an authenticator takes, by <c>totp:post</c>, and the codes by <c>printed:post</c>.</returns>
    public IReadOnlyList<KeyValuePair<string, string>> Issue(IDbConnection connection, IDbTransaction transaction, string post)
    {
        var secret = RandomNumberGenerator.GetBytes(SecretSize);
        var codes = Enumerable.Range(0, Printed).Select(_ => RandomNumberGenerator.GetString("0123456789", SecondFactor.PrintedDigits)).Distinct().ToList();
        FactorStore.Set(connection, transaction, post, keysSecret.Wrap(Purpose, post, secret), codes.Select(code => HashOf(post, code)));
        return
        [
            KeyValuePair.Create($"totp:{post}", new OtpUri(OtpType.Totp, secret, $"{imported.Meeting.Id} {post}", "Voting").ToString()),
            KeyValuePair.Create($"printed:{post}", string.Join(' ', codes.Select(code => $"{code[..4]}-{code[4..]}"))),
        ];
    }

    private string HashOf(string post, string code) => keysSecret.Tag("printed-code", $"{post} {code}");
}
