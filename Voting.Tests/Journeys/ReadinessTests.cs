using System.Net;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Voting.Tests.Journeys;

public class ReadinessTests
{
    [Fact]
    public async Task A_server_says_that_it_is_ready_while_its_store_answers_and_that_it_lives_in_any_case()
    {
        await using var chamber = await Chamber.Open();
        using var http = new HttpClient { BaseAddress = chamber.Address };
        Assert.Equal(HttpStatusCode.OK, await Ask(http, "/health/ready"));

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(chamber.DataFolder, "main.db")}");
        await connection.ExecuteAsync("ALTER TABLE events RENAME TO gone");
        await Chamber.Until(async () => await Ask(http, "/health/ready") == HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await Ask(http, "/health/live"));

        await connection.ExecuteAsync("ALTER TABLE gone RENAME TO events");
        await Chamber.Until(async () => await Ask(http, "/health/ready") == HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_health_command_asks_a_server_and_says_in_one_sentence_what_is_wrong()
    {
        await using var chamber = await Chamber.Open();
        Assert.Equal(0, (await Programs.Run("Voting.Api", ["health", chamber.Address.ToString()])).ExitCode);

        await using var connection = new SqliteConnection($"Data Source={Path.Combine(chamber.DataFolder, "main.db")}");
        await connection.ExecuteAsync("ALTER TABLE events RENAME TO gone");
        using var http = new HttpClient { BaseAddress = chamber.Address };
        await Chamber.Until(async () => await Ask(http, "/health/ready") == HttpStatusCode.ServiceUnavailable);
        await Unhealthy("not ready: 503", chamber.Address.ToString());
        await chamber.Server.Kill();
        await Unhealthy("no answer", chamber.Address.ToString());
        await Unhealthy("not an http(s) address", "nonsense");

        static async Task Unhealthy(string says, string url)
        {
            var run = await Programs.Run("Voting.Api", ["health", url]);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(says, run.Errors, StringComparison.Ordinal);
        }
    }

    private static async Task<HttpStatusCode> Ask(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
