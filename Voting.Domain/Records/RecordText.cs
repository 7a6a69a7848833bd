using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Voting.Domain.Ballots;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Domain.Records;

/// <summary>The pieces of a record as JSON, each written in one place only.</summary>
public static class RecordText
{
    /// <summary>A roll in numbers.</summary>
    public static JsonObject Roll(RollCounts roll) => new() { ["present"] = roll.Present, ["leave"] = roll.Leave, ["absent"] = roll.Absent };

    /// <summary>The papers of a meeting, as the chain tells them whenever they change.</summary>
    public static JsonArray Papers(Meeting meeting) => Array(meeting.Papers.Select(p => new JsonObject { ["id"] = p.Id, ["secret"] = p.Secret }));

    /// <summary>Why those did not vote who could have.</summary>
    public static JsonObject Silence(Silence silence)
    {
        var written = new JsonObject { ["notPressed"] = silence.NotPressed, ["offline"] = silence.Offline, ["tooLate"] = silence.TooLate };
        if (silence.Members is { } members) written["members"] = Ids(members);
        return written;
    }

    /// <summary>A threshold.</summary>
    public static JsonObject Share(Threshold threshold) => new()
    {
        ["of"] = Of(threshold.Of),
        ["op"] = Op(threshold.Op),
        ["num"] = threshold.Num,
        ["den"] = threshold.Den,
    };

    /// <summary>A rule in full: presets and defaults are written out.</summary>
    public static JsonObject Rule(Rule rule)
    {
        switch (rule)
        {
            case Rule.Majority majority:
                var written = Share(majority.Threshold);
                written["kind"] = "majority";
                // Left out where there is none, so that a rule written out in the file stands in the record as it stood there.
                if (majority.And.Count > 0) written["and"] = Array(majority.And.Select(c =>
                {
                    var and = Share(c.Threshold);
                    and["count"] = c.Count is Counted.Cast ? "cast" : "for";
                    return and;
                }));
                if (majority.CastingVote) written["castingVote"] = true;
                return written;
            case Rule.Tiers tiers:
                return new JsonObject
                {
                    ["kind"] = "tiers",
                    ["of"] = Of(tiers.Of),
                    ["blank"] = tiers.Blank is BlankMeans.Void ? "void" : "abstention",
                    ["tiers"] = Array(tiers.Steps.Select(t => new JsonObject
                    {
                        ["result"] = t.Result,
                        ["sum"] = Ids(t.Sum),
                        ["op"] = Op(t.Op),
                        ["num"] = t.Num,
                        ["den"] = t.Den,
                    })),
                    ["otherwise"] = tiers.Otherwise,
                };
            case Rule.Seats seats:
                return new JsonObject
                {
                    ["kind"] = "seats",
                    ["seats"] = seats.Count,
                    ["minMarks"] = seats.MinMarks,
                    ["maxMarks"] = seats.MaxMarks,
                    ["over"] = "void",
                    ["threshold"] = seats.Threshold is null ? null : Share(seats.Threshold),
                    ["tie"] = seats.Tie is TieLeadsTo.Refer ? "refer" : "runoff",
                    ["runoffThreshold"] = seats.RunoffThreshold is null ? null : Share(seats.RunoffThreshold),
                    ["maxRunoffs"] = seats.MaxRunoffs,
                    ["shortfall"] = seats.Shortfall.ToString().ToLowerInvariant(),
                };
            default:
                throw new ArgumentOutOfRangeException(nameof(rule));
        }
    }

    /// <summary>What is frozen at Ready: what the second engine counts by, and what a restarted server goes on with.</summary>
    public static JsonObject Definition(IReadOnlyList<RoundQuestion> questions) => new()
    {
        ["questions"] = Array(questions.Select(q =>
        {
            var written = new JsonObject
            {
                ["id"] = q.Question.Id,
                ["kind"] = q.Question.Kind is QuestionKind.ChooseMany ? "choose-many" : "choose-one",
                ["options"] = Ids(q.Candidates.Select(c => c.Id)),
                ["rule"] = Rule(q.Question.Rule),
                ["stage"] = q.Stage.ToString().ToLowerInvariant(),
                ["runoffs"] = q.Runoffs,
            };
            if (q.Question.Rule is Rule.Seats) written["seats"] = q.Seats;
            return written;
        })),
    };

