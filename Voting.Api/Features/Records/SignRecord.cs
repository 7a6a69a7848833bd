using FluentValidation;
using MediatR;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Records;
using Voting.Domain.Sealing;

namespace Voting.Api.Features.Records;

/// <summary>
/// An officer's device signs certified rounds over the record as it stands (签署会议记录). No event is appended, so that clerk and
/// scrutineer sign the same bytes; and nothing is kept that the officer's enrolled key did not sign.
/// </summary>
public sealed record SignRecord(SignRequest Asked) : IRequest<Reply<Done>>, IChange;

public sealed class SignRecordValidator : AbstractValidator<SignRecord>
{
    public SignRecordValidator()
    {
        RuleFor(r => r.Asked.Key).Hash();
        RuleFor(r => r.Asked.Record).Hash();
        RuleFor(r => r.Asked.Rounds).Must(rounds => rounds is { Count: > 0 and <= SignRequest.MostRounds });
        RuleForEach(r => r.Asked.Rounds).NotNull().ChildRules(round =>
        {
            round.RuleFor(r => r.Paper).Id();
            round.RuleFor(r => r.Round).Number();
            // Two numbers of 32 bytes in DER.
            round.RuleFor(r => r.Value).Must(value => value is { Length: > 0 and <= 72 });
        });
    }
}

public sealed class SignRecordHandler(Work work, Caller caller, CurrentRecord record) : IRequestHandler<SignRecord, Reply<Done>>
{
    public Task<Reply<Done>> Handle(SignRecord request, CancellationToken cancellationToken)
    {
        var (keyId, hash, rounds) = request.Asked;
        if (SignatureStore.Key(work.Connection, keyId, work.Transaction) is not { } held || held.Holder != caller.Holder) return Refused(Refusals.KeyNotEnrolled);
        // Nobody else writes while this change is on: what is read here is what stands when it commits.
        var text = record.Now();
        if (text.ToSign.Hash != hash) return Refused(Refusals.RecordChanged);
        foreach (var (paper, number, value) in rounds)
        {
            var round = new RoundRef(paper, number);
            if (text.ToSign.Rounds.FirstOrDefault(r => r.Round == round) is not { Round: not null } certified) return Refused(Refusals.WrongState);
            if (!Signer.IsSigned(held.Key, text.ToSign.Text(certified), value)) return Refused(Refusals.WrongSignature);
            SignatureStore.Keep(work.Connection, work.Transaction, text.State.Find(paper, number)!.Id, new SignatureStore.KeptSignature(
                caller.Holder, hash, new RecordSignature(Stages.Certify, paper, number, keyId, held.Key.Algorithm, value)));
        }

        return Task.FromResult<Reply<Done>>(Done.It);
    }

    private static Task<Reply<Done>> Refused(string code) => Task.FromResult<Reply<Done>>(new Refusal(code));
}
