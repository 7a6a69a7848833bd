using System.Diagnostics;
using System.Security.Cryptography;

namespace Voting.Tests.Journeys;

/// <summary>OpenSSL, which shares no code with any of ours.</summary>
internal static class OpenSsl
{
    /// <summary>Whether OpenSSL takes a value for the key's signature over a text.</summary>
    public static async Task<bool> Accepts(string algorithm, byte[] spki, byte[] text, byte[] value)
    {
        var folder = Directory.CreateTempSubdirectory("voting-openssl-").FullName;
        try
        {
            string In(string name) => Path.Combine(folder, name);
            await File.WriteAllTextAsync(In("key.pem"), PemEncoding.WriteString("PUBLIC KEY", spki));
            await File.WriteAllBytesAsync(In("text"), text);
            await File.WriteAllBytesAsync(In("value"), value);
            return await Run(algorithm == "ES256"
                ? ["dgst", "-sha256", "-verify", In("key.pem"), "-signature", In("value"), In("text")]
                : ["pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678", "-pubin", "-inkey", In("key.pem"), "-sigfile", In("value"), "-in", In("text")]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> Run(IReadOnlyList<string> arguments)
    {
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "In CI OpenSSL must be there.");
            Assert.Skip("There is no openssl (apt-get install openssl)");
        }

        using (process)
        {
            await process!.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode == 0;
        }
    }
}
