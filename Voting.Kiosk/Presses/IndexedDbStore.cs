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
        await Try(async () => kept = await browser.InvokeAsync<KeptPress[]>("presses.all", Patience));
        return kept;
    }

    public Task Keep(KeptPress press) => Try(() => browser.InvokeVoidAsync("presses.keep", Patience, press).AsTask());

    public Task Remove(IReadOnlyList<string> castIds) => Try(() => browser.InvokeVoidAsync("presses.remove", Patience, castIds).AsTask());

    private static async Task Try(Func<Task> what)
    {
        try
        {
            await what();
        }
        catch (Exception e) when (e is JSException or OperationCanceledException)
        {
            // Never a reason not to vote.
        }
    }
}
