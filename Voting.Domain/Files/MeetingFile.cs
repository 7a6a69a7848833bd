using System.Globalization;
using System.Text.RegularExpressions;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Domain.Files;

/// <summary>The meeting file, <c>voting-meeting/1</c>: what the clerk imports.</summary>
public static partial class MeetingFile
{
    /// <summary>Largest file, in bytes.</summary>
    public const long Limit = 16 * 1024 * 1024;

    /// <summary>What is wrong with a file of more bytes than <see cref="Limit"/>; said before it is read.</summary>
    public static FileFault TooLarge { get; } = Cursor.TooLarge(Limit);

    internal const int MostMembers = 20_000;
    internal const int MostOptions = 1_000;

    /// <summary>Reads and checks a meeting file; the first fault refuses it whole.</summary>
    public static FileRead<Meeting> Read(ReadOnlyMemory<byte> file) => Cursor.Read(file, Limit, Meeting);

    private static Meeting Meeting(Cursor at)
    {
        at.Object("format", "id", "title", "date", "language", "presiding", "body", "roll", "nonVoting", "rules", "optionSets", "agenda", "papers");
        at["format"].OneOf(("voting-meeting/1", true));
        var id = at["id"].Id();
        var title = at["title"].Text();
        var date = Date(at["date"]);
        var language = at["language"].Text(35) is var l && Language().IsMatch(l) ? l : throw at["language"].Fault("应为语言代码，如 zh-CN。", "must be a language tag such as zh-CN.");
        var roll = Unique(at["roll"].Items(MostMembers, 1), Member, m => m.Id, "id");
        TellNamesakesApart(at["roll"], roll);
        var presiding = at["presiding"].Id();
        if (roll.All(m => m.Id != presiding)) throw at["presiding"].Fault($"名册上没有“{presiding}”。", $"\"{presiding}\" is not on the roll.");
        var body = Body(at["body"], roll.Count);
        var rules = (at.Optional("rules")?.Entries() ?? []).ToDictionary(r => r.Name, r => (r.At, Rule: RuleFile.Read(r.At)));
        var sets = (at.Optional("optionSets")?.Entries() ?? []).ToDictionary(s => s.Name, s => Options(s.At, plain: true));
        var groups = roll.Select(m => m.Group).OfType<string>().ToHashSet();
        var papers = Unique(at["papers"].Items(1_000, 1), p => Paper(p, rules, sets, groups), p => p.Id, "id");
        var agenda = Agenda(at["agenda"], papers);
        var nonVoting = (at.Optional("nonVoting")?.Items(MostMembers) ?? []).Select(a => Attendee(a, agenda)).ToList();
        return new Meeting(id, title, date, language, presiding, body, roll, nonVoting, agenda, papers);
    }

    private static Body Body(Cursor at, int rollLength)
    {
        at.Object("name", "members", "quorum");
        var members = at["members"].Integer(1, 1_000_000);
        if (members < rollLength) throw at["members"].Fault($"组成人员 {members} 人少于名册上的 {rollLength} 人。", $"{members} members are fewer than the {rollLength} on the roll.");
        var quorum = at["quorum"].IsNull ? null : RuleFile.Threshold(at["quorum"]);
        if (quorum is { Of: not Base.All }) throw at["quorum"]["of"].Fault("法定人数只能以全体组成人员（all）为基数。", "a quorum is a share of all.");
        return new Body(at["name"].Text(), members, quorum);
    }

    private static Member Member(Cursor at)
    {
        at.Object("id", "name", "attendance", "seat", "weight", "suffix", "group");
        if (at.Optional("weight") is { } weight && weight.Integer(1, 1_000_000) != 1)
            throw weight.Fault("尚不支持加权表决，权数只能为 1。", "weighted votes are not built yet: the weight must be 1.");
        return new Member(
            at["id"].Id(), at["name"].Text(200),
            at["attendance"].OneOf(("present", Attendance.Present), ("leave", Attendance.Leave), ("absent", Attendance.Absent), ("expected", Attendance.Expected)),
            at.Optional("seat")?.Text(64), at.Optional("suffix")?.Text(200), at.Optional("group")?.Text(200));
    }

    private static void TellNamesakesApart(Cursor at, List<Member> roll)
    {
        var items = at.Items(MostMembers);
        var named = roll.Select((m, i) => (Member: m, At: items[i])).GroupBy(m => m.Member.Name).Where(g => g.Count() > 1);
        foreach (var namesakes in named)
        {
            var seen = new HashSet<string>();
            foreach (var (member, place) in namesakes)
            {
                // The path names the field that is missing.
                var suffix = member.Suffix ?? throw place.Missing("suffix", $"有同名人员“{member.Name}”，须加后缀区分。", $"there are namesakes of \"{member.Name}\": a suffix must tell them apart.");
                if (!seen.Add(suffix)) throw place["suffix"].Fault($"同名的“{member.Name}”后缀相同。", $"two members named \"{member.Name}\" have the same suffix.");
            }
        }
    }

