using Voting.Domain.Ballots;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Tallies;

namespace Voting.Domain.Files;

/// <summary>A round of a ballots script.</summary>
/// <param name="PaperId">The paper.</param>
/// <param name="Number">Counted 1, 2, 3 … per paper.</param>
/// <param name="Ballots">By member id, the marked option ids per question id; members who do not vote are left out.</param>
public sealed record ScriptedRound(string PaperId, int Number, IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> Ballots)
{
    /// <summary>What the presiding officer says to a tie, by question id; declined where nothing stands.</summary>
    public IReadOnlyDictionary<string, CastingVote> CastingVotes { get; init; } = new Dictionary<string, CastingVote>();
}

/// <summary>The ballots script, <c>voting-ballots/1</c>: what the simulated members of a rehearsal cast.</summary>
/// <param name="Rounds">In the order they are held.</param>
public sealed record BallotsScript(IReadOnlyList<ScriptedRound> Rounds)
{
    /// <summary>Largest script, in bytes.</summary>
    public const long Limit = 256 * 1024 * 1024;

    /// <summary>What is wrong with a file of more bytes than <see cref="Limit"/>; said before it is read.</summary>
    public static FileFault TooLarge { get; } = Cursor.TooLarge(Limit);

    /// <summary>Reads a script and checks it against the meeting it is for.</summary>
    public static FileRead<BallotsScript> Read(ReadOnlyMemory<byte> file, Meeting meeting) => Cursor.Read(file, Limit, at =>
    {
        at.Object("format", "rounds");
        at["format"].OneOf(("voting-ballots/1", true));
        var counted = new Dictionary<string, int>();
        var roll = AttendanceRoll.Start(meeting, rehearsal: true);
        return new BallotsScript([.. at["rounds"].Items(10_000).Select(round =>
        {
            round.Object("paper", "round", "ballots", "castingVotes");
            var id = round["paper"].Id();
            if (meeting.Paper(id) is not { } paper) throw round["paper"].Fault($"会议文件中没有表决票“{id}”。", $"the meeting has no paper \"{id}\".");
            var number = round["round"].Integer(1, 10_000);
            var next = counted[id] = counted.GetValueOrDefault(id) + 1;
            if (number != next) throw round["round"].Fault($"“{id}”的表决次数须依次为 1、2、3……，此处应为 {next}。", $"the rounds of \"{id}\" are counted 1, 2, 3 …: this one is {next}.");
            var entitled = meeting.Entitled(paper).Select(m => m.Id).ToHashSet();
            var ballots = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>();
            foreach (var (member, ballot) in round["ballots"].Entries())
            {
                if (roll.Of(member) is null) throw ballot.Fault($"名册上没有“{member}”。", $"\"{member}\" is not on the roll.");
                if (ballot.IsNull) continue;
                if (!roll.IsPresent(member)) throw ballot.Fault($"“{member}”未到会，不能表决。", $"\"{member}\" is not present and cannot vote.");
                if (!entitled.Contains(member)) throw ballot.Fault($"“{member}”所在组别不表决该票。", $"\"{member}\" is not entitled to this paper.");
                ballots[member] = Marks(ballot, paper);
            }

            return new ScriptedRound(id, number, ballots) { CastingVotes = CastingVotes(round.Optional("castingVotes"), paper) };
        })]);
    });

    private static Dictionary<string, CastingVote> CastingVotes(Cursor? at, Paper paper)
    {
        var votes = new Dictionary<string, CastingVote>();
        foreach (var (id, vote) in at?.Entries() ?? [])
        {
            if (paper.Questions.FirstOrDefault(q => q.Id == id) is not { } question)
                throw vote.Fault($"表决票“{paper.Id}”没有题目“{id}”。", $"paper \"{paper.Id}\" has no question \"{id}\".");
            if (question.Rule is not Rule.Majority { CastingVote: true })
                throw vote.Fault($"题目“{id}”的规则没有决定票。", $"the rule of question \"{id}\" has no casting vote.");
            votes[id] = RuleFile.CastingVote(vote);
        }

        return votes;
    }

    private static Dictionary<string, IReadOnlyList<string>> Marks(Cursor at, Paper paper)
    {
        var ballot = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (id, marks) in at.Entries())
        {
            if (paper.Questions.FirstOrDefault(q => q.Id == id) is not { } question)
                throw marks.Fault($"表决票“{paper.Id}”没有题目“{id}”。", $"paper \"{paper.Id}\" has no question \"{id}\".");
            if (marks.IsNull) continue;
            if (marks.IsText && question.Kind is QuestionKind.ChooseMany)
                throw marks.Fault("choose-many 的选择须为列表。", "the marks of a choose-many are a list.");
            var ids = new List<string>();
            foreach (var mark in marks.IsText ? [marks] : marks.Items(MeetingFile.MostOptions))
            {
                var option = mark.Id();
                if (question.Options.All(o => o.Id != option)) throw mark.Fault($"没有选项“{option}”。", $"there is no option \"{option}\".");
                if (ids.Contains(option)) throw mark.Fault($"选项“{option}”重复。", $"the option \"{option}\" stands twice.");
                ids.Add(option);
            }

            ballot[id] = ids;
        }

        return ballot;
    }

    /// <summary>
    /// A scripted ballot as marks on the questions of the round that is held, or null where it marks what the round does not hold:
    /// a question that is not due, or an option that is not among the candidates.
    /// </summary>
    public static Ballot? For(IReadOnlyList<RoundQuestion> questions, IReadOnlyDictionary<string, IReadOnlyList<string>> scripted) =>
        For([.. questions.Select(q => (q.Question.Id, (IReadOnlyList<string>)[.. q.Candidates.Select(c => c.Id)]))], scripted);

    /// <summary>The same, for a round as a tablet sees it: question ids with the option ids of the round.</summary>
    public static Ballot? For(IReadOnlyList<(string Id, IReadOnlyList<string> Options)> questions, IReadOnlyDictionary<string, IReadOnlyList<string>> scripted)
    {
        if (scripted.Any(s => s.Value.Count > 0 && questions.All(q => q.Id != s.Key))) return null;
        var marks = new List<IReadOnlyList<int>>();
        foreach (var (id, options) in questions)
        {
            var positions = scripted.GetValueOrDefault(id, []).Select(o => options.ToList().IndexOf(o)).Order().ToList();
            if (positions.Contains(-1)) return null;
            marks.Add(positions);
        }

        return new Ballot(marks);
    }
}
