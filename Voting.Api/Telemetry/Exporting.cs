using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Voting.Api.Telemetry;

/// <summary>
/// Sends the instruments of <see cref="Instruments"/> to a collector by OTLP over HTTP, where the settings name one. Nothing of the framework's
/// own is sent: it counts each request, and a press is one.
/// </summary>
public static class Exporting
{
    private const int Interval = 15_000;
    private const int Shortest = 1_000;

    public static IServiceCollection AddTelemetry(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<Instruments>();
        if (settings.Telemetry is not { } collector) return services;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("voting", serviceVersion: typeof(Exporting).Assembly.GetName().Version?.ToString()))
            .WithMetrics(metrics => metrics
                .AddMeter(Instruments.Source)
                .SetExemplarFilter(ExemplarFilterType.AlwaysOff)
                .AddView(instrument => Instruments.All.TryGetValue(instrument.Name, out var labels)
                    ? new MetricStreamConfiguration { TagKeys = labels } : MetricStreamConfiguration.Drop)
                .AddOtlpExporter((otlp, reader) =>
                {
                    To(otlp, collector, "v1/metrics");
                    reader.TemporalityPreference = MetricReaderTemporalityPreference.Cumulative;
                    // Never below one second, whatever the environment asks for.
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
                        Math.Max(Shortest, reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds ?? Interval);
                }))
            .WithTracing(traces => traces.AddSource(Instruments.Source).AddOtlpExporter(otlp => To(otlp, collector, "v1/traces")));
        return services;
    }

    /// <summary>Why there can be no collector, or null.</summary>
    public static string? Fault(string? collector) => collector is null || Uri.TryCreate(collector, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { UserInfo: "", Query: "" }
        ? null : $"--telemetry（或 OTEL_EXPORTER_OTLP_ENDPOINT）不是 http(s) 地址 / is not an http(s) address, e.g. http://127.0.0.1:4318: {collector}";

    private static void To(OtlpExporterOptions otlp, string collector, string path)
    {
        otlp.Endpoint = new Uri(collector.TrimEnd('/') + "/" + path);
        otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
    }
}
