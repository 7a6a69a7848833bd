using System.Data;
using Dapper;
using Npgsql;
using Voting.Api.Ceremony;

namespace Voting.Api.Stores;

/// <summary>What the store keeps of a round beyond the domain's state: its key's public half, how far its ceremony is, its urn.</summary>
public static class RoundStore
{
    public sealed record CeremonyRow(string Id, string? Step, string? Fault, byte[]? PublicKey, string? UrnRoot)
    {
        /// <summary>The last step: the server has signed what was counted, and the key is gone. Before it nobody is shown a result.</summary>
        public bool IsSigned => Step == nameof(CeremonyStep.TallySigned);
    }

    private sealed record NamedRow(string Member, byte[] Marks);

    public static IReadOnlyDictionary<string, CeremonyRow> Ceremonies(IDbConnection connection, IDbTransaction? transaction = null) =>
        connection.Query<CeremonyRow>("SELECT id, step, fault, public_key AS PublicKey, urn_root AS UrnRoot FROM rounds", transaction: transaction).ToDictionary(r => r.Id);

    public static CeremonyRow Ceremony(IDbConnection connection, string roundId, IDbTransaction? transaction = null) =>
        connection.QuerySingle<CeremonyRow>("SELECT id, step, fault, public_key AS PublicKey, urn_root AS UrnRoot FROM rounds WHERE id = @roundId", new { roundId }, transaction);

    public static void SetKey(IDbConnection connection, IDbTransaction transaction, string roundId, byte[]? publicKey) =>
        connection.Execute("UPDATE rounds SET public_key = @publicKey WHERE id = @roundId", new { roundId, publicKey }, transaction);

    public static void SetStep(IDbConnection connection, IDbTransaction transaction, string roundId, CeremonyStep step) =>
        connection.Execute("UPDATE rounds SET step = @step, fault = NULL WHERE id = @roundId", new { roundId, step = step.ToString() }, transaction);

    public static void ClearFault(IDbConnection connection, IDbTransaction transaction, string roundId) =>
        connection.Execute("UPDATE rounds SET fault = NULL WHERE id = @roundId", new { roundId }, transaction);

    public static void SetFault(IDbConnection connection, IDbTransaction transaction, string roundId, string fault) =>
        connection.Execute("UPDATE rounds SET fault = @fault WHERE id = @roundId", new { roundId, fault }, transaction);

    /// <summary>Writes the urn in the order given, which is the order of hashes.</summary>
    public static void WriteUrn(IDbConnection connection, IDbTransaction transaction, string roundId, IReadOnlyList<byte[]> envelopes, string root)
    {
        connection.Execute("UPDATE rounds SET urn_root = @root WHERE id = @roundId", new { roundId, root }, transaction);
        // One statement, so that nothing a row bears beside its envelope differs from the next.
        if (connection is NpgsqlConnection)
        {
            connection.Execute("INSERT INTO urn (round, place, envelope) SELECT @roundId, place - 1, envelope FROM unnest(@envelopes) WITH ORDINALITY AS u (envelope, place) ORDER BY place",
                new { roundId, envelopes = envelopes.ToArray() }, transaction);
            return;
        }

        connection.Execute("INSERT INTO urn (round, place, envelope) VALUES (@roundId, @place, @envelope)",
            envelopes.Select((envelope, place) => new { roundId, place, envelope }), transaction);
    }

    public static IReadOnlyList<byte[]> Urn(IDbConnection connection, string roundId, IDbTransaction? transaction = null) =>
        connection.Query<byte[]>("SELECT envelope FROM urn WHERE round = @roundId ORDER BY place", new { roundId }, transaction).AsList();

    /// <summary>Voiding destroys what was never counted.</summary>
    public static void EmptyUrn(IDbConnection connection, IDbTransaction transaction, string roundId)
    {
        connection.Execute("DELETE FROM urn WHERE round = @roundId", new { roundId }, transaction);
        connection.Execute("DELETE FROM named_ballots WHERE round = @roundId", new { roundId }, transaction);
    }

    public static void WriteNamed(IDbConnection connection, IDbTransaction transaction, string roundId, IReadOnlyList<KeyValuePair<string, byte[]>> ballots)
    {
        if (connection is NpgsqlConnection)
        {
            connection.Execute("INSERT INTO named_ballots (round, member, marks) SELECT @roundId, member, marks FROM unnest(@members, @marks) AS b (member, marks)",
                new { roundId, members = ballots.Select(b => b.Key).ToArray(), marks = ballots.Select(b => b.Value).ToArray() }, transaction);
            return;
        }

        connection.Execute("INSERT INTO named_ballots (round, member, marks) VALUES (@roundId, @Key, @Value)",
            ballots.Select(b => new { roundId, b.Key, b.Value }), transaction);
    }

    public static IReadOnlyDictionary<string, byte[]> Named(IDbConnection connection, string roundId, IDbTransaction? transaction = null) =>
        connection.Query<NamedRow>("SELECT member, marks FROM named_ballots WHERE round = @roundId", new { roundId }, transaction)
            .ToDictionary(r => r.Member, r => r.Marks);
}
