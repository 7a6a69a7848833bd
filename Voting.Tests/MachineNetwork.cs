namespace Voting.Tests;

/// <summary>
/// A container that starts or goes changes the machine's network, and Chromium breaks off whatever it loads at that moment, from this
/// machine too. So browsers are open, or containers come and go, never both. Whoever has one of the two never asks for the other.
/// </summary>
internal static class MachineNetwork
{
    private const int Browsers = 64;
    // A screens' test takes three minutes on a loaded machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private static readonly SemaphoreSlim Places = new(Browsers);
    private static readonly SemaphoreSlim Changing = new(1);

    /// <summary>It stays as it is until this is disposed of.</summary>
    public static async Task<IDisposable> Still()
    {
        await Take(Places);
        return new Held(() => Places.Release());
    }

    /// <summary>It may be changed until this is disposed of.</summary>
    public static async Task<IDisposable> Change()
    {
        await Take(Changing);
        for (var n = 0; n < Browsers; n++) await Take(Places);
        return new Held(() =>
        {
            Places.Release(Browsers);
            Changing.Release();
        });
    }

    private static async Task Take(SemaphoreSlim places)
    {
        if (!await places.WaitAsync(Patience)) throw new TimeoutException("a test before this one left a browser open or a container unsettled");
    }

    private sealed class Held(Action release) : IDisposable
    {
        private Action? _release = release;

        public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}
