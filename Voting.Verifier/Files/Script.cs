using Voting.Verifier.Json;

namespace Voting.Verifier.Files;

/// <summary>A ballots script: the rounds to hold, in the order written.</summary>
internal sealed record Script(IReadOnlyList<ScriptedRound> Rounds);

/// <summary>`CastingVotes` by question: what the presiding officer says to a tie; declined where nothing stands.</summary>
internal sealed record ScriptedRound(Place Place, Paper Paper, int Number, IReadOnlyList<Ballot> Ballots, IReadOnlyDictionary<string, string> CastingVotes);

/// <summary>What one member casts; a question left out of `Marks` is blank.</summary>
internal sealed record Ballot(string Member, IReadOnlyDictionary<string, IReadOnlyList<string>> Marks)
{
    public IReadOnlyList<string> On(string question) => Marks.TryGetValue(question, out var marks) ? marks : [];
}
