using System.Data;
using Dapper;
using Voting.Domain.Records;
using Voting.Domain.Sealing;

namespace Voting.Api.Stores;

/// <summary>Public keys that signatures are checked with, and the signatures.</summary>
public static class SignatureStore
{
    /// <summary>A key and who signs with it: the server, or an officer as the caller's <c>Holder</c> names them.</summary>
    public sealed record HeldKey(string Holder, SigningKey Key);

    /// <summary>A signature with who made it, and at certify the hash of the record that it is over.</summary>
    public sealed record KeptSignature(string Holder, string? Record, RecordSignature Signature)
    {
        /// <summary>The role that a holder's name begins with.</summary>
        public string Role => Holder.Split(' ', ':')[0];
    }

    private sealed record KeyRow(string Holder, string Alg, byte[] Spki)
    {
        public HeldKey Held => new(Holder, new SigningKey(Alg, Spki));
    }

    private sealed record SignatureRow(string Stage, string Paper, long Round, string Key, string Alg, byte[] Value, string Holder, string? Record);

    /// <summary>The key that the server signs with, or null where none was made yet.</summary>
    public static SigningKey? ServerKey(IDbConnection connection) => connection.QuerySingleOrDefault<KeyRow>(
        "SELECT holder, alg, spki FROM signing_keys WHERE id = (SELECT signing_key FROM meeting)")?.Held.Key;

    public static void SetServerKey(IDbConnection connection, IDbTransaction transaction, string id) =>
        connection.Execute("UPDATE meeting SET signing_key = @id", new { id }, transaction);

    public static void AddKey(IDbConnection connection, IDbTransaction transaction, HeldKey held) => connection.Execute(
        "INSERT INTO signing_keys (id, holder, alg, spki) VALUES (@Id, @Holder, @Algorithm, @Spki)",
        new { held.Key.Id, held.Holder, held.Key.Algorithm, held.Key.Spki }, transaction);

    public static HeldKey? Key(IDbConnection connection, string id, IDbTransaction? transaction = null) =>
        connection.QuerySingleOrDefault<KeyRow>("SELECT holder, alg, spki FROM signing_keys WHERE id = @id", new { id }, transaction)?.Held;

    /// <summary>Every key there was, by its id.</summary>
    public static IReadOnlyList<HeldKey> Keys(IDbConnection connection, IDbTransaction? transaction = null) =>
        [.. connection.Query<KeyRow>("SELECT holder, alg, spki FROM signing_keys ORDER BY id", transaction: transaction).Select(r => r.Held)];

    public static void Keep(IDbConnection connection, IDbTransaction transaction, string roundId, KeptSignature kept) => connection.Execute("""
        INSERT INTO signatures (round, stage, holder, key, value, record) VALUES (@roundId, @Stage, @Holder, @Key, @Value, @Record)
        ON CONFLICT (round, stage, holder) DO UPDATE SET key = excluded.key, value = excluded.value, record = excluded.record
        """, new { roundId, kept.Signature.Stage, kept.Holder, kept.Signature.Key, kept.Signature.Value, kept.Record }, transaction);

    /// <summary>Signatures of rounds that were counted, in the order the rounds were held and the stages follow each other.</summary>
    public static IReadOnlyList<KeptSignature> All(IDbConnection connection, IDbTransaction? transaction = null) =>
    [
        .. connection.Query<SignatureRow>("""
            SELECT s.stage, r.paper, r.number AS Round, s.key, k.alg, s.value, s.holder, s.record
            FROM signatures s JOIN rounds r ON r.id = s.round JOIN signing_keys k ON k.id = s.key
            WHERE r.result IS NOT NULL
            ORDER BY r.position, CASE s.stage WHEN 'close' THEN 1 WHEN 'tally' THEN 2 ELSE 3 END, s.holder
            """, transaction: transaction).Select(r => new KeptSignature(r.Holder, r.Record, new RecordSignature(r.Stage, r.Paper, (int)r.Round, r.Key, r.Alg, r.Value))),
    ];
}
