using System.Text.Json;
using Voting.Verifier.Json;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Checks;

/// <summary>Reads one round of a record.</summary>
internal static class RoundReader
{
    private static readonly string[] States =
        ["draft", "ready", "open", "closed", "tallied", "announced", "certified", "withdrawn", "deferred", "void", "superseded"];

    public static RoundRecord Read(JsonElement value, Place place)
    {
        var fields = new Fields(value, place);
        var number = fields.Whole("round", 1);
        var state = fields.Word("state", States);
        if (state is "superseded" or "void")
        {
            fields.Text("reason");
        }

        if (state is "tallied" or "announced" or "certified" or "superseded")
        {
            return new RoundRecord(place, number, state, Roll(fields, "rollAtOpen"), Roll(fields, "rollAtClose"), CountedIn(fields));
        }

        RefuseNumbers(fields, state);
        foreach (var (channel, at) in fields.OptionalList("channels"))
        {
            Channel.RefuseCounts(channel, at);
        }

        return new RoundRecord(place, number, state, OptionalRoll(fields, "rollAtOpen"), OptionalRoll(fields, "rollAtClose"), null);
    }

    private static RollCount Roll(Fields round, string name)
    {
        var fields = new Fields(round.Required(name), round.At(name));
        return new RollCount(fields.Place, fields.Whole("present"), fields.Whole("leave"), fields.Whole("absent"));
    }

    private static RollCount? OptionalRoll(Fields round, string name) =>
        round.Optional(name) is null ? null : Roll(round, name);

    // What was never counted has no result; a void round, whose envelopes were destroyed, has no numbers either.
    private static void RefuseNumbers(Fields round, string state)
    {
        if (state == "void")
        {
            RefuseAny(round, "of", "didNotVote", "unreadable", "urn", "ballots");
        }

        foreach (var (value, place) in round.OptionalList("questions"))
        {
            RefuseAny(new Fields(value, place), "counts", "valid", "void", "blank", "verdict", "outcome", "elected", "tied", "shortfall", "castingVote");
        }
    }

    private static void RefuseAny(Fields fields, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (fields.Optional(name) is not null)
            {
                throw new RefusedException(fields.At(name), "未计票或作废的表决不得有票数和结果", "a round that is void or not yet tallied has no counts and no result");
            }
        }
    }

    private static Counted CountedIn(Fields round)
    {
        var of = new Fields(round.Required("of"), round.At("of"));
        var turnout = Turnout.OfDevices(of.Whole("all"), of.Whole("present"), of.Whole("voted"));
        var channels = round.OptionalList("channels").Select(each => Channel.Read(each.Value, each.Place)).ToList();
        if (channels.Any(channel => channel.Issued is not null))
        {
            turnout = turnout with { Issued = channels.Sum(channel => channel.Issued ?? 0), Returned = channels.Sum(channel => channel.Returned) };
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        return new Counted(
            turnout,
            round.Whole("didNotVote"),
            Split(round),
            round.Whole("unreadable"),
            channels,
            [.. round.FilledList("questions").Select(each => Question(each.Value, each.Place, ids))],
            round.Optional("urn"),
            round.Optional("ballots"));
    }

    // In a secret round it may say how many, and never who.
    private static long? Split(Fields round)
    {
        if (round.Optional("didNotVoteSplit") is not { } value)
        {
            return null;
        }

        var fields = new Fields(value, round.At("didNotVoteSplit"));
        if (fields.Optional("members") is not null && round.Optional("urn") is not null)
        {
            throw new RefusedException(fields.At("members"), "无记名表决不得列出未表决人员", "a secret round does not say who did not vote");
        }

        return (long)fields.Whole("notPressed") + fields.Whole("offline") + fields.Whole("tooLate");
    }

    private static QuestionRecord Question(JsonElement value, Place place, HashSet<string> ids)
    {
        var fields = new Fields(value, place);
        var id = fields.Id("id");
        Values.RefuseTwice(ids, id, fields.At("id"));
        var options = Values.Ids(fields.FilledList("options"));
        var rule = RuleReader.Read(fields.Required("rule"), fields.At("rule"), strict: false);
        var question = new Question(id, options, rule);
        var tally = new Tally(options, Channel.Counts(fields, options), fields.Whole("valid"), fields.Whole("void"), fields.Whole("blank"));
        long? need = fields.Optional("need") is null ? null : fields.Whole("need", 1);
        var judgement = new Judgement(need, fields.Text("verdict"), fields.Text("outcome"), ChoiceIn(fields, question));
        return new QuestionRecord(place, question, tally, judgement, Channel.WriteIns(fields, judged: true),
            fields.Optional("castingVote") is null ? null : fields.Word("castingVote", "for", "against", "declined"));
    }

    private static Choice? ChoiceIn(Fields fields, Question question)
    {
        if (question.IsChooseMany)
        {
            return new Choice(Values.Ids(fields.List("elected")), Values.Ids(fields.List("tied")), fields.Whole("shortfall"));
        }

        foreach (var name in (string[])["elected", "tied", "shortfall"])
        {
            if (fields.Optional(name) is not null)
            {
                throw new RefusedException(fields.At(name), "只有票选题才有此字段", "only a seats question has this field");
            }
        }

        return null;
    }
}
