using FluentValidation;
using MediatR;
using Voting.Api.Ceremony;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Sealing;

namespace Voting.Api.Features.Records;

/// <summary>
/// The public half of the key that an officer's device made and keeps. Doing it twice changes nothing; another device of that officer
/// enrols a key of its own, and the record keeps both. Nobody enrols a key that is another's: two signatures take two keys.
/// </summary>
public sealed record EnrolKey(EnrolKeyRequest Asked) : IRequest<Reply<Done>>, IChange;

public sealed class EnrolKeyValidator : AbstractValidator<EnrolKey>
{
    public EnrolKeyValidator() => RuleFor(r => r.Asked.PublicKey).Must(spki => spki is { Length: <= 256 } && Signer.IsKey(new SigningKey(Signer.Es256, spki)));
}

public sealed class EnrolKeyHandler(Work work, Caller caller) : IRequestHandler<EnrolKey, Reply<Done>>
{
    /// <summary>Keys of one officer, at most: as many devices as nobody has, and no room for a flood.</summary>
    public const int MostKeys = 20;

    public Task<Reply<Done>> Handle(EnrolKey request, CancellationToken cancellationToken)
    {
        var key = new SigningKey(Signer.Es256, request.Asked.PublicKey);
        var known = SignatureStore.Keys(work.Connection, work.Transaction);
        if (known.FirstOrDefault(k => k.Key.Id == key.Id) is { } same)
            return Task.FromResult<Reply<Done>>(same.Holder == caller.Holder ? Done.It : new Refusal(Refusals.KeyOfAnother));
        if (known.Count(k => k.Holder == caller.Holder) >= MostKeys) return Task.FromResult<Reply<Done>>(new Refusal(Refusals.TooManyKeys));
        SignatureStore.AddKey(work.Connection, work.Transaction, new SignatureStore.HeldKey(caller.Holder, key));
        work.Facts.Add(ServerKey.Told("key-enrolled", key));
        return Task.FromResult<Reply<Done>>(Done.It);
    }
}
