using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Ballots;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Api.Live;

/// <summary>The record as it stands, written again only after another commit.</summary>
public sealed class CurrentRecord(Database database, ImportedMeeting imported) : IDisposable
{
    private readonly LastCommitted<Text> _text = new(database, (connection, transaction) =>
    {
        var state = imported.State(connection, transaction);
        var ballots = state.Rounds.Where(r => r.Numbers is not null && r.State is not RoundState.Void).ToDictionary(r => r.Id, r => new RoundBallots(
            [.. RoundStore.Urn(connection, r.Id, transaction).Select(e => Envelope.Hash(e))],
            state.Meeting.Paper(r.PaperId)!.Secret ? null : RoundStore.Named(connection, r.Id, transaction)));
        var bytes = MeetingRecord.ToSign(state, ballots, EventStore.All(connection, transaction));
        return new Text(state, bytes, RecordToSign.Read(bytes), SignatureStore.All(connection, transaction));
    });

    /// <summary>A text of the record.</summary>
    /// <param name="State">The meeting as it is written of.</param>
    /// <param name="Bytes">Canonical, without signatures: what is signed at certify.</param>
    /// <param name="ToSign">What is signed, read from them.</param>
    /// <param name="Signatures">Every signature that is kept, those over an earlier text too.</param>
    public sealed record Text(MeetingState State, byte[] Bytes, RecordToSign ToSign, IReadOnlyList<SignatureStore.KeptSignature> Signatures)
    {
        /// <summary>A signature at certify is one of this text or of none.</summary>
        public bool Fits(SignatureStore.KeptSignature kept) => kept.Record is null || kept.Record == ToSign.Hash;

        /// <summary>Canonical, with every signature that fits.</summary>
        public byte[] WithSignatures() => MeetingRecord.WithSignatures(Bytes, Signatures.Where(Fits).Select(s => s.Signature));
    }

    public Text Now() => _text.Now();

    public void Dispose() => _text.Dispose();
}
