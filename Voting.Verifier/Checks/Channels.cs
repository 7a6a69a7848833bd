using Voting.Verifier.Json;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Checks;

/// <summary>
/// The channels of a round in which hands or paper took part: each is a count of its own whose numbers can be those of so many
/// ballots, and together they are the round.
/// </summary>
internal static class Channels
{
    public static void Check(PaperRecord paper, RoundRecord round, Counted counted, Findings findings)
    {
        var place = round.Place.At("channels");
        var means = counted.Channels.Select(channel => channel.By).ToList();
        if (means.Count == 0)
        {
            return;
        }

        findings.Expect(means is ["hands"] or ["paper"] or ["devices", "hands"], place,
            "表决方式应为举手、纸质或表决器与举手并用", "a round is held by hands, by paper, or by devices and hands");
        findings.Expect(place, counted.Channels.Sum(channel => channel.Voted), counted.Turnout.Voted,
            "各方式的表决人数之和与表决人数不符", "what the channels brought does not add up to voted");
        var devices = counted.Channels.FirstOrDefault(channel => channel.By == "devices");
        CheckWhatDevicesLeave(paper, round, counted, devices, findings);
        foreach (var channel in counted.Channels)
        {
            CheckChannel(channel, counted, devices, findings);
        }
    }

    /// <summary>Sums of one question over the channels, each held against the rule as well.</summary>
    public static void CheckQuestion(QuestionRecord question, Due due, Counted counted, Findings findings)
    {
        try
        {
            CheckParts(question, due, counted, findings);
        }
        catch (RefusedException refused)
        {
            findings.Add(refused.Wrong);
        }
    }

    private static void CheckParts(QuestionRecord question, Due due, Counted counted, Findings findings)
    {
        CheckWriteIns(question, findings);
        if (!counted.ByOtherMeans)
        {
            findings.Expect(question.WriteIns.Count == 0, question.Place.At("writeIns"), "只有纸质票才能另选他人", "names are written in on paper only");
            return;
        }

        var parts = new List<Tally>();
        var written = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var channel in counted.Channels)
        {
            if (channel.Questions.FirstOrDefault(each => each.Id == question.Question.Id) is not { } part)
            {
                findings.Add(channel.Place.At("questions"), $"缺少题目 {Wrong.Show(question.Question.Id)}", $"the question {Wrong.Show(question.Question.Id)} is missing");
                return;
            }

            var tally = part.Tally(question.Question.Options);
            findings.Expect(part.Place.At("valid"), tally.Valid + tally.Void, channel.Voted, "有效票加无效票与本方式表决人数不符", "valid and void do not add up to what the channel brought");
            findings.Expect(tally.Blank <= tally.Valid, part.Place.At("blank"), "空白票多于有效票", "more blank than valid");
            findings.Expect(tally.Blank == 0 || due.Allows(0), part.Place.At("blank"), "本题空白即无效，不得计为有效空白票", "a blank is void on this question and cannot be valid");
            findings.Expect(channel.By != "hands" || tally.Void == 0 || !due.Allows(0), part.Place.At("void"), "举手没有无效票", "a raised hand is never void");
            Sums.CheckMarks(part.Place.At("counts"), tally, due, findings);
            findings.Expect(channel.By == "paper" || part.WriteIns.Count == 0, part.Place.At("writeIns"), "只有纸质票才能另选他人", "names are written in on paper only");
            foreach (var name in part.WriteIns)
            {
                written[name.Name] = written.GetValueOrDefault(name.Name) + name.Count;
            }

            parts.Add(tally);
        }

        CheckSums(question, parts, findings);
        findings.Expect(written.Count == question.WriteIns.Count && question.WriteIns.All(each => written.GetValueOrDefault(each.Name) == each.Count),
            question.Place.At("writeIns"), "另选他人与各方式的合计不符", "the names written in are not those of the channels");
    }

    private static void CheckSums(QuestionRecord question, List<Tally> parts, Findings findings)
    {
        var (place, tally) = (question.Place, question.Tally);
        const string Chinese = "与各方式之和不符";
        const string English = "not the sum of the channels";
        findings.Expect(place.At("valid"), tally.Valid, parts.Sum(part => part.Valid), Chinese, English);
        findings.Expect(place.At("void"), tally.Void, parts.Sum(part => part.Void), Chinese, English);
        findings.Expect(place.At("blank"), tally.Blank, parts.Sum(part => part.Blank), Chinese, English);
        for (var i = 0; i < tally.Options.Count; i++)
        {
            var option = i;
            findings.Expect(place.At("counts").At(tally.Options[i]), tally.Counts[i], parts.Sum(part => part.Counts[option]), Chinese, English);
        }
    }

    // A name is written in with an against, and only where for and against are asked.
    private static void CheckWriteIns(QuestionRecord question, Findings findings)
    {
        if (question.WriteIns.Count == 0)
        {
            return;
        }

        findings.Expect(question.Question.Rule is Majority && question.WriteIns.Sum(each => each.Count) <= question.Tally.Of("against"),
            question.Place.At("writeIns"), "另选他人多于反对票，或本题不得另选", "more names written in than votes against, or none may be");
    }

    private static void CheckWhatDevicesLeave(PaperRecord paper, RoundRecord round, Counted counted, Channel? devices, Findings findings)
    {
        if (devices is null)
        {
            findings.Expect(counted.Urn is null && counted.Ballots is null && counted.Unreadable == 0, round.Place, "没有使用表决器，不应有票箱或选票", "without devices there is neither urn nor ballot");
            return;
        }

        findings.Expect(paper.Secret ? counted.Urn is not null : counted.Ballots is not null, round.Place, "缺少表决器的票箱或选票", "what the devices brought has neither urn nor ballots");
        if (counted.Urn is { } urn)
        {
            findings.Expect(round.Place.At("urn"), new Fields(urn, round.Place.At("urn")).Whole("count"), devices.Voted, "票箱数与表决器计票数不符", "the urn's count is not what came by device");
        }
    }

    private static void CheckChannel(Channel channel, Counted counted, Channel? devices, Findings findings)
    {
        var fields = channel.Place;
        findings.Expect(channel.By != "paper" || channel.Returned == channel.Voted, fields.At("returned"), "收回票数与计票数不符", "not as many returned as counted");
        findings.Expect(channel.By != "paper" || channel.Returned <= channel.Issued, fields.At("returned"), "收回票数多于发出票数，本次表决应作废", "more ballots returned than issued: the round is void");
        findings.Expect(channel.By != "hands" || channel.Voted <= counted.Turnout.Present - (devices?.Voted ?? 0), fields.At("voted"), "举手人数多于未用表决器的在场人数", "more hands than members present who did not vote by device");
        findings.Expect(channel.Questions.Count == counted.Questions.Count, fields.At("questions"), "题目数不符", "not the questions of the round");
    }
}
