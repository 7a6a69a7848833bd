using System.Text.Json.Nodes;

namespace Voting.Rehearsal;

/// <summary>Holds the record against what the rehearsal cast and what was acknowledged to it.</summary>
public static class Balance
{
    /// <summary>Every sum that does not hold, in words.</summary>
    public static IEnumerable<string> Check(JsonNode record, IReadOnlyList<HeldRound> held)
    {
        var rounds = record["papers"]!.AsArray().SelectMany(p => p!["rounds"]!.AsArray().Select(r => (Paper: (string)p["id"]!, Round: r!))).ToList();
        if (rounds.Count != held.Count) yield return $"{held.Count} rounds were held, {rounds.Count} are in the record";
        foreach (var one in held)
        {
            var where = $"{one.Round.Paper} {one.Round.Round}";
            var round = rounds.FirstOrDefault(r => r.Paper == one.Round.Paper && (int)r.Round["round"]! == one.Round.Round).Round;
            if (round is null)
            {
                yield return $"{where}: not in the record";
                continue;
            }

            var (present, voted) = ((int)round["of"]!["present"]!, (int)round["of"]!["voted"]!);
            if ((string)round["state"]! is not ("certified" or "superseded")) yield return $"{where}: {round["state"]}";
            if (voted != one.Recorded) yield return $"{where}: acknowledged {one.Recorded} ≠ voted {voted}";
            if (voted + (int)round["didNotVote"]! != present) yield return $"{where}: voted {voted} + did not vote {round["didNotVote"]} ≠ present {present}";
            if (round["urn"] is { } urn && (int)urn["count"]! != voted) yield return $"{where}: urn {urn["count"]} ≠ voted {voted}";
            foreach (var (question, n) in one.Questions.Select((q, n) => (q, n)))
            {
                var counted = round["questions"]![n]!;
                var (valid, invalid) = ((int)counted["valid"]!, (int)counted["void"]!);
                if (valid + invalid != voted) yield return $"{where} {question.Id}: valid {valid} + void {invalid} ≠ voted {voted}";
                // Counted once more from the ballots that were cast, leaving out those that break the bounds told to the tablet.
                var ballots = one.Cast.Values.Select(b => b.Marks[n]).Where(m => m.Count >= question.MinMarks && m.Count <= question.MaxMarks).ToList();
                if (ballots.Count != valid) yield return $"{where} {question.Id}: cast valid {ballots.Count} ≠ valid {valid}";
                for (var option = 0; option < question.Options.Count; option++)
                {
                    var (cast, count) = (ballots.Count(m => m.Contains(option)), (int)counted["counts"]![question.Options[option].Id]!);
                    if (cast != count) yield return $"{where} {question.Id} {question.Options[option].Id}: cast {cast} ≠ counted {count}";
                }
            }
        }
    }
}
