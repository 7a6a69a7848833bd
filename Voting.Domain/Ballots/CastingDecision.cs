using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Domain.Ballots;

/// <summary>A press of a member's voting unit. Who casts is never part of the message.</summary>
/// <param name="CastId">128 random bits; the same press sent again bears the same.</param>
/// <param name="Seq">Number of the press on that member's devices, from 1.</param>
/// <param name="Hash">SHA-256 of the envelope.</param>
/// <param name="Size">Bytes of the envelope.</param>
public sealed record Press(string CastId, int Seq, string Hash, int Size);

/// <summary>What the box holds that bears on a press.</summary>
/// <param name="Mine">The member's own row, or null.</param>
/// <param name="CastIdHeldByOther">Whether another member's row bears this cast id.</param>
/// <param name="HashHeldElsewhere">Whether another row bears this envelope.</param>
public sealed record BoxContents(Press? Mine, bool CastIdHeldByOther, bool HashHeldElsewhere);

/// <summary>The round as far as casting asks.</summary>
/// <param name="IsOpen">Read in the transaction that records.</param>
/// <param name="Counts">Which press counts.</param>
/// <param name="EnvelopeSize">The one size of every envelope of the round, in bytes.</param>
/// <param name="Secret">Whether envelopes are sealed; clear marks are alike and are not held against each other.</param>
public sealed record RoundAtCasting(bool IsOpen, PressThatCounts Counts, int EnvelopeSize, bool Secret);

/// <summary>What to do with a press that is not refused.</summary>
public enum CastDecision
{
    /// <summary>Write the member's one row, over an earlier press if there is one.</summary>
    Record,
    /// <summary>It is there already: answer as before, write nothing.</summary>
    AlreadyRecorded,
}

/// <summary>The decision whether a press is recorded. Nobody judges marks here.</summary>
public static class CastingDecision
{
    /// <summary>Whether a member may vote in a round at this moment; null where so.</summary>
    /// <param name="paper">The paper of the round.</param>
    /// <param name="round">The round, open.</param>
    /// <param name="roll">The roll as it stands.</param>
    /// <param name="member">Who, or null for somebody without a seat (列席).</param>
    public static Refusal? Entitlement(Paper paper, Round round, AttendanceRoll roll, Member? member)
    {
        if (member is null || roll.Of(member.Id) is not { } attendance) return new Refusal(Refusals.NotOnRoll);
        if (attendance is not Attendance.Present) return new Refusal(Refusals.NotPresent);
        if (!paper.Entitles(member)) return new Refusal(Refusals.NotEntitled);
        if (round.Recused.Contains(member.Id)) return new Refusal(Refusals.IsRecused);
        if (round.PresentAtOpen?.Contains(member.Id) is false) return new Refusal(Refusals.WaitsForNextRound);
        return null;
    }

    /// <summary>The one decision of casting, from the round, the member's entitlement, the box and the press.</summary>
    /// <returns>What to do, or why not.</returns>
    public static (CastDecision Decision, Refusal? Refusal) Decide(RoundAtCasting round, Refusal? entitlement, BoxContents box, Press press) =>
        (round, box.Mine) switch
        {
            ({ IsOpen: false }, _) => Refuse(Refusals.ClosedSeeUrn),
            // A press that was recorded is answered as before, also to a member who has left the room since.
            (_, { } mine) when mine.CastId == press.CastId => mine.Hash == press.Hash && mine.Seq == press.Seq
                ? (CastDecision.AlreadyRecorded, null) : Refuse(Refusals.CastIdReused),
            _ when entitlement is not null => (default, entitlement),
            _ when press.Size != round.EnvelopeSize => Refuse(Refusals.WrongSize),
            _ when box.CastIdHeldByOther => Refuse(Refusals.CastIdTaken),
            _ when round.Secret && box.HashHeldElsewhere => Refuse(Refusals.DuplicateEnvelope),
            ({ Counts: PressThatCounts.First }, not null) => Refuse(Refusals.AlreadyVoted),
            (_, { } mine) when press.Seq <= mine.Seq => Refuse(Refusals.StaleSeq),
            _ => (CastDecision.Record, null),
        };

    private static (CastDecision, Refusal?) Refuse(string code) => (default, new Refusal(code));
}
