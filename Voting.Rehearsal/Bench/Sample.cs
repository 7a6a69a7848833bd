namespace Voting.Rehearsal.Bench;

/// <summary>What a server has taken after so many rounds on end, and how fast the last of them were.</summary>
/// <param name="Round">Rounds held so far.</param>
/// <param name="MemoryMiB">Working set.</param>
/// <param name="Handles">Open handles: files, sockets.</param>
/// <param name="DataMiB">The data folder.</param>
/// <param name="Opened">Median of the last rounds: opening pressed to last tablet, ms.</param>
/// <param name="Recorded">Median: all cast to last <c>Recorded</c>, ms.</param>
/// <param name="Closed">Median: close to result on every screen, ms.</param>
public sealed record Sample(int Round, double MemoryMiB, int Handles, double DataMiB, double Opened, double Recorded, double Closed)
{
    /// <summary>Rounds between two samples.</summary>
    public const int Every = 20;
}