    private static Attendee Attendee(Cursor at, List<AgendaItem> agenda)
    {
        at.Object("name", "post", "items");
        var name = at["name"].IsNull ? null : at["name"].Text(200);
        var post = at["post"].Text(200);
        if (at.Optional("items") is not { IsNull: false } listed) return new Attendee(name, post);
        var items = new List<int>();
        foreach (var item in listed.Items(1_000))
        {
            var no = item.Integer(0, 1_000_000);
            if (agenda.All(a => a.No != no)) throw item.Fault($"议程中没有第 {no} 项。", $"the agenda has no item {no}.");
            if (items.Contains(no)) throw item.Fault($"第 {no} 项议程重复。", $"item {no} stands twice.");
            items.Add(no);
        }

        return new Attendee(name, post, items);
    }

    private static List<AgendaItem> Agenda(Cursor at, List<Paper> papers)
    {
        var placed = new HashSet<string>();
        return Unique(at.Items(1_000, 1), item =>
        {
            item.Object("no", "title", "papers", "note", "reporter");
            var ids = new List<string>();
            foreach (var paper in item.Optional("papers")?.Items(1_000) ?? [])
            {
                var id = paper.Id();
                if (papers.All(p => p.Id != id)) throw paper.Fault($"没有表决票“{id}”。", $"there is no paper \"{id}\".");
                if (!placed.Add(id)) throw paper.Fault($"表决票“{id}”已列入议程。", $"the paper \"{id}\" stands on the agenda already.");
                ids.Add(id);
            }

            return new AgendaItem(item["no"].Integer(0, 1_000_000), item["title"].Text(), ids, item.Optional("note")?.Text(least: 0), item.Optional("reporter")?.Text(least: 0));
        }, i => i.No, "no");
    }

    private static Paper Paper(
        Cursor at, Dictionary<string, (Cursor At, Rule Rule)> rules, Dictionary<string, List<Option>> sets, HashSet<string> groups)
    {
        at.Object("id", "title", "secret", "questions", "mover", "press", "lateArrivals", "custody", "entitledGroups", "percentages", "result", "didNotVote", "liveNames",
            "enBloc", "votingOrder", "embargo");
        if (at.Optional("custody") is { } custody && custody.OneOf(("server", false), ("scrutineers", true)))
            throw custody.Fault("尚不支持由监票人保管密钥（scrutineers）。", "custody by scrutineers is not built yet.");
        var id = at["id"].Id();
        var title = at["title"].Text();
        var secret = at["secret"].Flag();
        var entitled = new List<string>();
        foreach (var group in at.Optional("entitledGroups")?.Items(1_000) ?? [])
        {
            var name = group.Text(200);
            if (!groups.Contains(name)) throw group.Fault($"名册上没有组别“{name}”。", $"nobody on the roll is in a group \"{name}\".");
            if (entitled.Contains(name)) throw group.Fault($"组别“{name}”重复。", $"the group \"{name}\" stands twice.");
            entitled.Add(name);
        }

        var questions = Unique(at["questions"].Items(500, 1), q => Question(q, secret, rules, sets), q => q.Id, "id");
        return new Paper(
            id, title, secret, questions,
            at.Optional("mover")?.Text(least: 0),
            at.Optional("press")?.OneOf(("last", PressThatCounts.Last), ("first", PressThatCounts.First)) ?? PressThatCounts.Last,
            at.Optional("lateArrivals")?.OneOf(("admit", LateArrivals.Admit), ("next-round", LateArrivals.NextRound)) ?? LateArrivals.Admit,
            entitled)
        {
            EnBloc = at.Optional("enBloc")?.OneOf(("never", EnBloc.Never), ("unless-objected", EnBloc.UnlessObjected), ("if-voted", EnBloc.IfVoted)) ?? EnBloc.Never,
            VotingOrder = at.Optional("votingOrder")?.OneOf(("printed", VotingOrder.Printed), ("removal-first", VotingOrder.RemovalFirst)) ?? VotingOrder.Printed,
            Embargo = at.Optional("embargo")?.Flag() ?? questions.Any(q => q.Act is not null),
            Percentages = at.Optional("percentages") is { IsNull: false } percentages ? PaperParameters.Percentages(percentages, questions) : null,
            LiveNames = at.Optional("liveNames") is { } names && PaperParameters.LiveNames(names, secret),
            ResultIsDirect = at.Optional("result")?.OneOf(("delayed", false), ("direct", true)) ?? false,
            DidNotVote = at.Optional("didNotVote")?.OneOf(("hidden", SilenceShown.Hidden), ("total", SilenceShown.Total), ("split", SilenceShown.Split)) ?? SilenceShown.Total,
        };
    }

