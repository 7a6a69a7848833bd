using System.Data.Common;
using Dapper;
using Npgsql;

namespace Voting.Api.Stores;

/// <summary>
/// What runs on exactly one server runs where this is held: a lock of one session of PostgreSQL, which ends with its connection, so with
/// the server that held it. A server alone on its own file holds it always.
/// </summary>
/// <remarks>
/// A server cut off from the database holds it until it notices, and another may have it by then. So it only says who begins; whatever
/// is kept is decided again in the transaction that keeps it.
/// </remarks>
public sealed class Lease(Database database) : IDisposable
{
    private NpgsqlConnection? _session;

    /// <summary>Whether this server holds it, as far as it knows.</summary>
    public bool IsHeld => !database.IsShared || _session is not null;

    /// <summary>Takes it where it is free, or makes sure that it is still held.</summary>
    /// <returns>Whether this server holds it now and did not before.</returns>
    public bool Take()
    {
        if (database is not PostgresDatabase shared) return false;
        if (_session is { } held)
        {
            try
            {
                held.Execute("SELECT 1", commandTimeout: 3);
                return false;
            }
            catch (DbException)
            {
                Leave();
            }
        }

        var session = shared.OpenAlone();
        if (session.QuerySingle<bool>("SELECT pg_try_advisory_lock(@key)", new { key = shared.Key("lease") }))
        {
            _session = session;
            return true;
        }

        session.Dispose();
        return false;
    }

    public void Dispose() => Leave();

    private void Leave()
    {
        var session = _session;
        _session = null;
        session?.Dispose();
    }
}
