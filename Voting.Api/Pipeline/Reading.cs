using System.Collections.Concurrent;
using System.Data.Common;
using Voting.Api.Stores;
using Voting.Domain.Meetings;

namespace Voting.Api.Pipeline;

/// <summary>The committed state of the meeting: what changes begin with, boxes judge by and screens are painted from.</summary>
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

    /// <summary>The state that pushes of this server tell of, without a question; where several servers change it, the same as <see cref="Now"/>.</summary>
    public Picture Pushed() => database.IsShared ? _picture.Now() : _picture.Known();

    /// <summary>The state as a change finds it, which is read in its transaction only where it is not known already: a meeting of two hundred rounds changes one at a time.</summary>
    public MeetingState Before(DbConnection connection, DbTransaction transaction) =>
        _picture.Before(database.Stamps(transaction))?.State ?? Stored(connection, transaction);

    /// <summary>The state as the store has it, read whatever is known.</summary>
    public MeetingState Stored(DbConnection connection, DbTransaction transaction) => imported.State(connection, transaction);

    /// <summary>Takes what a change leaves, in its transaction; the action that is given back makes it what stands, and is called between the commit and the next change.</summary>
    public Action Committing(MeetingState state, DbConnection connection, DbTransaction transaction)
    {
        var picture = new Picture(state, RoundStore.Ceremonies(connection, transaction), imported.Sealing.Name);
        var stamps = database.Stamps(transaction);
        return () => _picture.Set(picture, stamps);
    }

    public void Dispose() => _picture.Dispose();
}
