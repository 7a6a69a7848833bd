namespace Voting.Domain.Ballots;

/// <summary>
/// A member's marks on the questions of a round, and nothing else: a ballot knows no voter, no time and no order.
/// </summary>
/// <param name="Marks">For each question of the round, in order, the positions of the marked options, ascending; empty where blank.</param>
public sealed record Ballot(IReadOnlyList<IReadOnlyList<int>> Marks);