    private static Question Question(Cursor at, bool secret, Dictionary<string, (Cursor At, Rule Rule)> rules, Dictionary<string, List<Option>> sets)
    {
        at.Object("id", "title", "kind", "options", "rule", "detail", "items", "act", "person", "post", "seats", "group", "writeIns");
        var id = at["id"].Id();
        var title = at["title"].Text();
        var kind = at["kind"].OneOf(("choose-one", QuestionKind.ChooseOne), ("choose-many", QuestionKind.ChooseMany));
        List<Option>? options;
        if (!at["options"].IsText) options = Options(at["options"], plain: false);
        else if (!sets.TryGetValue(at["options"].Text(), out options))
            throw at["options"].Fault($"没有选项组“{at["options"].Text()}”。", $"there is no option set \"{at["options"].Text()}\".");
        var rule = RuleOf(at, rules, options.Count);
        CheckAgainstOptions(at, kind, rule, options);
        if (secret && rule is Rule.Majority { CastingVote: true })
            throw at["rule"].Fault("决定票是公开的，只用于记名表决票。", "a casting vote is given in the open: it goes with recorded papers only.");
        var writeIns = at.Optional("writeIns")?.Flag() ?? false;
        if (writeIns && (rule is not Rule.Majority || options.All(o => o.Id != "against")))
            throw at["writeIns"].Fault("另选他人只用于有反对选项的 majority 题目。", "names are written in only on a majority question with the option against.");
        return new Question(
            id, title, kind, options, rule, at.Optional("detail")?.Text(20_000, 0),
            at.Optional("items")?.Items(10_000).Select(i => i.Text(least: 0)).ToList(),
            at.Optional("act")?.OneOf(("appoint", PersonnelAct.Appoint), ("remove", PersonnelAct.Remove)),
            at.Optional("person")?.Text(200), at.Optional("post")?.Text())
        {
            WriteIns = writeIns,
            Group = at.Optional("group")?.Text(200),
        };
    }

    private static Rule RuleOf(Cursor at, Dictionary<string, (Cursor At, Rule Rule)> rules, int options)
    {
        var name = at["rule"].Text();
        var own = rules.TryGetValue(name, out var named);
        if (!own && Presets.Find(name) is null) throw at["rule"].Fault($"没有规则“{name}”。", $"there is no rule \"{name}\".");
        if (own || !Presets.IsSelection(name))
        {
            if (at.Optional("seats") is { } stray) throw stray.Fault("只有使用票选预设规则的题目才写 seats。", "seats goes with a selection preset only.");
            if (named.Rule is Rule.Seats seats && seats.MaxMarks > options)
            {
                var wrong = seats.Count > options ? "seats" : "maxMarks";
                var place = named.At.Optional(wrong) ?? named.At["seats"];
                throw place.Fault($"多于题目“{at["id"].Id()}”的 {options} 个选项。", $"is more than the {options} options of question \"{at["id"].Id()}\".");
            }

            return named.Rule ?? Presets.Find(name)!;
        }

        var count = at["seats"].Integer(1, MostOptions);
        if (count > options) throw at["seats"].Fault($"应选 {count} 多于 {options} 个选项。", $"{count} seats are more than the {options} options.");
        return Presets.Find(name, count)!;
    }

    private static void CheckAgainstOptions(Cursor at, QuestionKind kind, Rule rule, List<Option> options)
    {
        if (kind is QuestionKind.ChooseMany != rule is Rule.Seats)
            throw at["rule"].Fault("choose-many 须用 seats 规则，choose-one 须用 majority 或 tiers 规则。", "choose-many goes with a seats rule, choose-one with majority or tiers.");
        var needed = new List<string>();
        if (rule is Rule.Majority majority)
        {
            needed.Add("for");
            if (majority.And.Any(c => c.Count is Counted.Cast)) needed.AddRange(["against", "abstain"]);
        }

        if (rule.Bases.Contains(Base.ForAgainst)) needed.AddRange(["for", "against"]);
        if (rule is Rule.Tiers tiers) needed.AddRange(tiers.Steps.SelectMany(t => t.Sum));
        foreach (var missing in needed.Where(id => options.All(o => o.Id != id)))
            throw at["options"].Fault($"规则需要选项“{missing}”。", $"the rule names the option \"{missing}\", which is not there.");
    }

    private static List<Option> Options(Cursor at, bool plain) => Unique(at.Items(MostOptions, 1), option =>
    {
        if (plain) option.Object("id", "label");
        else option.Object("id", "label", "detail", "lead");
        return new Option(option["id"].Id(), option["label"].Text(), option.Optional("detail")?.Text(20_000, 0),
            option.Optional("lead")?.Items(100).Select(l => l.Text(200, 0)).ToList());
    }, o => o.Id, "id");

    private static List<T> Unique<T, TKey>(IReadOnlyList<Cursor> items, Func<Cursor, T> read, Func<T, TKey> key, string field)
    {
        var seen = new HashSet<TKey>();
        return [.. items.Select(item =>
        {
            var value = read(item);
            if (!seen.Add(key(value))) throw item[field].Fault($"“{key(value)}”重复。", $"\"{key(value)}\" stands twice.");
            return value;
        })];
    }

    private static string Date(Cursor at)
    {
        string[] formats = ["yyyy-MM-dd", "yyyyMMdd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        var text = at.Text(40, 0);
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text
            : throw at.Fault("应为 ISO 8601 日期，如 2024-11-26。", "must be an ISO 8601 date such as 2024-11-26.");
    }

    [GeneratedRegex(@"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*\z")]
    private static partial Regex Language();
}
