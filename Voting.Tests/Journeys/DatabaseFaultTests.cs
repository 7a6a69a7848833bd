using Dapper;
using Npgsql;
using Voting.Rehearsal;
using Voting.Tests.Stores;

namespace Voting.Tests.Journeys;

/// <summary>A database or a Redis that cannot be used: one sentence in both languages, exit code 2, nothing changed, no password told.</summary>
public sealed class DatabaseFaultTests
{
    [Theory]
    [InlineData("Host=127.0.0.1;Nonsense=1;Password=canary", "连接串有误", "connection string is wrong")]
    [InlineData("Database=voting;Password=canary", "缺少 Host", "names no Host")]
    [InlineData("Host=127.0.0.1;Port=1;Username=x;Password=canary;Timeout=3", "无法连接数据库", "cannot be reached")]
    [InlineData("Host=127.0.0.1;Search Path=a,b;Password=canary", "Search Path", "one schema name")]
    [InlineData("@/nowhere/at/all", "无法读取文件", "cannot be read")]
    public async Task A_connection_string_that_cannot_be_used_is_refused(string address, string chinese, string english) =>
        await Refused(["--database", address], chinese, english);

    [Fact]
    public async Task A_redis_that_is_not_there_is_refused()
    {
        var meeting = await Machines.Meeting();
        await Refused(["--database", meeting, "--redis", "127.0.0.1:1,password=canary,connectTimeout=500"], "无法连接 Redis", "Redis cannot be reached");
        await Refused(["--redis", "127.0.0.1:6379"], "--redis 须与 --database 同用", "goes with --database");
        await Machines.Drop(meeting);
    }

    [Fact]
    public async Task A_schema_that_a_newer_program_wrote_is_refused_and_one_of_an_older_is_brought_up_to_date()
    {
        await using var chamber = await Chamber.OpenOn(await Machines.Meeting());
        await chamber.Server.Kill();
        await using var connection = new NpgsqlConnection(chamber.Database);
        await connection.ExecuteAsync("INSERT INTO schemaversions (scriptname, applied) VALUES ('Voting.Api.Stores.Migrations.9999-later.sql', now())");
        var refused = await Assert.ThrowsAsync<ServerException>(() => chamber.Start());
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("更新版本", refused.Message, StringComparison.Ordinal);
        Assert.Contains("newer version: Voting.Api.Stores.Migrations.9999-later.sql", refused.Message, StringComparison.Ordinal);

        // As it was before the second factor.
        await connection.ExecuteAsync("""
            DELETE FROM schemaversions WHERE scriptname LIKE '%9999%' OR scriptname LIKE '%0011-second-factor%';
            DROP TABLE factors; DROP TABLE printed_codes; ALTER TABLE meeting DROP COLUMN second_factor
            """);
        await chamber.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await chamber.Chair.Back(patience.Token);
        Assert.Equal("small", (await chamber.Chair.Snapshot()).Value!.Meeting.Id);
    }

    [Fact]
    public async Task A_database_that_takes_less_for_a_commit_is_asked_for_more()
    {
        var meeting = new NpgsqlConnectionStringBuilder(await Machines.Meeting()) { Options = "-c synchronous_commit=off" }.ToString();
        await using var stores = SmallStores.New(meeting);
        using var connection = stores.Database.Connect();
        Assert.Equal("on", connection.QuerySingle<string>("SHOW synchronous_commit"));
    }

    [Fact]
    public async Task A_server_with_another_keys_secret_than_the_meetings_is_refused()
    {
        await using var chamber = await Chamber.OpenOn(await Machines.Meeting());
        var secret = Path.Combine(Path.GetDirectoryName(chamber.DataFolder)!, "another.secret");
        var refused = await Assert.ThrowsAsync<ServerException>(() => chamber.Beside("--keys-secret", secret));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("the keys secret differs", refused.Message, StringComparison.Ordinal);
    }

    private static async Task Refused(string[] arguments, string chinese, string english)
    {
        var folder = Directory.CreateTempSubdirectory("voting-test-").FullName;
        var file = Path.Combine(folder, "meeting.json");
        await File.WriteAllTextAsync(file, Chamber.Small().ToJsonString());
        var refused = await Assert.ThrowsAsync<ServerException>(() => ServerProcess.Start(["--meeting", file, "--rehearsal", "--data", Path.Combine(folder, "data"), .. arguments]));
        Directory.Delete(folder, recursive: true);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(chinese, refused.Message, StringComparison.Ordinal);
        Assert.Contains(english, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);
    }
}
