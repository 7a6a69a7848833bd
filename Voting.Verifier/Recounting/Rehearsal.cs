using Voting.Verifier.Files;
using Voting.Verifier.Rules;

namespace Voting.Verifier.Recounting;

/// <summary>A round that was held. Superseded ones keep their counts.</summary>
internal sealed class HeldRound(ScriptedRound script, Turnout turnout, IReadOnlyList<HeldQuestion> questions)
{
    public ScriptedRound Script { get; } = script;

    public Turnout Turnout { get; } = turnout;

    public IReadOnlyList<HeldQuestion> Questions { get; } = questions;

    public bool IsSuperseded { get; set; }
}

internal sealed record HeldQuestion(Question Question, Tally Tally, Judgement Judgement, string? CastingVote);

/// <summary>Holds the scripted rounds in the order written, as the rules would have them.</summary>
internal sealed class Rehearsal
{
    private readonly Meeting meeting;
    private readonly Dictionary<string, List<HeldRound>> held;
    private readonly Dictionary<string, IReadOnlyList<Progress>> progress;

    private Rehearsal(Meeting meeting)
    {
        this.meeting = meeting;
        held = meeting.Papers.ToDictionary(paper => paper.Id, _ => new List<HeldRound>(), StringComparer.Ordinal);
        progress = meeting.Papers.ToDictionary(paper => paper.Id, Afresh, StringComparer.Ordinal);
    }

    /// <summary>The rounds of every paper, by its id.</summary>
    public static IReadOnlyDictionary<string, List<HeldRound>> Hold(Meeting meeting, Script script)
    {
        var rehearsal = new Rehearsal(meeting);
        foreach (var round in script.Rounds)
        {
            rehearsal.Hold(round);
        }

        return rehearsal.held;
    }

    private static IReadOnlyList<Progress> Afresh(Paper paper) => [.. paper.Questions.Select(Progress.Start)];

    private void Hold(ScriptedRound round)
    {
        RefuseWithoutQuorum(round);
        var paper = round.Paper;
        var rounds = held[paper.Id];
        if (progress[paper.Id].All(question => question.Next is null))
        {
            rounds.ForEach(earlier => earlier.IsSuperseded = true);
            progress[paper.Id] = Afresh(paper);
        }

        RefuseOutsiders(round, progress[paper.Id]);
        var turnout = TurnoutOf(round);
        var questions = new List<HeldQuestion>();
        progress[paper.Id] = [.. progress[paper.Id].Select(question => question.Next is { } due ? Count(question, due, round, turnout, questions) : question)];
        rounds.Add(new HeldRound(round, turnout, questions));
    }

    private static Progress Count(Progress question, Due due, ScriptedRound round, Turnout turnout, List<HeldQuestion> questions)
    {
        var count = new Count(due);
        foreach (var ballot in round.Ballots)
        {
            count.Add(ballot.On(question.Question.Id));
        }

        var tally = count.Tally();
        var (judgement, after) = question.Judge(tally, turnout);
        var castingVote = CastingVote(question.Question, tally, round);
        questions.Add(new HeldQuestion(question.Question, tally, judgement.With(castingVote), castingVote));
        return after;
    }

    private static string? CastingVote(Question question, Tally tally, ScriptedRound round)
    {
        var scripted = round.CastingVotes.GetValueOrDefault(question.Id);
        if (Judgement.IsTie(question.Rule, tally))
        {
            return scripted ?? "declined";
        }

        return scripted is null ? null
            : throw new StoppedException(round.Place, $"题目 {Wrong.Show(question.Id)} 票数不等，没有决定票", $"{Wrong.Show(question.Id)} is not tied: there is no casting vote");
    }

    private Turnout TurnoutOf(ScriptedRound round)
    {
        var paper = round.Paper;
        var entitled = meeting.Roll.Where(paper.Entitles).ToList();
        return Turnout.OfDevices(
            paper.IsForEveryone ? meeting.Members : entitled.Count,
            entitled.Count(member => member.IsPresent),
            round.Ballots.Count);
    }

    // The quorum is the meeting's: all who are present on the roll, whoever is entitled to the paper.
    private void RefuseWithoutQuorum(ScriptedRound round)
    {
        if (meeting.Quorum is not { } quorum)
        {
            return;
        }

        var present = meeting.Roll.Count(member => member.IsPresent);
        var opening = Turnout.OfDevices(meeting.Members, present, 0);
        if (!quorum.IsMetBy(present, new Tally([], [], 0, 0, 0).Base(quorum.Of, opening)))
        {
            throw new StoppedException(round.Place,
                $"在场 {present} 人，不足法定人数，不能开始表决", $"{present} present is no quorum: the round cannot be opened");
        }
    }

    private static void RefuseOutsiders(ScriptedRound round, IReadOnlyList<Progress> questions)
    {
        foreach (var question in questions)
        {
            var candidates = question.Next?.Options.ToHashSet(StringComparer.Ordinal) ?? [];
            foreach (var ballot in round.Ballots)
            {
                if (ballot.On(question.Question.Id).FirstOrDefault(mark => !candidates.Contains(mark)) is { } outsider)
                {
                    throw new StoppedException(round.Place,
                        $"{Wrong.Show(ballot.Member)} 在题目 {Wrong.Show(question.Question.Id)} 上选了本次表决以外的 {Wrong.Show(outsider)}",
                        $"{Wrong.Show(ballot.Member)} marks {Wrong.Show(outsider)} on {Wrong.Show(question.Question.Id)}, which is outside this round");
                }
            }
        }
    }
}
