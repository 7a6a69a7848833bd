using System.Text.Json.Nodes;
using Voting.Api.Custody;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Sealing;

namespace Voting.Api.Ceremony;

/// <summary>
/// The key that the server signs each close and each tally with: one of the meeting's own, made with its import. Its private half
/// lies wrapped in the keys folder, its public half in the chain of events.
/// </summary>
public sealed class ServerKey(Settings settings, Database database, ImportedMeeting imported, KeyFolder keys, ServerChanges changes, TimeProvider time)
{
    /// <summary>Who the server is among those who hold keys.</summary>
    public const string Holder = "server";

    private KeyPair? _pair;

    /// <summary>Reads the key, or makes it where the meeting is new; to be done before anything is closed.</summary>
    /// <exception cref="StartException">Its private half is gone.</exception>
    public async Task Load(CancellationToken stop)
    {
        SigningKey? known;
        using (var connection = database.Connect()) known = SignatureStore.ServerKey(connection);
        if (known is not null)
        {
            // The point stands at the end of an SPKI.
            _pair = keys.Find(FileOf(known), known.Spki[^Hpke.EncapsulatedSize..], imported.Sealing);
            if (_pair is not null) return;
            if (!settings.NewSigningKey) throw new StartException($"服务器签名密钥缺失或无法解开，请放回该文件，或以 --new-signing-key 换用新密钥 / the server's signing key is gone or was wrapped by another secret: put it back, or start with --new-signing-key to sign with another from now on: {keys.PathOf(FileOf(known))}");
        }

        var made = KeyFolder.Make(imported.Sealing);
        var key = Signer.PublicKey(made);
        // On the disk before anybody is told of it; a crash in between leaves a key that signed nothing.
        keys.Keep(FileOf(key), made);
        await changes.Run(work =>
        {
            SignatureStore.AddKey(work.Connection, work.Transaction, new SignatureStore.HeldKey(Holder, key));
            SignatureStore.SetServerKey(work.Connection, work.Transaction, key.Id);
            work.Facts.Add(Told("server-key", key));
        }, stop);
        _pair = made;
    }

    /// <summary>
    /// Signs a stage of a round in the transaction that keeps the step. Its line in the record comes first: the signature is over the
    /// chain that ends with it.
    /// </summary>
    public void Sign(Work work, string stage, Round round, UrnSeal? urn)
    {
        var key = Signer.PublicKey(_pair!);
        EventStore.Append(work.Connection, work.Transaction,
            [Fact.OfRound("round-signed", round.PaperId, round.Number).With("stage", stage).With("key", key.Id)], Holder, time.GetUtcNow());
        var text = SignedText.Of(stage, imported.Meeting.Id, round.PaperId, round.Number, EventStore.Head(work.Connection, work.Transaction).Head, urn);
        var signature = new RecordSignature(stage, round.PaperId, round.Number, key.Id, key.Algorithm, Signer.Sign(_pair!, text));
        SignatureStore.Keep(work.Connection, work.Transaction, round.Id, new SignatureStore.KeptSignature(Holder, null, signature));
    }

    /// <summary>A public key as the record tells it.</summary>
    public static Fact Told(string type, SigningKey key) =>
        new(type, new JsonObject { ["key"] = key.Id, ["alg"] = key.Algorithm, ["spki"] = Convert.ToBase64String(key.Spki) });

    // Two servers may share the folder, also for one meeting.
    private string FileOf(SigningKey key) => $"{imported.Meeting.Id}.{key.Id[..16]}.signing";
}
