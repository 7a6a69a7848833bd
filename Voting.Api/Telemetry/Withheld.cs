using System.Diagnostics;

namespace Voting.Api.Telemetry;

/// <summary>
/// What the writer of one box measured, withheld while the box is open: whoever saw a commit when it happened would see somebody vote.
/// It knows how many presses shared a commit and how long that took, and of none whose it was.
/// </summary>
public sealed class Withheld(Instruments instruments)
{
    // A device that presses without end fills this and no more.
    private const int Most = 65_536;

    private readonly List<(int Presses, TimeSpan Took)> _commits = [];
    private bool _told;

    /// <summary>A batch was committed.</summary>
    /// <param name="presses">In the batch.</param>
    /// <param name="since">When its turn began, a timestamp of the stopwatch.</param>
    public void Committed(int presses, long since)
    {
        if (!instruments.AreBoxesMeasured) return;
        lock (_commits)
        {
            if (!_told && _commits.Count < Most) _commits.Add((presses, Stopwatch.GetElapsedTime(since)));
        }
    }

    /// <summary>The close is committed and everybody knows the turnout: tells once what was withheld.</summary>
    public void Tell()
    {
        lock (_commits)
        {
            if (_told) return;
            _told = true;
            foreach (var (presses, took) in _commits) instruments.Committed(presses, took);
            _commits.Clear();
        }
    }
}
