using Voting.Domain.Meetings;
using Voting.Domain.Records;

namespace Voting.Tests;

/// <summary>The record of a meeting that nobody signed.</summary>
internal static class UnsignedRecord
{
    public static byte[] Write(MeetingState state, IReadOnlyDictionary<string, RoundBallots> ballots, IEnumerable<string> events) =>
        MeetingRecord.WithSignatures(MeetingRecord.ToSign(state, ballots, events), []);
}
