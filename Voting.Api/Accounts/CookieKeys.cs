using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Voting.Api.Accounts;

/// <summary>
/// The framework's keys of session cookies, flushed to the disk before the first cookie is made with them: lost in a power cut, they
/// would send every device of a chamber away, and a one-time code works once.
/// </summary>
public sealed class CookieKeys(Settings settings, ILoggerFactory logs) : FileSystemXmlRepository(System.IO.Directory.CreateDirectory(settings.CookieKeysFolder), logs), IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options) => options.XmlRepository = this;

    public override void StoreElement(XElement element, string friendlyName)
    {
        base.StoreElement(element, friendlyName);
        // Another server that shares the folder may be at a file of its own.
        foreach (var key in Directory.EnumerateFiles("*.xml"))
        {
            using var file = new FileStream(key.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            file.Flush(flushToDisk: true);
        }
    }
}
