using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;

namespace Voting.Kiosk.Screens;

/// <summary>What an officer is doing with a paper.</summary>
public enum PaperAct
{
    None,
    Change,
    EnBloc,
    Withdraw,
    Defer,
}

/// <summary>Changes to what is voted: an unplanned vote, a paper in other words, persons one by one or together, a paper set aside.</summary>
public sealed class AmendScreen(Proceedings proceedings)
{
    private readonly HashSet<string> _objected = [];
    private JsonObject? _text;
    private string _before = "";

    public Asking Asking { get; } = new();

    /// <summary>What is shown elsewhere on the page has changed.</summary>
    public event Action? Changed;

    /// <summary>The rules a motion or a rating may have.</summary>
    public static IReadOnlyList<Preset> Offered { get; } = [.. Presets.All.Where(p => !Presets.IsSelection(p.Name))];

    /// <summary>The rules a selection among candidates may have.</summary>
    public static IReadOnlyList<Preset> Selections { get; } = [.. Presets.All.Where(p => Presets.IsSelection(p.Name))];

    /// <summary>The rules shown first; the others unfold.</summary>
    public static IReadOnlyList<Preset> Usual { get; } = [.. Offered.Where(p => p.Name is "committee-resolution" or "majority-of-present" or "two-thirds-of-all" or "rating-of-all")];

    public bool IsUnplanned { get; private set; }
    public string Title { get; set; } = "";
    public bool Secret { get; set; } = true;

    /// <summary>Candidates of an unplanned selection as they are typed, one a line.</summary>
    public string Candidates { get; set; } = "";

    /// <summary>Seats of an unplanned selection.</summary>
    public int Seats { get; set; } = 1;

    /// <summary>The candidates that were typed, in order.</summary>
    public IReadOnlyList<string> Names => [.. Candidates.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>A candidate that stands twice, or null.</summary>
    public string? Twice => Names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1)?.Key;

    /// <summary>There are candidates, none twice, and seats for no more than all of them.</summary>
    public bool CanSelect => CanAdd && Names.Count is >= 1 and <= UnplannedRequest.MostCandidates && Twice is null && Seats >= 1 && Seats <= Names.Count
        && Names.All(n => n.Length <= UnplannedRequest.LongestCandidate);

    /// <summary>An unplanned vote is made ready where nothing else is.</summary>
    public bool CanAdd => !Asking.IsBusy && proceedings.Meeting?.Phase == "in-session" && !IsOn;

    /// <summary>Whether an unplanned vote may have that rule as things are chosen: a casting vote is given in the open.</summary>
    public bool Suits(Preset preset) => !Secret || !HasCastingVote(preset);

    /// <summary>Whether the rule leaves a tie to the presiding officer.</summary>
    public static bool HasCastingVote(Preset preset) => preset.Rule(1) is Rule.Majority { CastingVote: true };

    /// <summary>The paper in hand, and what is done with it.</summary>
    public PaperView? Paper { get; private set; }
    public PaperAct Act { get; private set; }
    public string Reason { get; set; } = "";

    /// <summary>The questions of the paper in hand, as texts to be changed.</summary>
    public IReadOnlyList<JsonObject> Questions => [.. (_text?["questions"] as JsonArray ?? []).OfType<JsonObject>()];

    /// <summary>A field of the paper in hand, empty where it has none.</summary>
    public string this[string field]
    {
        get => _text is null ? "" : Read(_text, field);
        set => Write(_text, field, value);
    }

