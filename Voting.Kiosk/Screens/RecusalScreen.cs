using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>Who takes no part in which paper (回避), recorded by the clerk with a reason before a round of it opens.</summary>
public sealed class RecusalScreen(Proceedings proceedings)
{
    public const int LongestReason = 500;

    public Asking Asking { get; } = new();
    public string Paper { get; set; } = "";
    public string Member { get; set; } = "";
    public string Reason { get; set; } = "";

    /// <summary>The papers of the agenda in its order.</summary>
    public IReadOnlyList<PaperView> Papers => [.. proceedings.Agenda.Items.SelectMany(i => i.Papers)];

    /// <summary>Who votes in a round is settled when it opens.</summary>
    public bool IsOpen(string paper) => proceedings.Open?.Paper == paper;

    public bool CanRecuse => CanChange(Paper) && Papers.Any(p => p.Id == Paper) && Member.Length > 0 && Reason.Trim().Length is > 0 and <= LongestReason;

    public bool CanLift(PaperView paper) => CanChange(paper.Id);

    public async Task Recuse(IVotingHub hub)
    {
        if (!CanRecuse) return;
        if (await Asking.Ask(() => hub.Recuse(new RecuseRequest(Paper, Member, Reason.Trim()))) is not null) (Member, Reason) = ("", "");
    }

    public async Task Lift(IVotingHub hub, PaperView paper, string member)
    {
        if (CanLift(paper)) await Asking.Ask(() => hub.Recuse(new RecuseRequest(paper.Id, member, null)));
    }

    private bool CanChange(string paper) => !Asking.IsBusy && proceedings.Meeting?.Phase is not (null or "closed") && !IsOpen(paper);
}
