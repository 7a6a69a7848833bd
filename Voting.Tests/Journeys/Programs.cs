using System.Diagnostics;
using System.Reflection;
using Voting.Tests.House;

namespace Voting.Tests.Journeys;

/// <summary>The programs as a user runs them.</summary>
public static class Programs
{
    public sealed record Outcome(int ExitCode, string Output, string Errors);

    /// <summary>What was built, and what the tests are of.</summary>
    public static string Configuration => typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Configuration").Value!;

    public static Task<Outcome> Rehearse(params IReadOnlyList<string> arguments) => Run("Voting.Rehearsal", ["run", .. arguments]);

    public static Task<Outcome> Verify(params IReadOnlyList<string> arguments) => Run("Voting.Verifier", arguments);

    /// <summary>Starts a program and leaves it running.</summary>
    /// <param name="project">Of the program.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="trusting">A file with the one authority whose certificates it takes, or null for those of the machine.</param>
    public static Process Start(string project, IReadOnlyList<string> arguments, string? trusting = null)
    {
        var assembly = Path.Combine(ArchitectureTests.Root(), project, "bin", Configuration, "net10.0", project + ".dll");
        var start = new ProcessStartInfo("dotnet", [assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (trusting is not null) start.Environment["SSL_CERT_FILE"] = trusting;
        return Process.Start(start)!;
    }

    public static async Task<Outcome> Run(string project, IReadOnlyList<string> arguments, string? trusting = null)
    {
        using var process = Start(project, arguments, trusting);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await errors);
    }
}
