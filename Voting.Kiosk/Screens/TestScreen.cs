using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>The test ballot before the meeting, for the clerk: start, watch, end, and which seat failed.</summary>
public sealed class TestScreen(Proceedings proceedings)
{
    public Asking Asking { get; } = new();

    /// <summary>As it was told last; null before the first asking.</summary>
    public TestSheet? Sheet { get; private set; }

    public bool CanStart => !Asking.IsBusy && proceedings.Meeting?.Phase == "check-in" && Sheet is { IsOn: false };

    public bool CanEnd => !Asking.IsBusy && Sheet is { IsOn: true };

    /// <summary>Seats that somebody has to look after, in the order of the roll.</summary>
    public IReadOnlyList<TestSeat> Failed => [.. (Sheet?.Seats ?? []).Where(s => s.State is not ("right" or "pressed"))];

    public int Count(string state) => Sheet?.Seats.Count(s => s.State == state) ?? 0;

    public async Task Start(IVotingHub hub)
    {
        if (!CanStart) return;
        await Asking.Ask(hub.StartTest);
        await Refresh(hub);
    }

    public async Task End(IVotingHub hub)
    {
        if (CanEnd && await Asking.Ask(hub.EndTest) is { } sheet) Sheet = sheet;
        else await Refresh(hub);
    }

    /// <summary>Quiet, as every list that is read again and again.</summary>
    public async Task Refresh(IVotingHub hub)
    {
        if (await new Asking().Ask(hub.TestSheet) is { } sheet) Sheet = sheet;
    }
}
