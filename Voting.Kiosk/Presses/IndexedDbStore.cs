using System.Text.Json;
using Microsoft.JSInterop;

namespace Voting.Kiosk.Presses;

/// <summary>
/// Keeps presses in the browser's IndexedDB, through presses.js. A browser that has none (a private window) or whose disk is full
/// does not keep anybody from voting: the press then lives as long as the page.
/// </summary>
public sealed class IndexedDbStore(IJSRuntime browser) : IPressStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<KeptPress>> All()
    {
        IReadOnlyList<KeptPress> kept = [];
        await Try(async () => kept = [.. (await browser.InvokeAsync<string[]>("presses.all", Patience)).Select(Read)]);
        return kept;
    }

    public Task Keep(KeptPress press) => Try(() => browser.InvokeVoidAsync("presses.keep", Patience, press.CastId, JsonSerializer.Serialize(press, StartJson.Default.KeptPress)).AsTask());

    public Task Remove(IReadOnlyList<string> castIds) => Try(() => browser.InvokeVoidAsync("presses.remove", Patience, castIds).AsTask());

    private static KeptPress Read(string press) => JsonSerializer.Deserialize(press, StartJson.Default.KeptPress)!;

    private static async Task Try(Func<Task> what)
    {
        try
        {
            await what();
        }
        catch (Exception e) when (e is JSException or JsonException or OperationCanceledException)
        {
            // Never a reason not to vote.
        }
    }
}
