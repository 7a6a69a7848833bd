using System.Text.Json.Nodes;
using Voting.Rehearsal;

namespace Voting.Tests.Journeys;

/// <summary>A server that is started wrongly says one clear thing and changes nothing.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;

    [Fact]
    public async Task A_faulty_meeting_file_is_refused_with_its_path_and_the_data_folder_stays_new()
    {
        var meeting = Chamber.Small();
        meeting["papers"]![0]!["questions"]![0]!["rule"] = "no-such-rule";

        var fault = await Assert.ThrowsAsync<ServerException>(() => Start(meeting));
        Assert.Equal(2, fault.ExitCode);
        Assert.Contains("$.papers[0].questions[0].rule: ", fault.Message, StringComparison.Ordinal);
        Assert.Single(fault.Message.Split('\n'));

        // The folder is as new: the right file is taken now.
        await using var server = await Start(Chamber.Small());
        Assert.False(server.HasExited);
    }

    [Fact]
    public async Task A_file_of_two_gigabytes_is_refused_before_it_is_read()
    {
        var path = Path.Combine(_folder, "large.json");
        using (var file = File.Create(path)) file.SetLength(2L << 30);

        var fault = await Assert.ThrowsAsync<ServerException>(() => ServerProcess.Start("--meeting", path, "--data", Data, "--rehearsal"));

        Assert.Contains("$: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("16 MiB", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_meeting_or_another_kind_of_meeting_does_not_open_a_data_folder()
    {
        await (await Start(Chamber.Small())).DisposeAsync();
        var other = Chamber.Small();
        other["id"] = "other";

        Assert.Contains("small", (await Assert.ThrowsAsync<ServerException>(() => Start(other))).Message, StringComparison.Ordinal);
        Assert.Contains("--rehearsal", (await Assert.ThrowsAsync<ServerException>(() => ServerProcess.Start("--data", Data))).Message, StringComparison.Ordinal);
        await (await Start(Chamber.Small())).DisposeAsync();
    }

    [Fact]
    public async Task Two_servers_never_share_a_data_folder()
    {
        await using var first = await Start(Chamber.Small());

        Assert.Contains(Data, (await Assert.ThrowsAsync<ServerException>(() => Start(Chamber.Small()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_keys_secret_that_the_environment_gives_is_written_nowhere_and_a_wrong_one_is_refused_without_being_told()
    {
        var file = Path.Combine(_folder, "meeting.json");
        await File.WriteAllTextAsync(file, Chamber.Small().ToJsonString(), TestContext.Current.CancellationToken);
        Task<ServerProcess> With(string secret) => ServerProcess.StartProgram(null, [KeyValuePair.Create("VOTING_KEYS_SECRET", secret)], "--meeting", file, "--data", Data, "--rehearsal");

        var refused = await Assert.ThrowsAsync<ServerException>(() => With("canary"));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("64 hexadecimal characters: VOTING_KEYS_SECRET", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);

        var secret = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));
        await (await With(secret)).DisposeAsync();
        Assert.False(File.Exists(Data + "-keys.secret"));
        Assert.DoesNotContain(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories), f => File.ReadAllText(f).Contains(secret, StringComparison.Ordinal));
        // The server's signing key was wrapped by it.
        Assert.Contains("--new-signing-key", (await Assert.ThrowsAsync<ServerException>(() => With(new string('0', 64)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_never_kept_in_the_data_folder_nor_under_a_secret_that_others_can_read()
    {
        var meeting = Path.Combine(_folder, "meeting.json");
        await File.WriteAllTextAsync(meeting, Chamber.Small().ToJsonString(), TestContext.Current.CancellationToken);
        Assert.Contains("keys", (await Assert.ThrowsAsync<ServerException>(() =>
            ServerProcess.Start("--meeting", meeting, "--data", Data, "--rehearsal", "--keys", Path.Combine(Data, "keys")))).Message, StringComparison.Ordinal);
        var secret = Path.Combine(_folder, "secret");
        await File.WriteAllTextAsync(secret, new string('a', 64), TestContext.Current.CancellationToken);
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", (await Assert.ThrowsAsync<ServerException>(() =>
            ServerProcess.Start("--meeting", meeting, "--data", Data, "--rehearsal", "--keys-secret", secret))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_anew_at_the_first_start_is_told_once_and_is_what_is_right()
    {
        var codes = Path.Combine(_folder, "codes.json");
        await using var server = await Start(Chamber.Small(), "--codes", codes, "--sign-in", "pin", "--new-code", "clerk", "--new-password", "scrutineer:1");
        var told = ServerProcess.Codes(codes);
        await using var clerk = await Officer.Join(server.Address, told["clerk"]);
        await using var scrutineer = await Officer.Join(server.Address, new Voting.Domain.Contracts.SignInRequest(null, "scrutineer:1", told["password:scrutineer:1"]));
        Assert.Equal(("clerk", "scrutineer"), (clerk.Who.Role, scrutineer.Who.Role));
        Assert.Contains("pin:m1", told.Keys);
    }

    [Fact]
    public async Task A_clerk_who_lost_the_device_comes_back_by_the_console_and_the_old_session_ends()
    {
        var codes = Path.Combine(_folder, "codes.json");
        string cookie;
        await using (var server = await Start(Chamber.Small(), "--codes", codes))
            cookie = (await Participant.SignIn(server.Address, ServerProcess.Codes(codes)["clerk"])).Cookie;

        await using var again = await Start(Chamber.Small(), "--codes", codes, "--new-code", "clerk");
        var renewed = ServerProcess.Codes(codes);
        Assert.Equal(["clerk"], renewed.Keys);
        await using var clerk = await Officer.Join(again.Address, renewed["clerk"]);
        Assert.Equal("device-code-issued", (string)JsonNode.Parse(await clerk.Get("/record"))!["events"]!.AsArray()[^1]!["type"]!);
        using var old = new HttpClient();
        old.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await old.GetAsync(new Uri(again.Address, "/record"), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task The_data_folder_of_a_rehearsal_holds_no_real_name_and_its_codes_only_their_owner_can_read()
    {
        var meeting = Chamber.Small();
        meeting["roll"]![1]!["name"] = "真实姓名";
        var codes = Path.Combine(_folder, "codes.json");
        await using (await Start(meeting, "--codes", codes)) { }

        foreach (var file in Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith("meeting.json", StringComparison.Ordinal)))
            Assert.False((await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf("真实姓名"u8) >= 0, file);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(codes));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Data => Path.Combine(_folder, "data");

    private Task<ServerProcess> Start(JsonObject meeting, params string[] arguments)
    {
        var path = Path.Combine(_folder, "meeting.json");
        File.WriteAllText(path, meeting.ToJsonString());
        return ServerProcess.Start(["--meeting", path, "--data", Data, "--rehearsal", .. arguments]);
    }
}
