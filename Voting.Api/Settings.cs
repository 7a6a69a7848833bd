using System.CommandLine;
using Voting.Api.Ceremony;
using Voting.Domain.Contracts;
using Voting.Domain.Sealing;

namespace Voting.Api;

/// <summary>What the server was started with.</summary>
public sealed record Settings
{
    public string? MeetingFile { get; init; }
    public required string DataFolder { get; init; }

    /// <summary>How PostgreSQL is reached, or @ and the file that says it; null for SQLite in the data folder.</summary>
    public string? Database { get; init; }

    /// <summary>How the Redis is reached that carries pushes between several servers, or @ and the file that says it; null for one server.</summary>
    public string? Redis { get; init; }

    public required string KeysFolder { get; init; }
    public required string KeysSecretFile { get; init; }

    /// <summary>The secret that wraps the keys, where the environment gives it instead of a file.</summary>
    public string? KeysSecret { get; init; }

    public string? CodesFile { get; init; }

    /// <summary>What cookies are made with: in the folder that every server of the meeting shares.</summary>
    public string CookieKeysFolder => Path.Combine(Database is null ? DataFolder : KeysFolder, "cookie-keys");

    public bool Rehearsal { get; init; }

    /// <summary>Addresses to listen on, separated by semicolons.</summary>
    public string Url { get; init; } = "http://127.0.0.1:5080";

    public string? CertificateFile { get; init; }
    public string? CertificateKeyFile { get; init; }

    /// <summary>A plain address for the help page alone, for tablets that do not trust the certificate yet.</summary>
    public string? HelpUrl { get; init; }

    /// <summary>TLS ends before this server, so plain http may come from another machine.</summary>
    public bool BehindProxy { get; init; }

    /// <summary>Who gets a new one-time code, after losing a device: a role, or a role and an id as in the code file.</summary>
    public string? NewCode { get; init; }

    /// <summary>Whose password, PIN or place card is made anew: a post, <c>pin:m01</c> or <c>card:m01</c>.</summary>
    public string? NewPassword { get; init; }

    /// <summary>Members who hold the posts of scrutineers; nobody of the roll where empty.</summary>
    public IReadOnlyList<string> Scrutineers { get; init; } = [];

    /// <summary>How members show to be the one whose tablet it is: one of <see cref="Proofs"/>.</summary>
    public string SignIn { get; init; } = Proofs.Name;

    /// <summary>Name of the suite that ballots are sealed with; null for that of the data folder, in a new one the standard suite.</summary>
    public string? Sealing { get; init; }

    /// <summary>Whether officers are asked for a second factor, one of <see cref="SecondFactor"/>; null for what the data folder has, in a new one by the kind of meeting.</summary>
    public string? Factor { get; init; }

    /// <summary>Whose second factor is made anew: a post.</summary>
    public string? NewFactor { get; init; }

    /// <summary>Name of the other system that gets a new token to read the meeting with.</summary>
    public string? NewToken { get; init; }

    /// <summary>Name of the other system whose token is worth nothing from now on.</summary>
    public string? RevokeToken { get; init; }

    /// <summary>The server's signing key is lost: it signs with another from now on, which the record tells.</summary>
    public bool NewSigningKey { get; init; }

    /// <summary>Where metrics and traces are sent to by OTLP over HTTP; null for nowhere.</summary>
    public string? Telemetry { get; init; }

    /// <summary>How the log is written, one of <see cref="Api.Telemetry.LogForm"/>.</summary>
    public string Log { get; init; } = Api.Telemetry.LogForm.Text;

    /// <summary>A rehearsal of a crash: the process kills itself when this step is done.</summary>
    public string? DieAfter { get; init; }

    // The parser would end the process two seconds after it was asked to, whatever it is still at.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(30);

