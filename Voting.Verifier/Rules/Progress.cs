namespace Voting.Verifier.Rules;

/// <summary>How far a question has come over the rounds that stand, and what is due on it next.</summary>
internal sealed class Progress
{
    private readonly IReadOnlyList<string> elected;
    private readonly int runoffs;
    private readonly bool furtherHeld;

    private Progress(Question question, Due? next, IReadOnlyList<string> elected, int runoffs, bool furtherHeld)
    {
        Question = question;
        Next = next;
        this.elected = elected;
        this.runoffs = runoffs;
        this.furtherHeld = furtherHeld;
    }

    public Question Question { get; }

    /// <summary>What a next round has to hold on this question; null where nothing is due.</summary>
    public Due? Next { get; }

    public static Progress Start(Question question) => new(question, Due.First(question), [], 0, false);

    /// <summary>Judges what is due by its tally, and says what follows from it.</summary>
    public (Judgement Judgement, Progress After) Judge(Tally tally, Turnout turnout)
    {
        var due = Next ?? throw new InvalidOperationException();
        return Question.Rule switch
        {
            Majority rule => (Judgement.OfMajority(rule, tally, turnout), Done()),
            Tiers rule => (Judgement.OfTiers(rule, tally, turnout), Done()),
            Seats rule => JudgeSeats(rule, due, tally, turnout),
            _ => throw new InvalidOperationException(),
        };
    }

    private Progress Done() => new(Question, null, elected, runoffs, furtherHeld);

    private (Judgement Judgement, Progress After) JudgeSeats(Seats rule, Due due, Tally tally, Turnout turnout)
    {
        var of = due.Threshold is null ? 0 : tally.Base(due.Threshold.Of, turnout);
        var qualified = tally.Options
            .Select((id, place) => (Id: id, Marks: tally.Counts[place]))
            .Where(each => each.Marks >= 1 && (due.Threshold is null || due.Threshold.IsMetBy(each.Marks, of)))
            .ToList();

        List<string> sure, tied = [];
        if (qualified.Count <= due.Seats)
        {
            sure = [.. qualified.Select(each => each.Id)];
        }
        else
        {
            var cut = qualified.Select(each => each.Marks).OrderDescending().ElementAt(due.Seats - 1);
            sure = [.. qualified.Where(each => each.Marks > cut).Select(each => each.Id)];
            tied = [.. qualified.Where(each => each.Marks == cut).Select(each => each.Id)];
            if (sure.Count + tied.Count == due.Seats)
            {
                sure = [.. qualified.Where(each => each.Marks >= cut).Select(each => each.Id)];
                tied = [];
            }
        }

        var left = due.Seats - sure.Count;
        var all = Question.Options.Where(id => elected.Contains(id) || sure.Contains(id)).ToList();
        var runoffsHeld = runoffs + (due.Turn == Turn.Runoff ? 1 : 0);
        var further = furtherHeld || due.Turn == Turn.Further;
        var (outcome, next) = Consequence(rule, left, tied, all, runoffsHeld, further);
        var choice = new Choice(sure, tied, outcome == "runoff" ? 0 : left);
        return (new Judgement(due.Threshold?.Need(of), "elected", outcome, choice), new Progress(Question, next, all, runoffsHeld, further));
    }

    private (string Outcome, Due? Next) Consequence(
        Seats rule, int left, List<string> tied, List<string> all, int runoffsHeld, bool further)
    {
        if (left == 0)
        {
            return ("decided", null);
        }

        if (tied.Count > 0)
        {
            return rule.Tie == "runoff" && runoffsHeld < rule.MaxRunoffs
                ? ("runoff", Due.Again(Turn.Runoff, rule, tied, left))
                : ("referred", null);
        }

        return rule.Shortfall switch
        {
            "fewer" => ("decided", null),
            "round" when !further => ("shortfall", Due.Again(Turn.Further, rule, [.. Question.Options.Except(all)], left)),
            _ => ("shortfall", null),
        };
    }
}
