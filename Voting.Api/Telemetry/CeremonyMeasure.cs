using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Voting.Api.Telemetry;

/// <summary>The steps of the counting of one round as they are kept, each from the one before: a duration and a span. It says of no round which.</summary>
public sealed class CeremonyMeasure(ActivitySource spans, Histogram<double> durations) : IDisposable
{
    public const string Span = "ceremony";

    private long _since = Stopwatch.GetTimestamp();
    private Activity? _whole;

    public void Reached(string step)
    {
        var took = Stopwatch.GetElapsedTime(_since);
        _since = Stopwatch.GetTimestamp();
        var label = KeyValuePair.Create<string, object?>(Instruments.StepLabel, step);
        durations.Record(took.TotalSeconds, label);
        var began = DateTimeOffset.UtcNow - took;
        // Begun with its first step: a counting that waits for what is entered by hand is looked at again and again.
        _whole ??= Start(Span, default, [], began);
        if (_whole is not null) Start(step, _whole.Context, [label], began)?.Dispose();
    }

    public void Dispose() => _whole?.Dispose();

    // A child of nothing that happens to run here: no request of anybody's is named by it.
    private Activity? Start(string name, ActivityContext parent, IEnumerable<KeyValuePair<string, object?>> tags, DateTimeOffset began)
    {
        Activity.Current = null;
        return spans.StartActivity(name, ActivityKind.Internal, parent, tags, startTime: began);
    }
}