    /// <summary>Reads the command line and runs the server with it; mistakes are told by the parser, exit code 1.</summary>
    public static Task<int> Run(string[] args, Func<Settings, CancellationToken, Task<int>> run)
    {
        var meeting = new Option<FileInfo?>("--meeting") { Description = "会议文件 / the meeting file; needed when the data folder is new" };
        var data = new Option<string>("--data") { Description = "数据文件夹 / the data folder", DefaultValueFactory = _ => "voting-data" };
        var database = new Option<string?>("--database")
        {
            Description = "PostgreSQL 连接串，多台服务器共用时使用；@FILE 从文件读取；也可用环境变量 VOTING_DATABASE / how PostgreSQL is reached, for more than one server: a connection string, @FILE to read it from a file, or VOTING_DATABASE in the environment",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("VOTING_DATABASE"),
        };
        var redis = new Option<string?>("--redis")
        {
            Description = "Redis 地址，多台服务器之间转发画面更新；@FILE 从文件读取；也可用环境变量 VOTING_BACKPLANE / the Redis that carries pushes between several servers, e.g. HOST:6379,password=…; @FILE to read it from a file, or VOTING_BACKPLANE in the environment",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("VOTING_BACKPLANE"),
        };
        var keys = new Option<string?>("--keys") { Description = "每次表决的密钥文件夹 / the folder of round keys (default: beside the data folder)" };
        var secret = new Option<string?>("--keys-secret") { Description = "密钥封装口令文件；也可用环境变量 VOTING_KEYS_SECRET 给出口令本身 / the file of the secret that wraps the keys (default: beside the data folder); VOTING_KEYS_SECRET in the environment gives the secret itself" };
        var codes = new Option<string?>("--codes") { Description = "一次性登录码和密码写入此文件（0600），否则显示在终端 / write one-time codes and passwords to this file instead of the terminal" };
        var rehearsal = new Option<bool>("--rehearsal") { Description = "演练：成员为模拟成员 / members are simulated" };
        var url = new Option<string[]>("--url") { Description = "监听地址，可多个 / address to listen on, more than one if need be", DefaultValueFactory = _ => ["http://127.0.0.1:5080"] };
        var certificate = new Option<FileInfo?>("--certificate") { Description = "https 的证书（PEM，可含证书链） / the certificate for https (PEM, its chain may follow); ./run certs makes one" };
        var certificateKey = new Option<FileInfo?>("--certificate-key") { Description = "证书的私钥（PEM） / the certificate's private key (PEM)" };
        var helpUrl = new Option<string?>("--help-url") { Description = "平板帮助页的 http 地址，仅供检查与安装证书 / an http address for the tablets' help page alone, e.g. http://0.0.0.0:5080" };
        var behindProxy = new Option<bool>("--behind-proxy") { Description = "前有终止 TLS 的反向代理 / a proxy in front ends TLS: plain http is taken from it" };
        var newCode = new Option<string?>("--new-code") { Description = "为某人重发登录码，如 clerk、member:m01 / a new code for somebody who lost a device, e.g. clerk, member:m01" };
        var newPassword = new Option<string?>("--new-password") { Description = "重设密码，如 clerk、scrutineer:1；成员签到密码或席卡如 pin:m01、card:m01 / a new password for a post, e.g. clerk, scrutineer:1; a member's PIN or place card, e.g. pin:m01, card:m01" };
        var scrutineers = new Option<string?>("--scrutineers") { Description = "首次启动时：担任监票人的成员，如 m02,m05 / at the first start: members who are the scrutineers, e.g. m02,m05" };
        var signIn = new Option<string>("--sign-in") { Description = "成员在平板上签到的方式：name 点按姓名，pin 六位密码，card 席卡 / how members check in at their tablet: a press on the name, a six-digit PIN, or the place card", DefaultValueFactory = _ => Proofs.Name };
        signIn.AcceptOnlyFromAmong([.. Proofs.All]);
        var sealing = new Option<string?>("--sealing") { Description = "首次启动时：选票封装算法，standard 为 RFC 9180，sm 为国密 SM2/SM3/SM4 / at the first start: what ballots are sealed with, RFC 9180 or the same over SM2, SM3 and SM4" };
        sealing.AcceptOnlyFromAmong([.. Suite.All.Select(s => s.Name)]);
        var factor = new Option<string?>("--second-factor") { Description = "人员岗位登录、作废和签署确认时的第二因素：required 须提供（正式会议默认），off 不需要（演练默认） / officers' second factor at sign-in, void and certify: required (the default of a live meeting) or off (of a rehearsal)" };
        factor.AcceptOnlyFromAmong([.. SecondFactor.All]);
        var newFactor = new Option<string?>("--new-factor") { Description = "重发某岗位的动态口令密钥和备用码，如 clerk / a new second factor for a post, e.g. clerk" };
        var newToken = new Option<string?>("--new-token") { Description = "为办公系统发出只读令牌，名称如 office / a token for another system to read agenda, results and record with, by a name, e.g. office" };
        var revokeToken = new Option<string?>("--revoke-token") { Description = "撤销该名称的令牌 / the token of that name is worth nothing from now on" };
        var newSigningKey = new Option<bool>("--new-signing-key") { Description = "服务器签名密钥遗失时换用新密钥，并记入会议记录 / the server's signing key is lost: sign with a new one from now on, which the record keeps" };
        var telemetry = new Option<string?>("--telemetry")
        {
            Description = "OTLP（HTTP）收集器地址，发送指标与追踪；也可用环境变量 OTEL_EXPORTER_OTLP_ENDPOINT / a collector that metrics and traces are sent to by OTLP over HTTP, e.g. http://127.0.0.1:4318; or OTEL_EXPORTER_OTLP_ENDPOINT in the environment",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"),
        };
        var log = new Option<string>("--log") { Description = "日志格式：text，或 json 每行一个对象写到标准错误 / the log as text, or one JSON object a line on standard error", DefaultValueFactory = _ => Api.Telemetry.LogForm.Text };
        log.AcceptOnlyFromAmong([.. Api.Telemetry.LogForm.All]);
        var dieAfter = new Option<string?>("--die-after") { Hidden = true };
        dieAfter.AcceptOnlyFromAmong([.. Probe.Points]);
        var root = new RootCommand("Voting 表决服务器 / the voting server")
        {
            meeting, data, database, redis, keys, secret, codes, rehearsal, url, certificate, certificateKey, helpUrl, behindProxy, newCode, newPassword, scrutineers, signIn, sealing, factor, newFactor, newToken, revokeToken, newSigningKey, telemetry, log, dieAfter,
        };
        root.Subcommands.Add(Certificates.CertsCommand.Create());
        root.Subcommands.Add(Http.HealthCommand.Create());
        root.SetAction((parsed, stop) =>
        {
            var folder = Path.GetFullPath(parsed.GetValue(data)!).TrimEnd(Path.DirectorySeparatorChar);
            return run(new Settings
            {
                MeetingFile = parsed.GetValue(meeting)?.FullName,
                DataFolder = folder,
                Database = parsed.GetValue(database) is { Length: > 0 } there ? there : null,
                Redis = parsed.GetValue(redis) is { Length: > 0 } plane ? plane : null,
                KeysFolder = Path.GetFullPath(parsed.GetValue(keys) ?? folder + "-keys"),
                KeysSecretFile = Path.GetFullPath(parsed.GetValue(secret) ?? folder + "-keys.secret"),
                KeysSecret = parsed.GetValue(secret) is null && Environment.GetEnvironmentVariable("VOTING_KEYS_SECRET") is { Length: > 0 } wrapping ? wrapping : null,
                CodesFile = parsed.GetValue(codes) is { } file ? Path.GetFullPath(file) : null,
                Rehearsal = parsed.GetValue(rehearsal),
                Url = string.Join(';', parsed.GetValue(url)!),
                CertificateFile = parsed.GetValue(certificate)?.FullName,
                CertificateKeyFile = parsed.GetValue(certificateKey)?.FullName,
                HelpUrl = parsed.GetValue(helpUrl),
                BehindProxy = parsed.GetValue(behindProxy),
                NewCode = parsed.GetValue(newCode),
                NewPassword = parsed.GetValue(newPassword),
                Scrutineers = parsed.GetValue(scrutineers)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
                SignIn = parsed.GetValue(signIn)!,
                Sealing = parsed.GetValue(sealing),
                Factor = parsed.GetValue(factor),
                NewFactor = parsed.GetValue(newFactor),
                NewToken = parsed.GetValue(newToken),
                RevokeToken = parsed.GetValue(revokeToken),
                NewSigningKey = parsed.GetValue(newSigningKey),
                Telemetry = parsed.GetValue(telemetry) is { Length: > 0 } collector ? collector : null,
                Log = parsed.GetValue(log)!,
                DieAfter = parsed.GetValue(dieAfter),
            }, stop);
        });
        // An @ before a file means one thing only: the file that holds a secret.
        return root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeToEnd });
    }

    /// <summary>A text, or where it begins with @ that of a file: every user of the machine sees a command line.</summary>
    /// <exception cref="StartException">The file cannot be read.</exception>
    public static string? Secret(string? given)
    {
        if (given is null or "") return null;
        if (given[0] != '@') return given;
        try
        {
            return File.ReadAllText(given[1..]).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartException($"无法读取文件 / the file cannot be read: {given[1..]}");
        }
    }

    /// <summary>Why these settings cannot be used, or null.</summary>
    public string? Fault()
    {
        foreach (var apart in new[] { KeysFolder, KeysSecretFile })
            if ((apart + Path.DirectorySeparatorChar).StartsWith(DataFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                return $"密钥不得放在数据文件夹内 / keys must not lie in the data folder: {apart}";
        if (KeysSecretFile.StartsWith(KeysFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return $"封装口令不得放在密钥文件夹内 / the secret must not lie beside what it wraps: {KeysSecretFile}";
        if (Redis is not null && Database is null) return "--redis 须与 --database 同用 / --redis goes with --database only";
        if (DieAfter is not null && !Rehearsal) return "--die-after 仅用于演练 / goes with --rehearsal only";
        if (new[] { NewToken, RevokeToken }.OfType<string>().FirstOrDefault(name => !Accounts.Tokens.IsName(name)) is { } token)
            return $"令牌名称须为 1–64 个字母、数字或 . _ - / the name of a token is 1 to 64 letters, digits or . _ -: {token}";
        return Api.Telemetry.Exporting.Fault(Telemetry) ?? Http.Addresses.Fault(this);
    }
}

/// <summary>The server cannot start; the message is for the person who started it.</summary>
public sealed class StartException(string message) : Exception(message);
