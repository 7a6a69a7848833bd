using Voting.Domain.Papers;

namespace Voting.Domain.Contracts;

/// <summary>Chooses how a round is voted, before it opens; an open or closed one is voided for the reason, and the next is voted that way.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number, 1–10,000.</param>
/// <param name="Way">One of <see cref="Ways"/>.</param>
/// <param name="Reason">Why an open or closed round goes another way, 1–500 characters, kept in the record; null before the opening.</param>
/// <param name="Decision">The presiding officer's decision, where a secret paper goes to hands, 1–500 characters, kept in the record; else null.</param>
/// <param name="ByHands">Member ids of those who vote by hands, where both are mixed; at most 10,000.</param>
/// <param name="Factor">The officer's second factor, where the meeting asks for one and a round is voided; at most 20 characters.</param>
public sealed record WayRequest(
    string Paper, int Round, string Way, string? Reason = null, string? Decision = null, IReadOnlyList<string>? ByHands = null, string? Factor = null);

/// <summary>What the clerk counted of hands or paper.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number, 1–10,000.</param>
/// <param name="Counts">As counted.</param>
/// <param name="Late">Of a round that was held while the system was down (补录); else null.</param>
public sealed record CountsRequest(string Paper, int Round, EnteredCounts Counts, LateEntry? Late = null);

/// <summary>Entered counts that a scrutineer has seen.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number, 1–10,000.</param>
/// <param name="No">Which entering of the round, 1–10,000.</param>
public sealed record CountsRef(string Paper, int Round, int No);

/// <summary>Sends entered counts back to the clerk.</summary>
/// <param name="Paper">Paper id.</param>
/// <param name="Round">Round number, 1–10,000.</param>
/// <param name="No">Which entering of the round, 1–10,000.</param>
/// <param name="Reason">Kept in the record, 1–500 characters.</param>
public sealed record SendBackRequest(string Paper, int Round, int No, string Reason);

/// <summary>What one channel brought to a round in which hands or paper took part.</summary>
/// <param name="By"><c>devices</c>, <c>hands</c> or <c>paper</c>.</param>
/// <param name="Voted">Ballots by device, members by hands, or ballots returned.</param>
/// <param name="Issued">Paper ballots issued; null without paper.</param>
/// <param name="Late">Entered afterwards (补录).</param>
/// <param name="Questions">Empty in a void round.</param>
public sealed record ChannelView(string By, int Voted, int? Issued, bool Late, IReadOnlyList<ChannelQuestionView> Questions);

/// <summary>What one channel brought to a question.</summary>
/// <param name="Id">Question id.</param>
/// <param name="Counts">Marks by option id.</param>
/// <param name="Void">Void on it.</param>
/// <param name="Blank">Of the valid without a mark.</param>
public sealed record ChannelQuestionView(string Id, IReadOnlyDictionary<string, int> Counts, int Void, int Blank);

/// <summary>A name written in (另选他人).</summary>
/// <param name="Name">As written.</param>
/// <param name="Count">Ballots that bear it.</param>
/// <param name="Passed">Whether it reached what the candidate had to reach.</param>
public sealed record WriteInView(string Name, int Count, bool Passed);
