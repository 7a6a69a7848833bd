using System.Globalization;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Kiosk.Screens;

/// <summary>The clerk enters what was counted of hands or paper; what does not add up is said while it is typed, and cannot be sent.</summary>
public sealed class EntryScreen(Proceedings proceedings)
{
    private readonly Dictionary<string, string> _numbers = [];
    private readonly Dictionary<string, List<(string Name, string Count)>> _names = [];
    private (string Paper, int Round, int Entered)? _of;

    public Asking Asking { get; } = new();

    /// <summary>Entered afterwards (补录): a round that is ready and was held while the system was down.</summary>
    public bool IsLate { get; private set; }

    public string LateReason { get; set; } = "";

    /// <summary>The round that waits for its counts, or the ready one that may be entered afterwards.</summary>
    public RoundView? Round => proceedings.Rounds.LastOrDefault(Waits) ?? (IsLate ? Ready : null);

    /// <summary>A round by hands or on paper that is ready: it may have been held already.</summary>
    public RoundView? Ready => proceedings.Rounds.LastOrDefault(r => r is { State: "ready", Way: Ways.Hands or Ways.Paper });

    /// <summary>Entered, and waiting for a scrutineer.</summary>
    public bool IsWithScrutineer => Round?.Entry is { IsPending: true };

    public bool IsPaper => Round?.Way == Ways.Paper;

    /// <summary>Why a scrutineer sent the last counts back, or null.</summary>
    public string? SentBack => Round?.Entry?.SentBack;

    public void Late(bool late) => IsLate = late;

    /// <summary>A field as it is typed.</summary>
    public string this[string key]
    {
        get => _numbers.GetValueOrDefault(key, "");
        set => _numbers[key] = value.Trim();
    }

    public static string Of(QuestionView question, string what) => $"{question.Id}/{what}";

    public IReadOnlyList<(string Name, string Count)> Names(QuestionView question) => _names.GetValueOrDefault(question.Id) ?? [];

    public void AddName(QuestionView question) => NamesOf(question).Add(("", ""));

    public void SetName(QuestionView question, int place, string? name, string? count)
    {
        var (oldName, oldCount) = NamesOf(question)[place];
        NamesOf(question)[place] = (name ?? oldName, count ?? oldCount);
    }

    public void RemoveName(QuestionView question, int place) => NamesOf(question).RemoveAt(place);

    /// <summary>More returned than issued: nothing more is asked, the round is void.</summary>
    public bool IsOverReturned => IsPaper && Number("issued") is { } issued && Number("voted") is { } voted && voted > issued;

    /// <summary>What does not add up as far as the numbers are there; with every field filled and nothing here it can be sent.</summary>
    public IReadOnlyList<EntryFault> Faults => Counts is { } counts && Round is { } round
        ? [.. EntryArithmetic.Of(Ways.Find(round.Way)!.Value, [.. round.Questions.Select(Enterable)], Most, counts)] : [];

    /// <summary>Ballots or hands of a question that are entered so far, void and blank included, and how many they should be.</summary>
    public (int Sum, int? Of) Sum(QuestionView question)
    {
        string[] rest = ["void", "blank"];
        var keys = question.ChooseMany ? rest : [.. question.Options.Select(o => o.Id), .. rest];
        return (keys.Sum(k => Number(Of(question, k)) ?? 0), Number("voted"));
    }

    /// <summary>Ballots issued that did not come back.</summary>
    public int? Unreturned => Number("issued") - Number("voted") is >= 0 and var left ? left : null;

    public bool CanEnter => !Asking.IsBusy && Round is not null && !IsWithScrutineer && Counts is not null && Faults.Count == 0
        && (!IsLate || LateRoll is not null && LateReason.Trim().Length is > 0 and <= 500);

    /// <summary>The roll of a round that is entered afterwards, once it is whole.</summary>
    public LateEntry? LateRoll => Number("present") is { } present && Number("leave") is { } leave && proceedings.Meeting is { } meeting
        && meeting.Present + meeting.Leave + meeting.Absent - present - leave is >= 0 and var absent && (Number("entitled") ?? present) is var entitled && entitled <= present
        ? new LateEntry(new RollCounts(present, leave, absent), entitled, LateReason.Trim()) : null;

    public async Task Enter(IVotingHub hub)
    {
        if (!CanEnter || Round is not { } round) return;
        if (await Asking.Ask(() => hub.EnterCounts(new CountsRequest(round.Paper, round.Round, Counts!, IsLate ? LateRoll : null))) is not null) IsLate = false;
    }

    /// <summary>Another round is another form; what was sent back stays to be mended.</summary>
    public void Follow()
    {
        if (IsLate && Ready is null) IsLate = false;
        if ((Round ?? Ready) is not { } round)
        {
            _of = null;
            return;
        }

        var now = (round.Paper, round.Round, round.Entry?.No ?? 0);
        if (_of == now) return;
        var sentBack = _of is { } before && before.Paper == now.Paper && before.Round == now.Round;
        _of = now;
        if (sentBack) return;
        _numbers.Clear();
        _names.Clear();
        LateReason = "";
        foreach (var question in round.Questions) (this[Of(question, "void")], this[Of(question, "blank")]) = ("0", "0");
    }

    private static bool Waits(RoundView round) => round is { State: "closed", Way: not Ways.Devices } && round.Entry is not { ConfirmedBy: not null };

    private int Most => IsLate ? LateRoll is { } late ? Ways.Find(Round!.Way) is Way.Paper ? late.Present + late.Roll.Leave : late.Present : int.MaxValue : Round?.Enterable ?? int.MaxValue;

    private EnteredCounts? Counts
    {
        get
        {
            if (Round is not { } round || Number("voted") is not { } voted || IsPaper && Number("issued") is null) return null;
            var issued = IsPaper ? Number("issued") : null;
            if (IsOverReturned) return new EnteredCounts(voted, issued, []);
            var questions = round.Questions.Select(Entered).ToList();
            return questions.Contains(null) ? null : new EnteredCounts(voted, issued, [.. questions.OfType<EnteredQuestion>()]);
        }
    }

    private EnteredQuestion? Entered(QuestionView question)
    {
        var counts = question.Options.Select(o => (o.Id, Count: Number(Of(question, o.Id)))).ToList();
        var names = Names(question).Select(n => (Name: n.Name.Trim(), Count: Parse(n.Count))).ToList();
        if (counts.Any(c => c.Count is null) || Number(Of(question, "void")) is not { } spoilt || Number(Of(question, "blank")) is not { } blank
            || names.Any(n => n.Name.Length is 0 or > 64 || n.Count is null or 0)) return null;
        return new EnteredQuestion(question.Id, counts.ToDictionary(c => c.Id, c => c.Count!.Value), blank, spoilt)
        {
            WriteIns = [.. names.Select(n => new WriteIn(n.Name, n.Count!.Value))],
        };
    }

    private static EnterableQuestion Enterable(QuestionView question) =>
        new(question.Id, question.ChooseMany, question.MinMarks, question.MaxMarks, [.. question.Options.Select(o => o.Id)], question.WriteIns);

    private List<(string Name, string Count)> NamesOf(QuestionView question)
    {
        if (!_names.TryGetValue(question.Id, out var names)) _names[question.Id] = names = [];
        return names;
    }

    private int? Number(string key) => Parse(this[key]);

    private static int? Parse(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 100_000 ? number : null;
}
