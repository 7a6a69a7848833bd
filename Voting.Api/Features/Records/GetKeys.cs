using System.Text.Json.Nodes;
using MediatR;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Records;

namespace Voting.Api.Features.Records;

/// <summary>Every public key of the meeting, the server's and the officers', as a verifier takes them: key id to base64 SPKI.</summary>
public sealed record GetKeys : IRequest<Reply<KeysFile>>;

public sealed record KeysFile(byte[] Bytes);

public sealed class GetKeysHandler(Database database) : IRequestHandler<GetKeys, Reply<KeysFile>>
{
    public Task<Reply<KeysFile>> Handle(GetKeys request, CancellationToken cancellationToken)
    {
        using var connection = database.Connect();
        var keys = SignatureStore.Keys(connection).Select(k => KeyValuePair.Create(k.Key.Id, (JsonNode?)Convert.ToBase64String(k.Key.Spki)));
        return Task.FromResult<Reply<KeysFile>>(new KeysFile(CanonicalJson.Bytes(new JsonObject(keys))));
    }
}
