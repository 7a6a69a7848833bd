using Voting.Domain.Contracts;

namespace Voting.Kiosk;

/// <summary>
/// What the server knows when a page is asked for, so that it is painted before the program has loaded: the whole picture of whoever
/// is signed in. In the browser there is none; it gets what was painted.
/// </summary>
/// <param name="Language">Language tag that was chosen on this device, or null.</param>
/// <param name="AsksFactor">Whether officers who sign in are asked for a second factor.</param>
/// <param name="Picture">The picture, or null for whoever is not signed in.</param>
public sealed record Visit(string? Language, bool AsksFactor, Func<Task<Snapshot?>> Picture);
