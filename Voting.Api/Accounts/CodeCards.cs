using Voting.Domain.Contracts;

namespace Voting.Api.Accounts;

/// <summary>A seat and its new one-time code.</summary>
public sealed record NewCode(string Member, string Name, string? Seat, string Code);

/// <summary>New one-time codes, in the order of the roll.</summary>
public sealed record NewCodes(IReadOnlyList<NewCode> Seats);

/// <summary>Draws the cards of new codes. After their commit: three thousand pictures take a second, and nothing else should wait for them.</summary>
public static class CodeCards
{
    public static Reply<IssuedCodes> Draw(Reply<NewCodes> made, string address)
    {
        if (made.Value is not { } codes) return made.Refusal!;
        var origin = new Uri(address).GetLeftPart(UriPartial.Authority);
        // Behind the #, which a browser never sends: no server and no proxy writes it into a log.
        return new IssuedCodes([.. codes.Seats.AsParallel().AsOrdered()
            .Select(c => new SeatCode(c.Member, c.Name, c.Seat, c.Code, QrPicture.Of($"{origin}/#code={c.Code}")))]);
    }
}
