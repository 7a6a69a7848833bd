using Voting.Domain.Contracts;
using Voting.Kiosk.Lines;

namespace Voting.Kiosk.Screens;

/// <summary>What a button asks of the server: one thing at a time, and why it was refused.</summary>
public sealed class Asking
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>A request began or ended: every button that waits for it looks again.</summary>
    public event Action? Changed;

    public bool IsBusy { get; private set; }
    public Refusal? Refusal { get; private set; }

    /// <summary>No answer came: it may have been done or not, the next picture tells.</summary>
    public bool IsServerAway { get; private set; }

    /// <summary>Asks; null where it was refused, nobody answered, or something is being asked already.</summary>
    public async Task<T?> Ask<T>(Func<Task<Reply<T>>> ask) where T : class
    {
        if (IsBusy) return null;
        (IsBusy, Refusal, IsServerAway) = (true, null, false);
        Changed?.Invoke();
        try
        {
            var reply = await ask().WaitAsync(Patience);
            Refusal = reply.Refusal;
            return reply.Value;
        }
        catch (Exception e) when (NoAnswer.Is(e))
        {
            IsServerAway = true;
            return null;
        }
        finally
        {
            IsBusy = false;
            Changed?.Invoke();
        }
    }

    public void Forget() => (Refusal, IsServerAway) = (null, false);
}
