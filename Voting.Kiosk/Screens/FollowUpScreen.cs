using System.Globalization;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Kiosk.Screens;

/// <summary>What followed from certified results, and the clerk adding to it.</summary>
public sealed class FollowUpScreen
{
    private RoundView? _round;

    public Asking Asking { get; } = new();

    public IReadOnlyList<FollowUpRequest> All { get; private set; } = [];

    public string Kind { get; set; } = FollowUp.Kinds[0];

    /// <summary>Question id; empty for the whole paper.</summary>
    public string Question { get; set; } = "";

    /// <summary>As the field has it, <c>yyyy-MM-dd</c>.</summary>
    public string Date { get; set; } = "";

    public string Text { get; set; } = "";

    public IReadOnlyList<FollowUpRequest> Of(RoundView round) => [.. All.Where(f => f.Paper == round.Paper && f.Round == round.Round)];

    /// <summary>Whether one is being written for this round.</summary>
    public bool IsFor(RoundView round) => _round is { } mine && mine.Paper == round.Paper && mine.Round == round.Round;

    /// <summary>Questions it may be about: where the first option, which is the best grade, was marked least stands first.</summary>
    public IEnumerable<QuestionView> Questions => _round is not { } round ? []
        : round.Questions.OrderBy(q => round.Results?.FirstOrDefault(r => r.Id == q.Id)?.Counts.GetValueOrDefault(q.Options[0].Id));

    public bool CanAdd => _round is not null && !Asking.IsBusy && Text.Trim().Length is > 0 and <= FollowUp.LongestText
        && DateOnly.TryParseExact(Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public void Begin(RoundView round) => (_round, Question, Date, Text) = (round, "", "", "");

    public void Return()
    {
        _round = null;
        Asking.Forget();
    }

    public async Task Add(IVotingHub hub)
    {
        if (!CanAdd || _round is not { } round) return;
        var done = await Asking.Ask(() => hub.AddFollowUp(new FollowUpRequest(round.Paper, round.Round, Question.Length == 0 ? null : Question, Kind, Date, Text.Trim())));
        if (done is null) return;
        Return();
        await Refresh(hub);
    }

    public async Task Refresh(IVotingHub hub)
    {
        if (await new Asking().Ask(hub.FollowUps) is { } told) All = told.All;
    }
}
