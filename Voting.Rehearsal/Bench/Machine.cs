using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Data.Sqlite;

namespace Voting.Rehearsal.Bench;

/// <summary>Where it was measured.</summary>
/// <param name="Processors">How many.</param>
/// <param name="Processor">Its name, or null where the system does not tell.</param>
/// <param name="MemoryGiB">Memory a process may use.</param>
/// <param name="System">Operating system.</param>
public sealed record Machine(int Processors, string? Processor, double MemoryGiB, string System)
{
    public static Machine This() => new(Environment.ProcessorCount, Line("/proc/cpuinfo", "model name")?.Split(':', 2)[1].Trim(),
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Math.Pow(2, 30), 1), $"{RuntimeInformation.OSDescription.Trim()} {RuntimeInformation.OSArchitecture}");

    /// <summary>Processes that wanted a processor in the last minute, on the average; null where the system does not tell.</summary>
    public static double? Load() => Line("/proc/loadavg", "") is { } line ? double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture) : null;

    private static string? Line(string file, string start) => File.Exists(file) ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal)) : null;
}

/// <summary>With what it was measured; PostgreSQL where there was one.</summary>
public sealed record Versions(string Voting, string Dotnet, string SignalR, string SignalRClient, string Sqlite, string? Postgres)
{
    public static Versions These(Shared? shared)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return new Versions(Of<Row>(), RuntimeInformation.FrameworkDescription, Of<Hub>(), Of<HubConnection>(), connection.ServerVersion, shared?.Version());
    }

    private static string Of<T>() => typeof(T).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+') is [var version, .. var commit]
        ? $"{version}{(commit is [var c, ..] ? $" ({c[..Math.Min(8, c.Length)]})" : "")}" : "";
}
