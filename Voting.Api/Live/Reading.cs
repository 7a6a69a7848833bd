using System.Collections.Concurrent;
using System.Data.Common;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Meetings;

namespace Voting.Api.Live;

/// <summary>What every screen is painted from: the last committed state, read again only after another commit.</summary>
public sealed class Reading(Database database, ImportedMeeting imported) : IDisposable
{
    private readonly LastCommitted<Picture> _picture = new(database, (connection, transaction) => new Picture(
        imported.State(connection, transaction), RoundStore.Ceremonies(connection, transaction), imported.Sealing.Name));

    public sealed record Picture(MeetingState State, IReadOnlyDictionary<string, RoundStore.CeremonyRow> Ceremonies, string Sealing)
    {
        private readonly ConcurrentDictionary<object, object> _views = new();

        /// <summary>A view that many screens are shown alike, made once: a whole chamber may come back in one second.</summary>
        public T Once<T>(object of, Func<T> make) where T : class => (T)_views.GetOrAdd(of, _ => make());
    }

    public Picture Now() => _picture.Now();

    /// <summary>The state as a change finds it, which is read in its transaction only where it is not known already: a meeting of two hundred rounds changes one at a time.</summary>
    public MeetingState Before(DbConnection connection, DbTransaction transaction) =>
        _picture.Before(database.Stamps(transaction))?.State ?? imported.State(connection, transaction);

    /// <summary>What a change is about to commit: to be called after the commit and before the next change may begin.</summary>
    public Action Follow(MeetingState state, DbConnection connection, DbTransaction transaction)
    {
        var picture = new Picture(state, RoundStore.Ceremonies(connection, transaction), imported.Sealing.Name);
        var stamps = database.Stamps(transaction);
        return () => _picture.Is(picture, stamps);
    }

    public void Dispose() => _picture.Dispose();
}
