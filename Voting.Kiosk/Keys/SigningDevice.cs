using Microsoft.JSInterop;

namespace Voting.Kiosk.Keys;

/// <summary>What an officer's device does to sign the record: the key never leaves it. Null where it cannot.</summary>
/// <param name="PublicKey">SPKI of the key of whoever signs here, made at the first question.</param>
/// <param name="Sign">Signs a text with that key: r and s, 64 bytes.</param>
/// <param name="Record">Fetches the record without signatures.</param>
public sealed record SigningDevice(Func<string, Task<byte[]?>> PublicKey, Func<string, byte[], Task<byte[]?>> Sign, Func<Task<byte[]?>> Record)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The browser, through signing.js.</summary>
    public static SigningDevice Of(IJSRuntime browser) => new(
        holder => Try(() => browser.InvokeAsync<byte[]?>("signing.publicKey", Patience, holder)),
        (holder, text) => Try(() => browser.InvokeAsync<byte[]?>("signing.sign", Patience, holder, text)),
        () => Try(() => browser.InvokeAsync<byte[]?>("signing.record", Patience)));

    private static async Task<byte[]?> Try(Func<ValueTask<byte[]?>> what)
    {
        try
        {
            return await what();
        }
        catch (Exception e) when (e is JSException or OperationCanceledException)
        {
            return null;
        }
    }
}
