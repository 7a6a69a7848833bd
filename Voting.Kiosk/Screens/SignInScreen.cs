using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>Signing in with a one-time code.</summary>
public sealed class SignInScreen
{
    private const int CodeLength = 12;

    public string Code { get; set; } = "";
    public bool IsAsking { get; private set; }
    public Refusal? Refusal { get; private set; }

    /// <summary>No answer came.</summary>
    public bool IsServerAway { get; private set; }

    public bool CanSignIn => !IsAsking && Code.Count(char.IsAsciiLetterOrDigit) == CodeLength;

    /// <summary>Asks for a session; who one is then, or null where it was refused or nobody answered.</summary>
    public async Task<SignedIn?> SignIn(Func<SignInRequest, Task<Reply<SignedIn>>> ask)
    {
        if (!CanSignIn) return null;
        (IsAsking, Refusal, IsServerAway) = (true, null, false);
        try
        {
            var reply = await ask(new SignInRequest(string.Concat(Code.Where(char.IsAsciiLetterOrDigit))));
            Refusal = reply.Refusal;
            if (reply.IsDone) Code = "";
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
}
