namespace Voting.Domain.Meetings;

/// <summary>A member takes no part in a paper (回避): may not vote on it, and is outside those present in its rounds. The base of all stays.</summary>
/// <param name="PaperId">The paper.</param>
/// <param name="MemberId">The member.</param>
/// <param name="Reason">As the clerk recorded it, 1–500 characters.</param>
public sealed record Recusal(string PaperId, string MemberId, string Reason);
