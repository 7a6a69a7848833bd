using System.Collections.Concurrent;
using System.Data;
using Dapper;
using Voting.Domain.Files;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;

namespace Voting.Api.Stores;

/// <summary>The meeting as it was imported and as it was changed since. A large file is read again only after a change.</summary>
public sealed class MeetingVersions(ReadOnlyMemory<byte> file, Meeting meeting)
{
    // By a random id and not by its number: a change that was rolled back leaves its number to another.
    private volatile Version _known = new(null, new Amended(file, meeting));

    private sealed record Version(string? Id, Amended Amended)
    {
        public ConcurrentDictionary<string, (MeetingStore.RoundRow Row, Round Round)> Rounds { get; } = new();
    }

    /// <summary>The meeting as it stands in this transaction.</summary>
    public Amended Now(IDbConnection connection, IDbTransaction? transaction = null)
    {
        var id = connection.QuerySingleOrDefault<string>("SELECT id FROM meeting_versions ORDER BY seq DESC LIMIT 1", transaction: transaction);
        var known = _known;
        if (known.Id == id) return known.Amended;
        var bytes = id is null ? file : connection.QuerySingle<byte[]>("SELECT file FROM meeting_versions WHERE id = @id", new { id }, transaction);
        var amended = new Amended(bytes, id is null ? meeting : MeetingFile.Read(bytes).Value ?? throw new InvalidDataException("The meeting file that was kept cannot be read."));
        _known = new Version(id, amended);
        return amended;
    }

    /// <summary>A round of this meeting: where its row says what it said, the round that was read from it before. A meeting of two hundred rounds changes one at a time.</summary>
    public Round Round(Meeting meeting, MeetingStore.RoundRow row, Func<Meeting, MeetingStore.RoundRow, Round> read)
    {
        var known = _known;
        if (!ReferenceEquals(known.Amended.Meeting, meeting)) return read(meeting, row);
        if (known.Rounds.TryGetValue(row.Id, out var before) && before.Row == row) return before.Round;
        var round = read(meeting, row);
        known.Rounds[row.Id] = (row, round);
        return round;
    }

    public static void Append(IDbConnection connection, IDbTransaction transaction, ReadOnlyMemory<byte> file) => connection.Execute(
        "INSERT INTO meeting_versions (seq, id, file) SELECT coalesce(max(seq), 0) + 1, @id, @file FROM meeting_versions",
        new { id = Guid.NewGuid().ToString("n"), file = file.ToArray() }, transaction);
}
