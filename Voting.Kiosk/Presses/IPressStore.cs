namespace Voting.Kiosk.Presses;

/// <summary>Where a tablet keeps its presses.</summary>
public interface IPressStore
{
    Task<IReadOnlyList<KeptPress>> All();

    /// <summary>Keeps a press, in place of what bears its cast id; there to stay when this returns.</summary>
    Task Keep(KeptPress press);

    Task Remove(IReadOnlyList<string> castIds);
}
