using System.Text.Encodings.Web;
using System.Text.Json;

namespace Voting.Api.Telemetry;

/// <summary>How the log is written: for eyes, or an object a line for what collects logs.</summary>
public static class LogForm
{
    public const string Text = "text";
    public const string Json = "json";

    public static IReadOnlyList<string> All { get; } = [Text, Json];

    public static ILoggingBuilder WriteAs(this ILoggingBuilder logging, string form)
    {
        if (form != Json) return logging;
        logging.ClearProviders().AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            json.JsonWriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        });
        // Standard output is for whoever started the server: the address, and at the first start the codes.
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return logging;
    }
}
