using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Voting.Api;
using Voting.Api.Accounts;
using Voting.Api.Ceremony;
using Voting.Rehearsal;

namespace Voting.Tests.Journeys;

/// <summary>A rehearsal on a real server in the process of the tests, for what can only be seen from inside.</summary>
public sealed class Hosted : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _server;

    private Hosted(WebApplication server, string folder) => (_server, _folder) = (server, folder);

    public IServiceProvider Services => _server.Services;
    public Uri Address => new(_server.Urls.Single());
    public string CodeFile => Path.Combine(_folder, "codes.json");

    /// <summary>Starts one on a free port, with a data folder of its own.</summary>
    /// <param name="meeting">The text of a meeting file.</param>
    /// <param name="clock">What it takes the time of day from.</param>
    public static async Task<Hosted> Start(string meeting, TimeProvider? clock = null)
    {
        var folder = Directory.CreateTempSubdirectory("voting-test-").FullName;
        var file = Path.Combine(folder, "meeting.json");
        await File.WriteAllTextAsync(file, meeting);
        var server = Program.Build(new Settings
        {
            MeetingFile = file,
            DataFolder = Path.Combine(folder, "data"),
            KeysFolder = Path.Combine(folder, "keys"),
            KeysSecretFile = Path.Combine(folder, "secret"),
            CodesFile = Path.Combine(folder, "codes.json"),
            Rehearsal = true,
            Url = "http://127.0.0.1:0",
        }, clock: clock);
        var hosted = new Hosted(server, folder);
        await server.Services.GetRequiredService<Recovery>().Run(CancellationToken.None);
        await server.StartAsync();
        server.Services.GetRequiredService<Codes>().Tell();
        return hosted;
    }

    public IReadOnlyDictionary<string, string> Told() => ServerProcess.Codes(CodeFile);

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
