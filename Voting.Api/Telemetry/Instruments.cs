using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Voting.Api.Telemetry;

/// <summary>
/// Everything the program measures: a closed list, and the only place that has instruments. None has a label for a member, a seat, a paper
/// or an option, and none moves with a press while a round is open.
/// </summary>
public sealed class Instruments : IDisposable
{
    /// <summary>Name of the meter and of the source of spans.</summary>
    public const string Source = "Voting";

    public const string Connections = "voting.connections";
    public const string Casts = "voting.casts";
    public const string BatchSize = "voting.commit.batch.size";
    public const string BatchDuration = "voting.commit.duration";
    public const string ChangeDuration = "voting.change.duration";
    public const string PushLag = "voting.push.lag";
    public const string PushesFailed = "voting.push.failed";
    public const string StepDuration = "voting.ceremony.step.duration";
    public const string Faults = "voting.ceremony.faults";

    public const string KindLabel = "voting.connection.kind";
    public const string StepLabel = "voting.ceremony.step";
    public const string FaultLabel = "voting.ceremony.fault";

    /// <summary>Each instrument with its labels. What is not here does not leave the server.</summary>
    public static IReadOnlyDictionary<string, string[]> All { get; } = new Dictionary<string, string[]>
    {
        [Connections] = [KindLabel],
        [Casts] = [],
        [BatchSize] = [],
        [BatchDuration] = [],
        [ChangeDuration] = [],
        [PushLag] = [],
        [PushesFailed] = [],
        [StepDuration] = [StepLabel],
        [Faults] = [FaultLabel],
    };

    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };
    private static readonly InstrumentAdvice<int> Presses = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] };

    private readonly Meter _meter = new(Source);
    private readonly ActivitySource _spans = new(Source);
    private readonly Counter<int> _casts;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _batchDuration;
    private readonly Histogram<double> _changeDuration;
    private readonly Histogram<double> _pushLag;
    private readonly Counter<int> _pushesFailed;
    private readonly Histogram<double> _stepDuration;
    private readonly Counter<int> _faults;
    private readonly AsyncLocal<long> _told = new();

    public Instruments()
    {
        _casts = _meter.CreateCounter<int>(Casts, "{ballot}", "Ballots in boxes that have closed.");
        _batchSize = _meter.CreateHistogram(BatchSize, "{press}", "Presses that shared a commit, told once their box has closed.", advice: Presses);
        _batchDuration = _meter.CreateHistogram(BatchDuration, "s", "From the turn of a batch to its commit, told once their box has closed.", advice: Seconds);
        _changeDuration = _meter.CreateHistogram(ChangeDuration, "s", "A change of the meeting, from its turn to its commit.", advice: Seconds);
        _pushLag = _meter.CreateHistogram(PushLag, "s", "From the commit of a change to a push of it handed to the connections (with Redis: to Redis). A push of the turnout is not in it.", advice: Seconds);
        _pushesFailed = _meter.CreateCounter<int>(PushesFailed, "{push}", "Pushes after a commit that failed.");
        _stepDuration = _meter.CreateHistogram(StepDuration, "s", "A step of the counting of a round.", advice: Seconds);
        _faults = _meter.CreateCounter<int>(Faults, "{fault}", "Times that the counting of a round stopped.");
    }

    /// <summary>Whether anybody listens to what boxes measure.</summary>
    public bool AreBoxesMeasured => _batchSize.Enabled;

    /// <summary>Counted when it is asked for, by kind of screen.</summary>
    public void CountConnections(Func<IEnumerable<KeyValuePair<string, int>>> count) => _meter.CreateObservableUpDownCounter(
        Connections, () => count().Select(c => new Measurement<int>(c.Value, KeyValuePair.Create<string, object?>(KindLabel, c.Key))), "{connection}", "Connected screens.");

    public void BoxClosed(int ballots) => _casts.Add(ballots);

    public void Committed(int presses, TimeSpan took)
    {
        _batchSize.Record(presses);
        _batchDuration.Record(took.TotalSeconds);
    }

    public void Changed(TimeSpan took) => _changeDuration.Record(took.TotalSeconds);

    /// <summary>Pushes that are begun from here on tell of the commit that was just made.</summary>
    public void Telling() => _told.Value = Stopwatch.GetTimestamp();

    public void Pushed()
    {
        // What is told again without a commit has no lag.
        if (_told.Value != 0) _pushLag.Record(Stopwatch.GetElapsedTime(_told.Value).TotalSeconds);
    }

    public void PushFailed() => _pushesFailed.Add(1);

    public void Stopped(string code) => _faults.Add(1, KeyValuePair.Create<string, object?>(FaultLabel, code));

    /// <summary>The counting of one round, from now on.</summary>
    public CeremonyMeasure Ceremony() => new(_spans, _stepDuration);

    public void Dispose()
    {
        _meter.Dispose();
        _spans.Dispose();
    }
}
