using Voting.Verifier.Json;

namespace Voting.Verifier.Files;

/// <summary>A ballots script: the rounds to hold, in the order written.</summary>
internal sealed record Script(IReadOnlyList<ScriptedRound> Rounds);

internal sealed record ScriptedRound(Place Place, Paper Paper, int Number, IReadOnlyList<Ballot> Ballots);

/// <summary>What one member casts; a question left out of `Marks` is blank.</summary>
internal sealed record Ballot(string Member, IReadOnlyDictionary<string, IReadOnlyList<string>> Marks)
{
    public IReadOnlyList<string> On(string question) => Marks.TryGetValue(question, out var marks) ? marks : [];
}