    public static string Read(JsonObject of, string field) => of[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    public static void Write(JsonObject? of, string field, string value)
    {
        if (of is null) return;
        if (value.Length == 0 && !of.ContainsKey(field)) return;
        of[field] = value;
    }

    /// <summary>A selection keeps its rule: seats and candidates go with it.</summary>
    public static bool IsSelection(JsonObject question) => Read(question, "kind") == "choose-many";

    /// <summary>The rules a question may have by its options: a motion's or a rating's.</summary>
    public IReadOnlyList<Preset> Rules(JsonObject question) =>
        [.. Offered.Where(p => p.Rule(1) is Rule.Tiers == (Presets.Find(Read(question, "rule")) is Rule.Tiers) && !(IsSecret && HasCastingVote(p)))];

    private bool IsSecret => _text?["secret"]?.GetValueKind() is JsonValueKind.True;

    /// <summary>Papers that were not voted yet, with their items.</summary>
    public IEnumerable<(AgendaItemView Item, PaperView Paper)> Papers => proceedings.Agenda.Items.SelectMany(i => i.Papers.Select(p => (i, p))).Where(p => p.p.Rounds == 0 || p.p.Due is not null || p.p.Aside is not null);

    public bool CanChange(PaperView paper) => !Asking.IsBusy && paper is { CanChange: true, Aside: null } && proceedings.Meeting?.Phase is "check-in" or "in-session";

    public bool CanOneByOne(PaperView paper) => CanChange(paper) && paper.Persons.Count > 1;

    public bool CanEnBloc(PaperView paper) => CanOneByOne(paper) && paper.EnBloc != "never";

    public bool CanSetAside(PaperView paper) => !Asking.IsBusy && paper.Aside is null && paper.Due is not null && proceedings.Meeting?.Phase is "check-in" or "in-session"
        && proceedings.Rounds.All(r => r.Paper != paper.Id || r.State is not ("open" or "closed" or "tallied"));

    public bool CanTakeUp(PaperView paper) => !Asking.IsBusy && paper.Aside == "deferred";

    /// <summary>Whether the member of that question is objected to.</summary>
    public bool IsObjected(string question) => _objected.Contains(question);

    public void Toggle(string question)
    {
        if (!_objected.Remove(question)) _objected.Add(question);
    }

    public bool CanDo => !Asking.IsBusy && Paper is not null && Act switch
    {
        PaperAct.Change => Reason.Trim().Length is > 0 and <= 500 && _text?.ToJsonString() is { } now && now != _before,
        PaperAct.EnBloc => Paper.Persons.Count - _objected.Count >= 2,
        PaperAct.Withdraw or PaperAct.Defer => Reason.Trim().Length is > 0 and <= 500,
        _ => false,
    };

    /// <summary>As the record names me.</summary>
    private string Me => proceedings.Me is { } me ? me.Member is null ? me.Role : $"{me.Role}:{me.Member}" : "";

    public bool IsMine(AmendmentView amendment) => amendment.By == Me;

    /// <summary>Whoever proposed a change never agrees to it.</summary>
    public bool CanAgree(AmendmentView amendment) => !Asking.IsBusy && !IsMine(amendment);

    public void ShowUnplanned(bool shown)
    {
        IsUnplanned = shown;
        Asking.Forget();
        Changed?.Invoke();
    }

    /// <summary>Adds the paper and makes it ready; the next step is to open it.</summary>
    public async Task Add(IVotingHub hub, Preset preset, string title)
    {
        var selection = Presets.IsSelection(preset.Name);
        if (!CanAdd || !Suits(preset) || selection && !CanSelect) return;
        var words = Title.Trim() is { Length: > 0 and <= 500 } said ? said : title;
        var asked = new UnplannedRequest(preset.Name, words, Secret, proceedings.Item?.No);
        if (selection) asked = asked with { Candidates = Names, Seats = Seats };
        if (await Asking.Ask(() => hub.AddPaper(asked)) is null) return;
        (IsUnplanned, Title, Candidates, Seats) = (false, "", "", 1);
    }

    public async Task Begin(IVotingHub hub, PaperView paper, PaperAct act)
    {
        Return();
        if (act is PaperAct.Change)
        {
            if (await Asking.Ask(() => hub.PaperText(new PaperRef(paper.Id))) is not { } text) return;
            _text = JsonNode.Parse(text.Json)!.AsObject();
            _before = _text.ToJsonString();
        }

        (Paper, Act) = (paper, act);
    }

    public void Return()
    {
        (Paper, Act, Reason, _text) = (null, PaperAct.None, "", null);
        _objected.Clear();
        Asking.Forget();
    }

    public async Task Do(IVotingHub hub)
    {
        if (!CanDo || Paper is not { } paper) return;
        var reason = Reason.Trim();
        var done = await Asking.Ask(() => Act switch
        {
            PaperAct.Change => hub.ProposeAmendment(new ProposeRequest(paper.Id, Plain(_text!), reason)),
            PaperAct.EnBloc => hub.VoteEnBloc(new EnBlocRequest(paper.Id, [.. _objected])),
            _ => hub.SetAside(new SetAsideRequest(paper.Id, Act is PaperAct.Withdraw, reason)),
        });
        if (done is not null) Return();
    }

    public async Task OneByOne(IVotingHub hub, PaperView paper)
    {
        if (CanOneByOne(paper)) await Asking.Ask(() => hub.VoteOneByOne(new PaperRef(paper.Id)));
    }

    public async Task TakeUp(IVotingHub hub, PaperView paper)
    {
        if (CanTakeUp(paper)) await Asking.Ask(() => hub.TakeUp(new PaperRef(paper.Id)));
    }

    public async Task Agree(IVotingHub hub, AmendmentView amendment)
    {
        if (CanAgree(amendment)) await Asking.Ask(() => hub.AnswerAmendment(new AnswerRequest(amendment.Paper, true, amendment.Text)));
    }

    public async Task Drop(IVotingHub hub, AmendmentView amendment)
    {
        if (!Asking.IsBusy) await Asking.Ask(() => hub.AnswerAmendment(new AnswerRequest(amendment.Paper, false)));
    }

    // Escaped, a Chinese character would take twice its bytes of what a paper may be long.
    private static string Plain(JsonObject text)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) text.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private bool IsOn => proceedings.Rounds.Any(r => r.State is "ready" or "open" or "closed" or "tallied");
}
