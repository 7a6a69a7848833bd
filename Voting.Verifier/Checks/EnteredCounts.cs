using System.Text.Json;
using Voting.Verifier.Json;

namespace Voting.Verifier.Checks;

/// <summary>
/// Counts of hands and paper rest on two people: what the chain says that one entered (`counts-entered`) and another confirmed
/// (`counts-confirmed`) must be what the record's channels say.
/// </summary>
internal static class EnteredCounts
{
    public static void Check(Record record, Findings findings)
    {
        foreach (var paper in Published.Items(record.Root, "papers"))
        {
            foreach (var round in Published.Items(paper, "rounds"))
            {
                foreach (var (i, channel) in Published.Items(round, "channels").Index())
                {
                    if (Published.Text(channel, "by") is "hands" or "paper")
                    {
                        var place = Place.Root.At("papers").At(Published.Text(paper, "id") ?? "").At("rounds").At(Published.Number(round, "round") ?? 0).At("channels").At(i);
                        CheckChannel(record, Published.Text(paper, "id"), Published.Number(round, "round"), channel, place, findings);
                    }
                }
            }
        }
    }

    private static void CheckChannel(Record record, string? paper, int? round, JsonElement channel, Place place, Findings findings)
    {
        var events = record.Events.Where(each => Published.Text(each, "paper") == paper && Published.Number(each, "round") == round).ToList();
        var confirmed = events.FindLastIndex(each => Published.Text(each, "type") == "counts-confirmed");
        var entered = confirmed < 0 ? -1 : events.FindLastIndex(confirmed, each => Published.Text(each, "type") == "counts-entered");
        if (entered < 0)
        {
            findings.Add(place, "票数未经录入和监票人确认", "the counts were not entered by one and confirmed by another");
            return;
        }

        var (first, second) = (events[entered], events[confirmed]);
        findings.Expect(Published.Same(Published.Member(first, "no"), Published.Member(second, "no")), place, "确认的不是所录入的票数", "what was confirmed is not what was entered");
        findings.Expect(Published.Text(first, "by") == Published.Text(channel, "enteredBy"), place.At("enteredBy"), "与事件不符", "not who entered them");
        findings.Expect(Published.Text(second, "by") == Published.Text(channel, "confirmedBy"), place.At("confirmedBy"), "与事件不符", "not who confirmed them");
        findings.Expect(Published.Text(first, "by") != Published.Text(second, "by"), place.At("confirmedBy"), "录入和确认的是同一人", "one and the same entered and confirmed");
        if (Published.Member(first, "counts") is not { } counts)
        {
            findings.Add(place, "事件没有票数", "the event has no counts");
            return;
        }

        var paperBallots = Published.Text(channel, "by") == "paper";
        findings.Expect(!paperBallots || Published.Same(Published.Member(counts, "issued"), Published.Member(channel, "issued")), place.At("issued"), "与录入的不符", "not as entered");
        findings.Expect(!paperBallots || Published.Same(Published.Member(counts, "voted"), Published.Member(channel, "returned")), place.At("returned"), "与录入的不符", "not as entered");
        if (Published.Member(channel, "questions") is null)
        {
            return;
        }

        findings.Expect(Published.Same(Published.Member(counts, "voted"), Published.Member(channel, "voted")), place.At("voted"), "与录入的不符", "not as entered");
        var (told, written) = (Published.Items(counts, "questions"), Published.Items(channel, "questions"));
        findings.Expect(told.Length == written.Length, place.At("questions"), "与录入的不符", "not as entered");
        foreach (var (i, question) in written.Take(told.Length).Index())
        {
            foreach (var name in (string[])["id", "void", "blank", "counts", "writeIns"])
            {
                findings.Expect(Published.Same(Published.Member(told[i], name), Published.Member(question, name)), place.At("questions").At(i).At(name), "与录入的不符", "not as entered");
            }
        }
    }
}
