using System.Diagnostics;
using System.Reflection;
using Voting.Tests.House;

namespace Voting.Tests.Journeys;

/// <summary>The programs as a user runs them.</summary>
public static class Programs
{
    public sealed record Outcome(int ExitCode, string Output, string Errors);

    public static Task<Outcome> Rehearse(params IReadOnlyList<string> arguments) => Run("Voting.Rehearsal", ["run", .. arguments]);

    public static Task<Outcome> Verify(params IReadOnlyList<string> arguments) => Run("Voting.Verifier", arguments);

    /// <summary>Starts a program and leaves it running.</summary>
    public static Process Start(string project, IReadOnlyList<string> arguments)
    {
        var configuration = typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Configuration").Value!;
        var assembly = Path.Combine(ArchitectureTests.Root(), project, "bin", configuration, "net10.0", project + ".dll");
        return Process.Start(new ProcessStartInfo("dotnet", [assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private static async Task<Outcome> Run(string project, IReadOnlyList<string> arguments)
    {
        using var process = Start(project, arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await errors);
    }
}

/// <summary>Figures for people: printed by ./test after the tests, never asserted.</summary>
public static class Figures
{
    private static readonly Lock Writing = new();

    public static void Print(string line)
    {
        lock (Writing) File.AppendAllText(Path.Combine(AppContext.BaseDirectory, "figures.txt"), line + Environment.NewLine);
    }
}
