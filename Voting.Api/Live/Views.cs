using System.Text.Json.Nodes;
using Voting.Api.Pipeline;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Files;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Sealing;
using Voting.Domain.Tallies;

namespace Voting.Api.Live;

/// <summary>What a screen may see. Seats and the hall never see a round before it opens, nor a count before it is announced.</summary>
public static class Views
{
    public static MeetingView Meeting(MeetingState state)
    {
        var roll = state.Roll.Counts();
        var body = state.Meeting.Body;
        var phase = state.Phase switch { MeetingPhase.CheckIn => "check-in", MeetingPhase.InSession => "in-session", MeetingPhase.Suspended => "suspended", _ => "closed" };
        return new MeetingView(state.Meeting.Id, state.Meeting.Title, body.Name, state.Rehearsal, phase, body.Members, Quorum.Need(body), roll.Present, roll.Leave, roll.Absent)
        {
            HallIsBlank = state.HallIsBlank,
            OnVideo = state.Roll.OnVideo,
            Presiding = state.Meeting.Member(state.Presiding)!.FullName,
        };
    }

    /// <summary>The agenda; its papers are for officers, for a title may name persons before they are announced.</summary>
    public static AgendaView Agenda(MeetingState state, bool officer) => new([.. state.Agenda.Order.Select(no =>
    {
        var item = state.Meeting.Agenda.First(a => a.No == no);
        var stands = state.Agenda.Called == no ? "called" : state.Agenda.Done.Contains(no) ? "done" : "pending";
        return new AgendaItemView(no, item.Title, stands, item.Note, item.Reporter, officer ? [.. item.Papers.Select(id => Paper(state, id))] : [])
        {
            Attendees = officer ? [.. state.Meeting.NonVoting.Where(a => a.Attends(item)).Select(a => a.Name is null ? a.Post : $"{a.Name}（{a.Post}）")] : [],
        };
    })]);

    /// <summary>Changes that wait for a second officer, with what differs.</summary>
    public static IReadOnlyList<AmendmentView> Amendments(MeetingState state) => [.. state.Amendments.Values.OrderBy(a => a.Paper, StringComparer.Ordinal).Select(a => new AmendmentView(
        a.Paper, state.Meeting.Paper(a.Paper)!.Title, Differences.Between(JsonNode.Parse(a.Old), JsonNode.Parse(a.New)), a.New, a.Reason, a.By))];

    /// <summary>Why this member may not vote in the round that is open, where one is and something but the check-in is in the way.</summary>
    public static Bar? Bar(MeetingState state, string memberId) =>
        state.Rounds.FirstOrDefault(r => r.State is RoundState.Open) is { } round && state.Meeting.Member(memberId) is { } member
            ? new Bar(round.PaperId, round.Number, state.Bar(round, member)?.Code is { } code and not Refusals.NotPresent ? code : null) : null;

    private static IReadOnlyList<RecusedView> Recused(MeetingState state, string paperId) =>
        [.. state.Recusals.Where(r => r.PaperId == paperId).OrderBy(r => r.MemberId, StringComparer.Ordinal).Select(r => new RecusedView(r.MemberId, state.Meeting.Member(r.MemberId)!.FullName, r.Reason))];

    private static PaperView Paper(MeetingState state, string id)
    {
        var paper = state.Meeting.Paper(id)!;
        var rounds = state.Rounds.Where(r => r.PaperId == id).ToList();
        var due = Conduct.Due(state, paper);
        return new PaperView(id, paper.Title, paper.Secret, rounds.Count, due.Count == 0 ? null : due[0].Stage.ToString().ToLowerInvariant())
        {
            Aside = state.SetAside.TryGetValue(id, out var how) ? how.ToString().ToLowerInvariant() : null,
            CanChange = rounds.Count == 0 && !state.Amendments.ContainsKey(id),
            Persons = rounds.Count == 0 && paper.Questions.Count > 1 && paper.Questions.All(q => q.Act is not null) ? [.. paper.Questions.Select(q => new PersonView(q.Id, q.Title))] : [],
            EnBloc = paper.EnBloc switch { EnBloc.UnlessObjected => "unless-objected", EnBloc.IfVoted => "if-voted", _ => "never" },
            Recused = Recused(state, id),
        };
    }

    /// <summary>Hall and attendees learn the questions of a paper under embargo with its result.</summary>
    public static bool IsUnderEmbargo(MeetingState state, Round round) => state.Meeting.Paper(round.PaperId)!.Embargo && !round.IsAnnounced;

    public static bool ShownToSeats(Round round) => round.State is not RoundState.Ready && (round.State is not RoundState.Void || round.RollAtOpen is not null);

    public static RoundView Round(Reading.Picture picture, Round round, bool officer, bool questions, DateTimeOffset now)
    {
        var view = picture.Once((round.Id, officer, questions), () => Round(picture, round, officer, questions));
        return round is not { State: RoundState.Open, OpenedAt: { } at } ? view
            : view with { Timing = new Timing(Math.Max(0, (now - at).TotalSeconds), round.Seconds) { Closes = round.TimeCloses } };
    }

