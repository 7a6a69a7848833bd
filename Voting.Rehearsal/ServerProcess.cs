using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Voting.Rehearsal;

/// <summary>A server of our own, as a process, on a free port of the loopback.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly List<string> _printed = [];

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }
    public int Id => _process.Id;
    public bool HasExited => _process.HasExited;
    public Task Exited => _process.WaitForExitAsync();
    public string Errors => _errors.ToString();

    /// <summary>Every line it has printed since it was ready.</summary>
    public IReadOnlyList<string> Printed()
    {
        lock (_printed) return [.. _printed];
    }

    /// <summary>The one-time codes of a server that wrote them to a file.</summary>
    public static IReadOnlyDictionary<string, string> Codes(string file) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? [];

    /// <summary>Starts a server and waits until it takes connections.</summary>
    /// <exception cref="ServerException">It ended instead; the message is its own.</exception>
    public static Task<ServerProcess> Start(params IReadOnlyList<string> arguments) => StartProgram(null, arguments);

    /// <summary>The same with a server that lies elsewhere, as one that was published; null for ours.</summary>
    public static Task<ServerProcess> StartProgram(string? assembly, params IReadOnlyList<string> arguments) => StartProgram(assembly, [], arguments);

    /// <summary>The same with variables of its environment.</summary>
    public static async Task<ServerProcess> StartProgram(string? assembly, IEnumerable<KeyValuePair<string, string>> environment, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_gcServer"] = "0";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        foreach (var argument in (string[])[assembly ?? Assembly(), .. arguments]) start.ArgumentList.Add(argument);
        if (!arguments.Contains("--url")) foreach (var argument in (string[])["--url", "http://127.0.0.1:0"]) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors) errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        Uri? address = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // Where it takes plain http too, that needs no trust.
            if (Listening().Matches(line) is { Count: > 0 } found) address = new Uri(found.MinBy(m => m.Value.StartsWith("https", StringComparison.Ordinal))!.Value);
            if (line != Ready) continue;
            var server = new ServerProcess(process, address!);
            process.ErrorDataReceived += (_, more) => server.Note(more.Data);
            _ = server.Listen(process.StandardOutput);
            return server;
        }

        await process.WaitForExitAsync();
        throw new ServerException(errors.ToString().Trim(), process.ExitCode);
    }

    /// <summary>What a server prints when it takes connections.</summary>
    public const string Ready = "ready";

    /// <summary>Ends it at once, as a power cut would.</summary>
    public async Task Kill()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, and waits.</summary>
    public async Task End()
    {
        if (_process.HasExited) return;
        using var terminate = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        lock (_errors) _errors.AppendLine(line);
        lock (_printed) if (line is not null) _printed.Add(line);
    }

    private async Task Listen(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
            lock (_printed) _printed.Add(line);
    }

    private static string Assembly() => typeof(ServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "ServerAssembly").Value!;

    [GeneratedRegex(@"https?://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}

/// <summary>The server did not start.</summary>
public sealed class ServerException(string message, int exitCode) : Exception(message)
{
    public int ExitCode => exitCode;
}
