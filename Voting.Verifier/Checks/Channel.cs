using System.Text.Json;
using Voting.Verifier.Json;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Checks;

/// <summary>What one channel brought to a round: devices, hands or paper. `Issued` is paper's.</summary>
internal sealed record Channel(Place Place, string By, long Voted, long? Issued, long Returned, IReadOnlyList<ChannelQuestion> Questions)
{
    private static readonly string[] Means = ["devices", "hands", "paper"];

    public static Channel Read(JsonElement value, Place place)
    {
        var fields = new Fields(value, place);
        var by = fields.Word("by", Means);
        var paper = by == "paper";
        if (by != "devices")
        {
            fields.Text("enteredBy");
            fields.Text("confirmedBy");
        }

        if (!paper && (fields.Optional("issued") ?? fields.Optional("returned")) is not null)
        {
            throw new RefusedException(place, "只有纸质票才有发出和收回票数", "only paper ballots are issued and returned");
        }

        var questions = fields.FilledList("questions").Select(each => new ChannelQuestion(each.Value, each.Place)).ToList();
        return new Channel(place, by, fields.Whole("voted"), paper ? fields.Whole("issued") : null, paper ? fields.Whole("returned") : 0, questions);
    }

    /// <summary>Of a round without counts a channel has none: only what was issued and returned of paper is kept.</summary>
    public static void RefuseCounts(JsonElement value, Place place)
    {
        var fields = new Fields(value, place);
        fields.Word("by", Means);
        foreach (var name in (string[])["questions", "voted", "counts"])
        {
            if (fields.Optional(name) is not null)
            {
                throw new RefusedException(fields.At(name), "未计票或作废的表决不得有票数", "a round that is void or not yet tallied has no counts");
            }
        }

        fields.Whole("issued");
        fields.Whole("returned");
    }

    /// <summary>Names written in; `judged` where each has its verdict.</summary>
    public static IReadOnlyList<WriteIn> WriteIns(Fields question, bool judged)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. question.OptionalList("writeIns").Select(each =>
            {
                var fields = new Fields(each.Value, each.Place);
                var name = fields.Text("name");
                Values.RefuseTwice(names, name, fields.At("name"));
                return new WriteIn(fields.Place, name, fields.Whole("count", 1), judged ? fields.Word("verdict", "passed", "failed") : "");
            }),
        ];
    }

    /// <summary>The counts of a question, every option of it once.</summary>
    public static long[] Counts(Fields question, IReadOnlyList<string> options)
    {
        var places = options.Select((id, place) => (id, place)).ToDictionary(each => each.id, each => each.place, StringComparer.Ordinal);
        var counts = new long[options.Count];
        var met = 0;
        foreach (var (id, value, at) in Values.Members(question.Required("counts"), question.At("counts")))
        {
            if (!places.TryGetValue(id, out var place))
            {
                throw new RefusedException(at, $"{Wrong.Show(id)} 不是本题选项", $"{Wrong.Show(id)} is no option of the question");
            }

            counts[place] = Values.Whole(value, at);
            met++;
        }

        return met == options.Count
            ? counts
            : throw new RefusedException(question.At("counts"), "票数没有列全所有选项（含零票）", "the counts do not list every option, zeros included");
    }
}

/// <summary>A name written in, on how many ballots, and what was found of it.</summary>
internal sealed record WriteIn(Place Place, string Name, long Count, string Verdict);

/// <summary>What a channel brought to a question, read once the question and its options are known.</summary>
internal sealed record ChannelQuestion(JsonElement Value, Place Place)
{
    public string Id => new Fields(Value, Place).Id("id");

    public IReadOnlyList<WriteIn> WriteIns => Channel.WriteIns(new Fields(Value, Place), judged: false);

    public Tally Tally(IReadOnlyList<string> options)
    {
        var fields = new Fields(Value, Place);
        return new Tally(options, Channel.Counts(fields, options), fields.Whole("valid"), fields.Whole("void"), fields.Whole("blank"));
    }
}