    private static RoundView Round(Reading.Picture picture, Round round, bool officer, bool questions)
    {
        var paper = picture.State.Meeting.Paper(round.PaperId)!;
        var ceremony = picture.Ceremonies[round.Id];
        // Officers see the result when its key is gone and the server has signed it: from then on it can be announced and certified.
        var counted = ceremony.IsSigned;
        var told = counted && officer || round.IsAnnounced;
        var all = picture.State.Meeting.AllFor(paper);
        // Counted once, and only for who asks: a chamber of three thousand comes back at once, each for a paper of many questions.
        var asOpened = round.State is RoundState.Ready ? round with { Recused = picture.State.RecusedFrom(paper.Id) } : round;
        var present = new Lazy<int>(() => picture.State.Meeting.Roll.Count(m => picture.State.Bar(asOpened, m) is null));
        var state = !told && round.State is RoundState.Tallied ? RoundState.Closed : round.State;
        return new RoundView(
            paper.Id, paper.Title, paper.Secret, paper.Press is PressThatCounts.Last, round.Number, state.ToString().ToLowerInvariant(),
            questions ? [.. round.Questions.Select(q => Question(q, all, present, officer))] : [],
            round.State is RoundState.Open && ceremony.PublicKey is { } key ? new KeyView(key, Envelope.Fingerprint(key)) { Suite = picture.Sealing } : null,
            Envelope.Size(round.Questions, paper.Secret),
            ceremony.UrnRoot is { } root && round.State is not RoundState.Void ? new UrnSeal(round.Numbers!.ByDevice, root) : null,
            told && round.Result is not null ? [.. round.Questions.Zip(round.Result.Questions).Select(q => Result(paper, q.First, q.Second, round.Numbers!))] : null,
            round.Numbers?.Present, round.Numbers?.Voted, round.Reason, officer ? ceremony.Fault : null)
        {
            Item = picture.State.Meeting.Agenda.FirstOrDefault(a => a.Papers.Contains(paper.Id))?.No,
            TakingPart = officer && round.State is RoundState.Ready or RoundState.Open
                ? new TakingPart(paper.EntitledGroups, all, present.Value, paper.LateArrivals is LateArrivals.NextRound, Recused(picture.State, paper.Id)) : null,
            Announcement = !officer ? null : told && round.Result is not null ? Announcement.Result(round, paper)
                : round.State is RoundState.Ready or RoundState.Open ? Announcement.Putting(picture.State.Meeting, paper, round.Way, picture.State.Find(paper.Id, round.Number - 1)) : null,
            ConfirmedByClerk = officer && round is { State: RoundState.Announced, CertifiedByClerk: not null },
            Way = Ways.Of(round.Way),
            ByHands = round.ByHands is { } hands ? [.. hands.Order(StringComparer.Ordinal)] : null,
            Channels = told || round.State is RoundState.Void ? ChannelViews.Of(round) : null,
            Enterable = officer && round.State is RoundState.Closed ? round.Enterable : null,
            Entry = officer ? round.Entry : null,
            LiveNames = paper is { LiveNames: true, Secret: false } && round.HasDevices,
            ShowsDidNotVote = officer || paper.DidNotVote is not SilenceShown.Hidden,
            Silence = round.Silence is { } silence && (officer || told && paper.DidNotVote is SilenceShown.Split) ? new SilenceView(silence.NotPressed, silence.Offline, silence.TooLate) : null,
            Unreadable = officer && told ? round.Result?.Unreadable ?? 0 : 0,
        };
    }

    /// <summary>A test ballot, which is no round.</summary>
    public static RoundView Test(Meeting meeting, Round round, KeyPair keys)
    {
        var paper = meeting.Paper(round.PaperId)!;
        return new RoundView(paper.Id, paper.Title, paper.Secret, LastPressCounts: true, round.Number, "open",
            [.. round.Questions.Select(q => Question(q, meeting.Roll.Count, new Lazy<int>(meeting.Roll.Count), officer: false))],
            new KeyView(keys.Public, Envelope.Fingerprint(keys.Public)) { Suite = keys.Suite.Name }, Envelope.Size(round.Questions, paper.Secret), null, null, null, null, null, null);
    }

    private static QuestionView Question(RoundQuestion asked, int all, Lazy<int> present, bool officer)
    {
        int? need = asked.Threshold switch
        {
            { Of: Base.All } t => t.Need(all),
            { Of: Base.Present or Base.Issued } t => t.Need(present.Value),
            _ => null,
        };
        return new QuestionView(
            asked.Question.Id, asked.Question.Title, asked.Question.Kind is QuestionKind.ChooseMany, asked.Stage.ToString().ToLowerInvariant(),
            asked.Seats, asked.MinMarks, asked.MaxMarks, need, [.. asked.Candidates.Select(c => new OptionView(c.Id, c.Label, c.Detail, c.Lead))],
            asked.Question.Detail, asked.Question.Items)
        {
            WriteIns = asked.Question.WriteIns,
            Rule = officer ? RuleWords.Of(asked, all, present.Value) : null,
            Group = asked.Question.Group,
        };
    }

    private static ResultView Result(Paper paper, RoundQuestion asked, QuestionResult result, RoundNumbers numbers)
    {
        var (tally, verdict) = (result.Tally, result.Verdict);
        return new ResultView(
            result.QuestionId, tally.Valid, tally.Void, tally.Blank,
            asked.Candidates.Select((c, i) => KeyValuePair.Create(c.Id, tally.Counts[i])).ToDictionary(),
            verdict.Need, verdict.Name, verdict.Outcome.ToString().ToLowerInvariant(),
            verdict.Selection?.Elected, verdict.Selection?.Tied, verdict.Selection?.Shortfall ?? 0)
        {
            IsCastingVoteDue = result.IsCastingVoteDue(asked),
            CastingVote = result.CastingVote is { } vote ? CastingVotes.Of(vote) : null,
            WriteIns = result.WriteIns.Count == 0 ? null : [.. result.WriteIns.Select(w => new WriteInView(w.Name, w.Count, w.Passed))],
            Percentages = paper.Percentages is not { } percentages ? null : new Dictionary<string, string>(
                from pair in asked.Candidates.Zip(tally.Counts)
                let printed = percentages.Print(pair.Second, tally.Total(asked, percentages.Of, numbers))
                where printed is not null
                select KeyValuePair.Create(pair.First.Id, printed)),
        };
    }
}
