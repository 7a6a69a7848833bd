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

    private static async Task<HttpStatusCode> Ask(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