    /// <summary>Counts and verdicts of a round's questions, without their rules.</summary>
    public static JsonArray Counts(IReadOnlyList<RoundQuestion> questions, RoundResult result) => Array(questions.Zip(result.Questions).Select(pair =>
    {
        var (asked, (_, tally, verdict)) = pair;
        var written = Counts(asked, tally);
        written["verdict"] = verdict.Name;
        written["outcome"] = Outcome(verdict.Outcome);
        if (verdict.Need is { } need) written["need"] = need;
        if (pair.Second.WriteIns.Count > 0) written["writeIns"] = Array(pair.Second.WriteIns.Select(w =>
            new JsonObject { ["name"] = w.Name, ["count"] = w.Count, ["verdict"] = w.Passed ? "passed" : "failed" }));
        if (pair.Second.CastingVote is { } vote) written["castingVote"] = CastingVotes.Of(vote);
        if (verdict.Selection is not { } selection) return written;
        written["elected"] = Ids(selection.Elected);
        written["tied"] = Ids(selection.Tied);
        written["shortfall"] = selection.Shortfall;
        return written;
    }));

    /// <summary>Counts of one question alone, of a round or of one of its channels.</summary>
    internal static JsonObject Counts(RoundQuestion asked, QuestionTally tally) => new()
    {
        ["id"] = asked.Question.Id,
        ["valid"] = tally.Valid,
        ["void"] = tally.Void,
        ["blank"] = tally.Blank,
        ["counts"] = new JsonObject(asked.Candidates.Select((c, i) => KeyValuePair.Create(c.Id, (JsonNode?)tally.Counts[i]))),
    };

    /// <summary>The answer of the first engine in the form of the second's, so that the two texts can be held against each other.</summary>
    public static string Count(IReadOnlyList<RoundQuestion> questions, RoundResult result, int voted) => CanonicalJson.Text(new JsonObject
    {
        ["questions"] = Counts(questions, result),
        ["unreadable"] = result.Unreadable,
        ["voted"] = voted,
    });

    /// <summary>A recorded ballot as the ballots script writes it: one mark as a text, several as a list, a blank question left out.</summary>
    public static JsonObject Named(IReadOnlyList<RoundQuestion> questions, Ballot ballot) => new(questions.Zip(ballot.Marks)
        .Where(q => q.Second.Count > 0)
        .Select(q =>
        {
            var ids = q.Second.Select(i => q.First.Candidates[i].Id).ToList();
            return KeyValuePair.Create(q.First.Question.Id,
                q.First.Question.Kind is QuestionKind.ChooseOne && ids.Count == 1 ? JsonValue.Create(ids[0]) : (JsonNode?)Ids(ids));
        }));

    /// <summary>The clear ballots of a recorded round by member id; null for one that cannot be read.</summary>
    public static JsonObject Ballots(IReadOnlyList<RoundQuestion> questions, IEnumerable<KeyValuePair<string, byte[]>> named) => new(named.Select(n =>
        KeyValuePair.Create(n.Key, BallotCode.Decode(questions, n.Value) is { } ballot ? (JsonNode?)Named(questions, ballot) : null)));

    /// <summary>SHA-256 of the canonical text of <see cref="Ballots"/>, lower-case hex: what the chain of events says of them, for it says no marks.</summary>
    public static string BallotsHash(IReadOnlyList<RoundQuestion> questions, IEnumerable<KeyValuePair<string, byte[]>> named) =>
        Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Bytes(Ballots(questions, named))));

    /// <summary>Ids as a list.</summary>
    public static JsonArray Ids(IEnumerable<string> ids) => Array(ids.Select(id => JsonValue.Create(id)));

    internal static string Outcome(Outcome outcome) => outcome.ToString().ToLowerInvariant();

    internal static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);

    private static string Op(Comparison op) => op is Comparison.MoreThan ? ">" : ">=";

    private static string Of(Base of) => of is Base.ForAgainst ? "for-against" : of.ToString().ToLowerInvariant();
}
