using System.Text.Json.Nodes;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Domain.Records;

/// <summary>What is kept of a round's ballots for the record.</summary>
/// <param name="Leaves">Hashes of a secret round's envelopes, ascending; empty where the paper is recorded.</param>
/// <param name="Named">Clear ballots by member id, or null where the paper is secret.</param>
public sealed record RoundBallots(IReadOnlyList<string> Leaves, IReadOnlyDictionary<string, byte[]>? Named);

/// <summary>The record, <c>voting-record/1</c>: what the meeting leaves.</summary>
public static class MeetingRecord
{
    /// <summary>The record's canonical text without <c>signatures</c>, which is what is signed at certify.</summary>
    /// <param name="state">The meeting.</param>
    /// <param name="ballots">By round id, of every round that was closed.</param>
    /// <param name="events">Canonical texts of the chain, in order.</param>
    public static byte[] ToSign(MeetingState state, IReadOnlyDictionary<string, RoundBallots> ballots, IEnumerable<string> events) =>
        CanonicalJson.Bytes(new JsonObject
        {
            ["format"] = "voting-record/1",
            ["meeting"] = new JsonObject
            {
                ["id"] = state.Meeting.Id,
                ["title"] = state.Meeting.Title,
                ["members"] = state.Meeting.Body.Members,
                ["quorum"] = state.Meeting.Body.Quorum is { } quorum ? RecordText.Share(quorum) : null,
            },
            ["rehearsal"] = state.Rehearsal,
            ["papers"] = RecordText.Array(state.Meeting.Papers.Select(p => Paper(p, [.. state.Rounds.Where(r => r.PaperId == p.Id)], ballots))),
            ["events"] = RecordText.Array(events.Select(e => JsonNode.Parse(e))),
        });

    /// <summary>The record: what was signed, with its signatures; the file is these bytes and no others.</summary>
    /// <param name="text">As <see cref="ToSign"/> gives it.</param>
    /// <param name="signatures">In the order they are written.</param>
    public static byte[] WithSignatures(byte[] text, IEnumerable<RecordSignature> signatures) =>
        // Of the record's members this one is the last in the order of RFC 8785.
        [.. text.AsSpan(..^1), .. ",\"signatures\":"u8, .. CanonicalJson.Bytes(RecordText.Array(signatures.Select(Signature))), .. "}"u8];

    private static JsonObject Signature(RecordSignature signature) => new()
    {
        ["stage"] = signature.Stage,
        ["paper"] = signature.Paper,
        ["round"] = signature.Round,
        ["key"] = signature.Key,
        ["alg"] = signature.Algorithm,
        ["value"] = Convert.ToBase64String(signature.Value),
    };

    private static JsonObject Paper(Paper paper, IReadOnlyList<Round> rounds, IReadOnlyDictionary<string, RoundBallots> ballots) => new()
    {
        ["id"] = paper.Id,
        ["secret"] = paper.Secret,
        ["rounds"] = RecordText.Array(rounds.Select(r => Round(r, ballots.GetValueOrDefault(r.Id)))),
        ["result"] = Result(paper, [.. rounds.Where(r => r.Stands)]),
    };

    private static JsonObject Round(Round round, RoundBallots? ballots)
    {
        var written = new JsonObject { ["round"] = round.Number, ["state"] = round.State.ToString().ToLowerInvariant() };
        if (round.Reason is not null) written["reason"] = round.Reason;
        if (round.Recused.Count > 0) written["recused"] = RecordText.Ids(round.Recused.Order(StringComparer.Ordinal));
        if (round.RollAtOpen is { } atOpen) written["rollAtOpen"] = RecordText.Roll(atOpen);
        if (round.RollAtClose is { } atClose) written["rollAtClose"] = RecordText.Roll(atClose);
        if (ChannelText.Of(round) is { } channels) written["channels"] = channels;
        if (round is not { Numbers: { } numbers, Result: { } result, State: not RoundState.Void } || ballots is null)
        {
            written["questions"] = RecordText.Array(round.Questions.Select(q => Frozen(q, new JsonObject { ["id"] = q.Question.Id })));
            return written;
        }

        written["of"] = new JsonObject { ["all"] = numbers.All, ["present"] = numbers.Present, ["voted"] = numbers.Voted };
        written["didNotVote"] = numbers.DidNotVote;
        if (round.Silence is { } silence) written["didNotVoteSplit"] = RecordText.Silence(silence);
        written["unreadable"] = result.Unreadable;
        written["questions"] = RecordText.Array(RecordText.Counts(round.Questions, result).Select((counts, i) =>
            Frozen(round.Questions[i], (JsonObject)counts!.DeepClone())));
        // Hands and paper leave neither names nor envelopes.
        if (!round.HasDevices) return written;
        if (ballots.Named is { } named)
        {
            written["ballots"] = RecordText.Ballots(round.Questions, named);
        }
        else
        {
            written["urn"] = new JsonObject
            {
                ["count"] = ballots.Leaves.Count,
                ["root"] = Merkle.UrnRoot(ballots.Leaves),
                ["leaves"] = RecordText.Ids(ballots.Leaves),
            };
        }

        return written;
    }

    private static JsonObject Frozen(RoundQuestion asked, JsonObject question)
    {
        question["rule"] = RecordText.Rule(asked.Question.Rule);
        question["options"] = RecordText.Ids(asked.Candidates.Select(c => c.Id));
        return question;
    }

    /// <summary>What the meeting decided on each question of a paper, from the rounds that stand.</summary>
    public static JsonObject Result(Paper paper, IReadOnlyList<Round> standing) => new(
        from question in paper.Questions
        let held = (from round in standing
                    from result in round.Result!.Questions
                    where result.QuestionId == question.Id
                    select result.Verdict).ToList()
        where held.Count > 0
        select KeyValuePair.Create(question.Id, (JsonNode?)Decision(question, held)));

    private static JsonObject Decision(Question question, List<Verdict> held)
    {
        var last = held[^1];
        var decision = new JsonObject { ["verdict"] = last.Name, ["outcome"] = RecordText.Outcome(last.Outcome) };
        if (last.Selection is null) return decision;
        var elected = held.SelectMany(v => v.Selection!.Elected).ToHashSet();
        decision["elected"] = RecordText.Ids(question.Options.Select(o => o.Id).Where(elected.Contains));
        if (last.Outcome is Outcome.Referred) decision["tied"] = RecordText.Ids(last.Selection.Tied);
        return decision;
    }
}
