using System.CommandLine;
using System.Globalization;
using Voting.Domain.Contracts;
using Voting.Domain.Files;
using Voting.Domain.Meetings;
using Voting.Domain.Sealing;
using Voting.Rehearsal;
using Voting.Rehearsal.Bench;
using Voting.Rehearsal.Chaos;

var meeting = new Option<FileInfo>("--meeting") { Description = "会议文件 / meeting file (default: Wuchang's 26th)", DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "wuchang-26.json")) };
var ballots = new Option<FileInfo?>("--ballots") { Description = "表决脚本 / ballots script (default: random ballots)" };
var seed = new Option<int>("--seed") { Description = "随机表决的种子 / seed of the random ballots", DefaultValueFactory = _ => 26 };
var url = new Option<Uri?>("--url")
{
    Description = "已启动的演练服务器 / a rehearsal server that is already up",
    CustomParser = result =>
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https")) return address;
        result.AddError("--url 应为 http(s) 地址 / must be an http(s) address");
        return null;
    },
};
var codes = new Option<FileInfo?>("--codes") { Description = "该服务器的登录码文件 / the code file of that server" };
var record = new Option<FileInfo?>("--record") { Description = "会议记录写入 / where the record is written" };
var sealing = new Option<string>("--sealing") { Description = "选票封装与服务器签名的算法 / what ballots are sealed and closes signed with: standard or sm", DefaultValueFactory = _ => Suite.Standard.Name };
sealing.AcceptOnlyFromAmong([.. Suite.All.Select(s => s.Name)]);
var run = new System.CommandLine.Command("run", "演练一次会议 / rehearse a meeting with simulated members") { meeting, ballots, seed, url, codes, record, sealing };
run.Validators.Add(result =>
{
    if ((result.GetResult(url) is null) != (result.GetResult(codes) is null)) result.AddError("--url 与 --codes 须同时给出 / --url and --codes go together");
});
run.SetAction(async (parsed, _) =>
{
    try
    {
        var read = Read(parsed.GetValue(meeting)!, MeetingFile.Limit, MeetingFile.TooLarge, MeetingFile.Read);
        var script = parsed.GetValue(ballots) is { } file ? Read(file, BallotsScript.Limit, BallotsScript.TooLarge, bytes => BallotsScript.Read(bytes, read)) : null;
        var random = new RandomBallots(parsed.GetValue(seed));
        var target = parsed.GetValue(record) ?? new FileInfo($"{read.Id}-演练.record.json");
        if (parsed.GetValue(url) is { } server)
            return await Course.Hold(server, ServerProcess.Codes(parsed.GetValue(codes)!.FullName), read, script, random, target);
        return await OwnServer(parsed.GetValue(meeting)!, arguments => ServerProcess.Start([.. arguments, "--sealing", parsed.GetValue(sealing)!]), read, script, random, target);
    }
    catch (Exception e) when (e is BadFileException or ServerException or IOException or UnauthorizedAccessException)
    {
        await Console.Error.WriteLineAsync(e.Message);
        return 2;
    }
    catch (Exception e) when (e is StoppedException or RefusedException or TimeoutException or OperationCanceledException or HttpRequestException)
    {
        await Console.Error.WriteLineAsync($"演练中止 / the rehearsal stopped: {e.Message}");
        return 1;
    }
});
var simulate = new Option<int>("--simulate") { Description = "模拟的成员数，其余席位由人使用 / simulated members; the other seats are for people", DefaultValueFactory = _ => 33 };
simulate.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 0) result.AddError("--simulate 不能为负 / must not be negative");
});
var listen = new Option<string>("--url") { Description = "监听地址 / address to listen on", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
var https = new[]
{
    new Option<string?>("--certificate") { Description = "https 的证书 / the certificate for https; ./run certs makes one" },
    new Option<string?>("--certificate-key") { Description = "证书的私钥 / its private key" },
    new Option<string?>("--help-url") { Description = "平板帮助页的 http 地址 / an http address for the tablets' help page" },
};
var factor = new Option<string?>("--second-factor") { Description = "人员岗位的第二因素 / officers' second factor: required or off (default)" };
factor.AcceptOnlyFromAmong([.. SecondFactor.All]);
var data = new Option<string?>("--data") { Description = "新的数据文件夹 / a new data folder (default: a temporary one)" };
var serve = new System.CommandLine.Command("serve", "供真人与模拟成员一起演练的服务器 / a rehearsal server for people, with simulated members in the other seats") { meeting, simulate, seed, listen, https[0], https[1], https[2], factor, data };
serve.SetAction(async (parsed, stop) =>
{
    try
    {
        var read = Read(parsed.GetValue(meeting)!, MeetingFile.Limit, MeetingFile.TooLarge, MeetingFile.Read);
        return await OpenTable.Serve(parsed.GetValue(meeting)!, read, parsed.GetValue(simulate), parsed.GetValue(seed), parsed.GetValue(listen)!,
            [.. https.Where(o => parsed.GetValue(o) is not null).SelectMany(o => new[] { o.Name, parsed.GetValue(o)! })], parsed.GetValue(factor), parsed.GetValue(data), stop);
    }
    catch (Exception e) when (e is BadFileException or ServerException or IOException or UnauthorizedAccessException or StoppedException)
    {
        await Console.Error.WriteLineAsync(e.Message);
        return 2;
    }
});
return await new RootCommand("Voting 演练 / rehearsal") { run, serve, BenchCommand.Bench(), BenchCommand.Hub(), BenchCommand.Soak(), ChaosCommand.Chaos() }.Parse(args).InvokeAsync();

static async Task<int> OwnServer(
    FileInfo meetingFile, Func<string[], Task<ServerProcess>> start, Meeting meeting, BallotsScript? script, RandomBallots random, FileInfo target)
{
    var folder = Directory.CreateTempSubdirectory("voting-rehearsal-").FullName;
    try
    {
        var codeFile = Path.Combine(folder, "codes.json");
        await using var server = await start(["--meeting", meetingFile.FullName, "--data", Path.Combine(folder, "data"), "--codes", codeFile, "--rehearsal"]);
        return await Course.Hold(server.Address, ServerProcess.Codes(codeFile), meeting, script, random, target);
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}

static T Read<T>(FileInfo file, long limit, FileFault tooLarge, Func<ReadOnlyMemory<byte>, FileRead<T>> read) where T : class
{
    if (!file.Exists) throw new BadFileException(string.Create(CultureInfo.InvariantCulture, $"没有此文件 / there is no such file: {file.FullName}"));
    if (file.Length > limit) throw new BadFileException($"{file.FullName}: {tooLarge}");
    var result = read(File.ReadAllBytes(file.FullName));
    return result.Value ?? throw new BadFileException($"{file.FullName}: {result.Fault}");
}

// The web framework would make it public, and the server's own is called by that name.
internal sealed partial class Program;
