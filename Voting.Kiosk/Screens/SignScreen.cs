using Voting.Domain.Contracts;
using Voting.Domain.Records;
using Voting.Domain.Sealing;
using Voting.Kiosk.Keys;

namespace Voting.Kiosk.Screens;

/// <summary>
/// 签署会议记录: the clerk's device and a scrutineer's each sign every certified round over the record as it stands. Whatever happens
/// afterwards changes the record, and both sign again.
/// </summary>
public sealed class SignScreen(Proceedings proceedings)
{
    private bool _isEnrolled;

    public Asking Asking { get; } = new();

    /// <summary>How far it is, or null where it was not asked yet.</summary>
    public SigningView? State { get; private set; }

    /// <summary>This device can keep no key: no secure context, or no store.</summary>
    public bool IsUnable { get; private set; }

    public bool CanSign => !Asking.IsBusy && !IsUnable && State is { Rounds: > 0, Waiting: 0 } && !HasSigned(Role);

    public bool HasSigned(string role) => State?.SignedBy.Contains(role) is true;

    /// <summary>Signed an earlier state of the record, and not this one.</summary>
    public bool IsStale(string role) => State?.StaleBy.Contains(role) is true;

    private string Role => proceedings.Me?.Role ?? "";

    // Whoever holds two posts at one device still signs with two keys, and no key outlives its meeting.
    private string Holder => $"{proceedings.Meeting?.Id} {Role} {proceedings.Me?.Member} {proceedings.Me?.Name}";

    /// <summary>Makes this device's key known, long before it signs: an enrolment is an event, and would change a record that the other has signed.</summary>
    public async Task Enrol(IVotingHub hub, SigningDevice device)
    {
        var spki = await device.PublicKey(Holder);
        IsUnable = spki is null;
        // Quiet: if it is refused now, the press that signs says why.
        if (spki is not null && !_isEnrolled) _isEnrolled = await new Asking().Ask(() => hub.EnrolKey(new EnrolKeyRequest(spki))) is not null;
    }

    /// <summary>Reads how far it is. Quiet: whoever looks is not told of a missing answer every few seconds.</summary>
    public async Task Refresh(IVotingHub hub)
    {
        if (await new Asking().Ask(hub.Signing) is { } state) State = state;
    }

    public async Task Sign(IVotingHub hub, SigningDevice device)
    {
        if (!CanSign) return;
        await Asking.Ask(() => SignAll(hub, device));
        await Refresh(hub);
    }

    /// <summary>Where a press of 签署确认 was the last that the meeting waited for, it signs too.</summary>
    public async Task Follow(IVotingHub hub, SigningDevice device)
    {
        await Refresh(hub);
        // Before the meeting is closed the record goes on changing, and the signature would be worth nothing in a minute.
        if (State is { Closed: true }) await Sign(hub, device);
    }

    private async Task<Reply<Done>> SignAll(IVotingHub hub, SigningDevice device)
    {
        var spki = await device.PublicKey(Holder);
        IsUnable = spki is null;
        if (spki is null) return new Refusal(Refusals.KeyNotEnrolled);
        if (!_isEnrolled && (await hub.EnrolKey(new EnrolKeyRequest(spki))).Refusal is { } refusal) return refusal;
        _isEnrolled = true;
        // The device hashes what it was given, and signs nothing that it was only told of.
        if (await device.Record() is not { } text) return new Refusal(Refusals.TryAgain);
        var (key, record) = (new SigningKey(Signer.Es256, spki), RecordToSign.Read(text));
        foreach (var rounds in record.Rounds.Chunk(SignRequest.MostRounds))
        {
            var signed = new List<RoundSignature>();
            foreach (var round in rounds)
            {
                if (await device.Sign(Holder, record.Text(round)) is not { } value) return new Refusal(Refusals.TryAgain);
                signed.Add(new RoundSignature(round.Round.Paper, round.Round.Round, Signer.Der(value)));
            }

            var reply = await hub.SignRecord(new SignRequest(key.Id, record.Hash, signed));
            if (!reply.IsDone) return reply;
        }

        return Done.It;
    }
}
