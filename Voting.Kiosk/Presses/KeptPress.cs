using Voting.Domain.Contracts;

namespace Voting.Kiosk.Presses;

/// <summary>
/// A press as this tablet keeps it, so that no reload loses it: the envelope as it is sent, never the marks of a secret ballot nor what
/// would open it.
/// </summary>
/// <param name="CastId">Of the press.</param>
/// <param name="Meeting">Meeting id.</param>
/// <param name="Member">Member id.</param>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number.</param>
/// <param name="Seq">Number of the press.</param>
/// <param name="Hash">SHA-256 of the envelope: where it would be found in the urn.</param>
/// <param name="Envelope">What is sent; null once it was answered.</param>
public sealed record KeptPress(string CastId, string Meeting, string Member, string Paper, int Round, int Seq, string Hash, byte[]? Envelope)
{
    public bool IsAnswered => Envelope is null;

    public CastRequest Request() => new(Paper, Round, CastId, Seq, Envelope!);
}
