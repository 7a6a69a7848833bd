using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>An officer's second factor as it is entered: the digits of an authenticator, or those of a printed code.</summary>
public sealed class FactorEntry
{
    public string Text { get; set; } = "";

    public string Plain => string.Concat(Text.Where(char.IsAsciiDigit));

    public bool IsComplete => Plain.Length is SecondFactor.Digits or SecondFactor.PrintedDigits;

    /// <summary>It was used, or is worth nothing.</summary>
    public void Clear() => Text = "";
}
