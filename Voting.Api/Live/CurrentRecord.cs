using Microsoft.Data.Sqlite;
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
    private readonly SqliteConnection _connection = database.Connect();
    private readonly Lock _lock = new();
    private long _version = -1;
    private Text? _text;

    /// <summary>A text of the record.</summary>
    /// <param name="State">The meeting as it is written of.</param>
    /// <param name="Bytes">Canonical, without signatures: what is signed at certify.</param>
    /// <param name="ToSign">What is signed, read from them.</param>
    /// <param name="Signatures">Every signature that is kept, those over an earlier text too.</param>
    public sealed record Text(MeetingState State, byte[] Bytes, RecordToSign ToSign, IReadOnlyList<SignatureStore.Kept> Signatures)
    {
        /// <summary>A signature at certify is one of this text or of none.</summary>
        public bool Fits(SignatureStore.Kept kept) => kept.Record is null || kept.Record == ToSign.Hash;

        /// <summary>Canonical, with every signature that fits.</summary>
        public byte[] WithSignatures() => MeetingRecord.WithSignatures(Bytes, Signatures.Where(Fits).Select(s => s.Signature));
    }

    public Text Now()
    {
        lock (_lock)
        {
            var version = Database.Version(_connection);
            if (_text is not null && version == _version) return _text;
            using var transaction = _connection.BeginTransaction(deferred: true);
            var state = imported.State(_connection, transaction);
            var ballots = state.Rounds.Where(r => r.Numbers is not null && r.State is not RoundState.Void).ToDictionary(r => r.Id, r => new RoundBallots(
                [.. RoundStore.Urn(_connection, r.Id, transaction).Select(e => Envelope.Hash(e))],
                state.Meeting.Paper(r.PaperId)!.Secret ? null : RoundStore.Named(_connection, r.Id, transaction)));
            var bytes = MeetingRecord.ToSign(state, ballots, EventStore.All(_connection, transaction));
            _text = new Text(state, bytes, RecordToSign.Read(bytes), SignatureStore.All(_connection, transaction));
            _version = version;
            return _text;
        }
    }

    public void Dispose() => _connection.Dispose();
}
