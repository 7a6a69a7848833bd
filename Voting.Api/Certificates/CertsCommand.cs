using System.CommandLine;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Voting.Api.Certificates;

/// <summary>
/// <c>./run certs</c>: a local authority and a certificate for this server. A second run keeps the authority, which the tablets trust by
/// then, and renews the certificate.
/// </summary>
public static class CertsCommand
{
    private const int MostNames = 100;

    public static Command Create()
    {
        var folder = new Option<string>("--out") { Description = "写入此文件夹 / the folder to write to", DefaultValueFactory = _ => "voting-certificates" };
        var names = new Argument<string[]>("NAME_OR_IP")
        {
            Description = "平板所用的服务器名称或地址；默认为本机名称与 IPv4 地址 / names and addresses the tablets use for the server; default: this machine's name and IPv4 addresses",
            Arity = new ArgumentArity(0, MostNames),
            DefaultValueFactory = _ => OfThisMachine(),
        };
        names.Validators.Add(result =>
        {
            foreach (var name in result.Tokens.Select(t => t.Value).Where(n => !IsName(n)))
                result.AddError($"不是名称或 IP 地址 / neither a name nor an IP address: {name}");
        });
        var command = new Command("certs", "生成本地证书机构与服务器证书 / makes a local authority and a certificate for this server") { folder, names };
        command.SetAction(parsed =>
        {
            try
            {
                var all = parsed.GetValue(names)!.Append("localhost").Append("127.0.0.1").Distinct(StringComparer.OrdinalIgnoreCase).ToList();
                Run(Path.GetFullPath(parsed.GetValue(folder)!), all, DateTimeOffset.UtcNow);
                return 0;
            }
            catch (Exception e) when (e is StartException or IOException or UnauthorizedAccessException or CryptographicException)
            {
                Console.Error.WriteLine(e.Message);
                return 2;
            }
        });
        return command;
    }

    private static void Run(string folder, IReadOnlyList<string> names, DateTimeOffset now)
    {
        Directory.CreateDirectory(folder);
        var isNew = !File.Exists(Path.Combine(folder, "authority.pem"));
        if (isNew) MakeAuthority(folder, names, now);
        using var authority = ReadAuthority(folder, now);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var server = LocalAuthority.Issue(authority, key, names, now);
        if (!LocalAuthority.VouchesFor(authority, server))
            throw new StartException($"{folder} 中的证书机构不能用于这些名称，请用 --out 另建 / the authority in {folder} was not made for these names, make another with --out: {string.Join(' ', names)}");
        Write(folder, "server.key", key.ExportPkcs8PrivateKeyPem(), secret: true);
        // The authority follows its certificate: this is how the server knows what to offer to tablets.
        Write(folder, "server.pem", server.ExportCertificatePem() + "\n" + authority.ExportCertificatePem() + "\n");
        Tell(folder, isNew, authority, server, names);
    }

    private static void MakeAuthority(string folder, IReadOnlyList<string> names, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = LocalAuthority.Make(key, names, now);
        Write(folder, "authority.key", key.ExportPkcs8PrivateKeyPem(), secret: true);
        Write(folder, "authority.pem", authority.ExportCertificatePem() + "\n");
    }

    private static X509Certificate2 ReadAuthority(string folder, DateTimeOffset now)
    {
        try
        {
            var authority = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "authority.pem"), Path.Combine(folder, "authority.key"));
            if (authority.NotAfter > now.LocalDateTime.AddDays(1)) return authority;
            throw new StartException($"{folder} 中的证书机构已到期，请用 --out 另建，并装到每台平板 / the authority in {folder} has expired: make another with --out, and install it on each tablet");
        }
        catch (Exception e) when (e is CryptographicException or FileNotFoundException)
        {
            throw new StartException($"{folder} 中的 authority.pem 与 authority.key 缺失或不匹配，请用 --out 另建 / authority.pem and authority.key in {folder} are missing or do not match: make another with --out");
        }
    }

    private static void Write(string folder, string name, string text, bool secret = false)
    {
        var path = Path.Combine(folder, name);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (secret && !OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Delete(path + ".new");
        using (var file = new StreamWriter(path + ".new", options)) file.Write(text);
        File.Move(path + ".new", path, overwrite: true);
    }

    private static void Tell(string folder, bool isNew, X509Certificate2 authority, X509Certificate2 server, IReadOnlyList<string> names)
    {
        var address = names.FirstOrDefault(n => IPAddress.TryParse(n, out var ip) && !IPAddress.IsLoopback(ip)) ?? names[0];
        if (address.Contains(':', StringComparison.Ordinal)) address = $"[{address}]";
        Console.WriteLine($"""
            {(isNew ? "新建证书机构 / a new authority" : "沿用证书机构 / the authority as before")}: {Path.Combine(folder, "authority.pem")}  （至 / until {authority.NotAfter:yyyy-MM-dd}）
              SHA-256 {Fingerprint(authority)}
            服务器证书 / the server's certificate: {Path.Combine(folder, "server.pem")}  （至 / until {server.NotAfter:yyyy-MM-dd}）
              {string.Join("  ", names)}

            启动 / start:
              ./run --url https://0.0.0.0:5443 --certificate "{Path.Combine(folder, "server.pem")}" --certificate-key "{Path.Combine(folder, "server.key")}" --help-url http://0.0.0.0:5080

            每台平板一次：打开 http://{address}:5080 ，按页面提示下载并安装证书，核对上面的 SHA-256。
              Android     设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书
              iPadOS      设置 → 已下载描述文件 → 安装；再到 通用 → 关于本机 → 证书信任设置，打开开关
              Windows     双击文件 → 安装证书 → 将所有的证书都放入下列存储 → 受信任的根证书颁发机构
              HarmonyOS   设置 → 隐私和安全 → 高级 → 证书与凭据 → 从存储设备安装 → CA 证书
            Once on each tablet: open http://{address}:5080 , download and install the certificate as the page says, compare the SHA-256 above.
              Android     Settings > Security > Encryption & credentials > Install a certificate > CA certificate
              iPadOS      Settings > Profile Downloaded > Install; then General > About > Certificate Trust Settings, turn the switch on
              Windows     double-click the file > Install Certificate > Place all certificates in > Trusted Root Certification Authorities
              HarmonyOS   Settings > Privacy & security > Advanced > Certificates & credentials > Install from storage > CA certificate
            authority.key 请离线保存，勿交他人 / keep authority.key to yourself, off this machine if you can
            """);
    }

    /// <summary>As settings of tablets show it.</summary>
    public static string Fingerprint(X509Certificate2 certificate) =>
        string.Join(':', Convert.ToHexString(SHA256.HashData(certificate.RawData)).Chunk(2).Select(pair => new string(pair)));

    private static bool IsName(string name) => name.Length <= 253 && name.All(char.IsAscii)
        && Uri.CheckHostName(name) is UriHostNameType.IPv4 or UriHostNameType.IPv6 or UriHostNameType.Dns;

    private static string[] OfThisMachine() =>
    [
        .. new[] { Dns.GetHostName() }.Where(IsName),
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.OperationalStatus is OperationalStatus.Up && i.NetworkInterfaceType is not NetworkInterfaceType.Loopback)
            .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)
            .Where(a => a.AddressFamily is AddressFamily.InterNetwork).Select(a => a.ToString()).Distinct().Take(MostNames - 1),
    ];
}
