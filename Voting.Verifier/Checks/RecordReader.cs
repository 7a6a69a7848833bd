using System.Text.Json;
using Voting.Verifier.Json;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Checks;

/// <summary>Reads a record (`voting-record/1`) part by part, so that one broken round does not hide the others.</summary>
internal sealed class RecordReader(Findings findings)
{
    public Record Read(JsonElement root)
    {
        var fields = new Fields(root, Place.Root);
        var meeting = new Fields(fields.Required("meeting"), fields.At("meeting"));
        meeting.Text("title");
        var quorum = meeting.Optional("quorum") is { } found
            ? RuleReader.ThresholdOrNull(found, meeting.At("quorum"), strict: false)
            : null;
        return new Record(
            root,
            meeting.Id("id"),
            meeting.Whole("members", 1),
            quorum,
            fields.Truth("rehearsal"),
            Papers(fields),
            [.. fields.List("events").Select(each => each.Value)],
            [.. fields.List("signatures")]);
    }

    private List<PaperRecord> Papers(Fields record)
    {
        var papers = new List<PaperRecord>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (value, place) in record.List("papers"))
        {
            if (Try(() => Paper(value, place, ids)) is { } paper)
            {
                papers.Add(paper);
            }
        }

        return papers;
    }

    private PaperRecord Paper(JsonElement value, Place place, HashSet<string> ids)
    {
        var fields = new Fields(value, place);
        var id = fields.Id("id");
        Values.RefuseTwice(ids, id, fields.At("id"));
        var secret = fields.Truth("secret");
        var result = fields.Required("result");
        var rounds = new List<RoundRecord>();
        var listed = fields.List("rounds").ToList();
        foreach (var (round, at) in listed)
        {
            if (Try(() => RoundReader.Read(round, at)) is { } read)
            {
                rounds.Add(read);
            }
        }

        return new PaperRecord(place, id, secret, rounds, rounds.Count == listed.Count, result);
    }

    private T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (RefusedException refused)
        {
            findings.Add(refused.Wrong);
            return null;
        }
    }
}
