using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>Signing in with a one-time code, or as an officer by password.</summary>
public sealed class SignInScreen
{
    private const int CodeLength = 12;
    private const int LongestField = 40;

    public string Code
    {
        get;
        set => (field, IsOfficersCode) = (value, false);
    } = "";

    /// <summary>An officer signs in by password, else somebody by a one-time code.</summary>
    public bool IsByPassword { get; private set; }

    /// <summary>Officers of this meeting have a second factor.</summary>
    public bool AsksFactor { get; set; }

    /// <summary>The code that was entered is an officer's, which only the server can tell.</summary>
    public bool IsOfficersCode { get; private set; }

    public FactorEntry Factor { get; } = new();

    public bool IsFactorShown => IsByPassword ? AsksFactor : IsOfficersCode;

    public string Post { get; set; } = Posts.PresidingOfficer;
    public string Password { get; set; } = "";
    public bool IsPasswordShown { get; private set; }
    public bool IsAsking { get; private set; }
    public Refusal? Refusal { get; private set; }

    /// <summary>No answer came.</summary>
    public bool IsServerAway { get; private set; }

    public bool CanSignIn => !IsAsking && (!IsFactorShown || Factor.IsComplete)
        && (IsByPassword ? Plain(Password).Length > 0 && Password.Length <= LongestField : Plain(Code).Length == CodeLength);

    public void Use(bool password) => (IsByPassword, Refusal, IsServerAway) = (password, null, false);

    public void ShowPassword() => IsPasswordShown = !IsPasswordShown;

    /// <summary>Asks for a session; who one is then, or null where it was refused or nobody answered.</summary>
    public async Task<SignedIn?> SignIn(Func<SignInRequest, Task<Reply<SignedIn>>> ask)
    {
        if (!CanSignIn) return null;
        (IsAsking, Refusal, IsServerAway) = (true, null, false);
        try
        {
            var factor = IsFactorShown ? Factor.Plain : null;
            var reply = await ask(IsByPassword ? new SignInRequest(null, Post, Plain(Password), factor) : new SignInRequest(Plain(Code), Factor: factor));
            Refusal = reply.Refusal;
            Factor.Clear();
            if (Refusal?.Code is Refusals.FactorNeeded) (AsksFactor, IsOfficersCode) = (true, !IsByPassword);
            if (reply.IsDone) (Code, Password, IsPasswordShown) = ("", "", false);
            return reply.Value;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or System.Text.Json.JsonException)
        {
            IsServerAway = true;
            return null;
        }
        finally
        {
            IsAsking = false;
        }
    }

    private static string Plain(string typed) => string.Concat(typed.Where(char.IsAsciiLetterOrDigit));
}
