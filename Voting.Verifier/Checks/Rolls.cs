using Voting.Verifier.Rules;

namespace Voting.Verifier.Checks;

/// <summary>Roll arithmetic: due = present + leave + absent, the same at every opening and close; quorum; who could vote.</summary>
internal static class Rolls
{
    public static void Check(Record record, Findings findings)
    {
        var rounds = record.Papers.SelectMany(paper => paper.Rounds).ToList();
        long? due = null;
        foreach (var roll in rounds.SelectMany(round => (RollCount?[])[round.AtOpen, round.AtClose]).OfType<RollCount>())
        {
            due ??= roll.Due;
            findings.Expect(roll.Place, roll.Due, due.Value, "出席、请假、缺席之和与应到人数不符", "present, leave and absent do not add up to those due");
            findings.Expect(roll.Due <= record.Members, roll.Place,
                $"名册人数多于全体组成人员 {record.Members} 人", $"more are on the roll than the {record.Members} members in office");
        }

        foreach (var round in rounds)
        {
            CheckQuorum(record, round, findings);
        }

        foreach (var paper in record.Papers)
        {
            CheckTurnouts(record, paper, findings);
        }
    }

    private static void CheckQuorum(Record record, RoundRecord round, Findings findings)
    {
        if (record.Quorum is not { } quorum || round.AtOpen is not { } roll)
        {
            return;
        }

        var opening = Turnout.OfDevices(record.Members, roll.Present, 0);
        findings.Expect(
            quorum.IsMetBy(roll.Present, new Tally([], [], 0, 0, 0).Base(quorum.Of, opening)),
            roll.Place,
            "开始表决时不足法定人数",
            "the round was opened without a quorum");
    }

    private static void CheckTurnouts(Record record, PaperRecord paper, Findings findings)
    {
        long? first = null;
        foreach (var (round, counted) in paper.Rounds.Where(round => round.Counted is not null).Select(round => (round, round.Counted!)))
        {
            var turnout = counted.Turnout;
            var close = round.AtClose!;
            var of = round.Place.At("of");
            first ??= turnout.All;
            findings.Expect(of.At("all"), turnout.All, first.Value, "同一表决件各次的应参加人数不同", "the rounds of a paper differ in their members");

            // Fewer than all members in office can only be entitled groups, and those are counted on the roll.
            findings.Expect(turnout.All == record.Members || turnout.All <= close.Due, of.At("all"),
                "既不是全体组成人员，也多于名册人数", "neither all members in office nor as few as the roll");
            findings.Expect(turnout.Present <= turnout.All, of.At("present"), "在场人数多于应参加人数", "more present than there are members");

            // Who voted and left counts as present and stands under leave.
            findings.Expect(turnout.Present <= close.Present + Math.Min(close.Leave, turnout.Voted), of.At("present"),
                "在场人数多于名册所记", "more present than the roll at the close allows");
            findings.Expect(turnout.Voted <= turnout.Present, of.At("voted"), "表决人数多于在场人数", "more voted than were present");
            findings.Expect(round.Place.At("didNotVote"), counted.DidNotVote, turnout.Present - turnout.Voted,
                "未表决人数不等于在场减已表决", "those who did not vote are not present less voted");
            findings.Expect(counted.SplitOfDidNotVote is null || counted.SplitOfDidNotVote == counted.DidNotVote, round.Place.At("didNotVoteSplit"),
                "未按、离线、过迟之和与未表决人数不符", "did not press, offline and too late do not add up to those who did not vote");
            findings.Expect(turnout.Returned <= turnout.Issued, round.Place.At("channels"),
                "收回票数多于发出票数，本次表决应作废", "more ballots returned than issued: the round is void");
        }
    }
}
