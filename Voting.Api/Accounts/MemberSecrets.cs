using System.Data;
using System.Security.Cryptography;
using System.Text;
using Voting.Api.Custody;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;

namespace Voting.Api.Accounts;

/// <summary>
/// PINs and place cards of members. The store keeps a hash that only this server can make; a slow one would cost minutes for a congress.
/// </summary>
public sealed class MemberSecrets(KeysSecret keysSecret)
{
    /// <summary>A new PIN or place card; it is known here once and never again.</summary>
    public string Renew(IDbConnection connection, IDbTransaction transaction, string member, string kind)
    {
        var secret = kind == Proofs.Pin ? Secrets.Pin() : Secrets.Grouped();
        AccountStore.SetMemberSecret(connection, transaction, member, kind, Hash(member, kind, secret));
        return secret;
    }

    /// <summary>One for every member, by <c>kind:member</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Issue(IDbConnection connection, IDbTransaction transaction, Meeting meeting, string kind) =>
        [.. meeting.Roll.Select(m => KeyValuePair.Create($"{kind}:{m.Id}", Renew(connection, transaction, m.Id, kind)))];

    /// <summary>Whether this is the member's secret; it takes the same time for a member who has none.</summary>
    public bool IsRight(IDbConnection connection, IDbTransaction transaction, string member, string kind, string secret) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(AccountStore.MemberSecret(connection, transaction, member, kind) ?? new string('-', 64)),
        Encoding.ASCII.GetBytes(Hash(member, kind, secret)));

    private string Hash(string member, string kind, string secret) => keysSecret.Tag(kind, $"{member} {Secrets.Plain(secret)}");
}
