namespace Voting.Api.Telemetry;

/// <summary>
/// No line below a warning, whatever the environment asks for: there the framework tells each call of each connection, and a press
/// leaves no line of its own.
/// </summary>
public static class LogFloor
{
    public static void Set(LoggerFilterOptions log)
    {
        log.MinLevel = Raised(log.MinLevel);
        for (var r = 0; r < log.Rules.Count; r++)
            log.Rules[r] = new LoggerFilterRule(log.Rules[r].ProviderName, log.Rules[r].CategoryName, Raised(log.Rules[r].LogLevel ?? LogLevel.Warning), log.Rules[r].Filter);
    }

    private static LogLevel Raised(LogLevel level) => level < LogLevel.Warning ? LogLevel.Warning : level;
}
