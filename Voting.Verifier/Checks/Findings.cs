using Voting.Verifier.Json;

namespace Voting.Verifier.Checks;

/// <summary>What was found wrong. Only the first few are kept; all are counted.</summary>
internal sealed class Findings
{
    private const int Kept = 20;

    private readonly List<Wrong> first = [];

    public IReadOnlyList<Wrong> First => first;

    public int Count { get; private set; }

    public void Add(Place place, string chinese, string english) => Add(new Wrong(place, chinese, english));

    public void Add(Wrong wrong)
    {
        Count++;
        if (first.Count < Kept)
        {
            first.Add(wrong);
        }
    }

    public void AddAll(Findings others)
    {
        foreach (var wrong in others.First)
        {
            Add(wrong);
        }

        Count += others.Count - others.First.Count;
    }

    /// <summary>Adds what was found where a figure is not what it has to be.</summary>
    public void Expect(Place place, long found, long due, string chinese, string english)
    {
        if (found != due)
        {
            Add(place, $"{chinese}：记为 {found}，应为 {due}", $"{english}: {found} stands here, {due} is due");
        }
    }

    public void Expect(bool holds, Place place, string chinese, string english)
    {
        if (!holds)
        {
            Add(place, chinese, english);
        }
    }
}
