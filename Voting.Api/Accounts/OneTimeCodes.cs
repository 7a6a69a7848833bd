using System.Data;
using Voting.Api.Custody;
using Voting.Api.Stores;

namespace Voting.Api.Accounts;

/// <summary>One-time codes of twelve characters, 60 bits. The store keeps a hash that only this server can make.</summary>
public sealed class OneTimeCodes(KeysSecret keysSecret)
{
    public string Hash(string code) => keysSecret.Tag("code", Secrets.Plain(code));

    /// <summary>A new code for somebody; it is known here once and never again.</summary>
    public string Issue(IDbConnection connection, IDbTransaction transaction, AccountStore.Person person)
    {
        var code = Secrets.Grouped();
        AccountStore.AddCode(connection, transaction, Hash(code), person);
        return code;
    }
}
