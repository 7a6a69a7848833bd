using System.Net;

namespace Voting.Api.Http;

/// <summary>Where the server may listen: codes and ballots never cross a network in the clear.</summary>
public static class Addresses
{
    /// <summary>Why the server may not listen there, or null.</summary>
    public static string? Fault(Settings settings)
    {
        var urls = settings.Url.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (urls.Length == 0) return "--url 为空 / is empty";
        foreach (var url in urls.Append(settings.HelpUrl ?? urls[0]))
            if (Read(url) is not { Scheme: "http" or "https" }) return $"不是 http(s) 地址 / not an http(s) address: {url}";
        var addresses = urls.Select(u => Read(u)!).ToList();
        var hasCertificate = settings is { CertificateFile: not null, CertificateKeyFile: not null };
        if ((settings.CertificateFile is null) != (settings.CertificateKeyFile is null)) return "--certificate 与 --certificate-key 须同时给出 / --certificate and --certificate-key go together";
        var isSecure = addresses.Any(IsSecure);
        if (isSecure && !hasCertificate) return "https 地址须有 --certificate 与 --certificate-key（可用 ./run certs 生成） / an https address needs --certificate and --certificate-key (./run certs makes them)";
        if (!isSecure && hasCertificate) return "--certificate 须配 https 地址 / --certificate goes with an https --url";
        if (!settings.BehindProxy && addresses.FirstOrDefault(a => !IsSecure(a) && !IsThisMachine(a)) is { } open)
            return $"明文 http 只能用于本机：{open}；请用 ./run certs 生成证书并以 https 启动，或置于反向代理之后（--behind-proxy） / plain http is for this machine only: {open}; make certificates with ./run certs and start with https, or put a proxy in front (--behind-proxy)";
        if (settings.HelpUrl is { } help && (IsSecure(Read(help)!) || !isSecure)) return "--help-url 为 http 地址，须配 https 的 --url / --help-url is an http address beside an https --url";
        return null;
    }

    public static BindingAddress? Read(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public static bool IsSecure(BindingAddress address) => address.Scheme == "https";

    private static bool IsThisMachine(BindingAddress address) =>
        address.IsUnixPipe || address.Host == "localhost" || IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);
}
