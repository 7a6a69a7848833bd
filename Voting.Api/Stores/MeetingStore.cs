using System.Collections.Immutable;
using System.Data;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Voting.Domain.Files;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Tallies;

namespace Voting.Api.Stores;

/// <summary>Loads the state of the meeting and keeps the state that a decision gave.</summary>
public static class MeetingStore
{
    private sealed record ImportRow(byte[] File, long Rehearsal, string Sealing, string Factor);

    private sealed record MeetingRow(string Phase, string? Agenda, long HallBlank, string? Amendments, string? SetAside, string? Presiding);

    private sealed record RollRow(string Member, string Attendance, string? Reason, string? Note, long OnVideo);

    /// <summary>A round as it is kept.</summary>
    public sealed record RoundRow
    {
        public required string Id { get; init; }
        public required string Paper { get; init; }
        public required int Number { get; init; }
        public required string State { get; init; }
        public required string Definition { get; init; }
        public string? RollAtOpen { get; init; }
        public string? RollAtClose { get; init; }
        public string? PresentAtOpen { get; init; }
        public string? Recused { get; init; }
        public string? Numbers { get; init; }
        public string? Result { get; init; }
        public string? Reason { get; init; }
        public string? CertifiedByClerk { get; init; }
        public string? OpenedAt { get; init; }
        public long? Seconds { get; init; }
        public required string Way { get; init; }
        public string? ByHands { get; init; }
        public long? Enterable { get; init; }
        public string? Entry { get; init; }
        public string? Devices { get; init; }
        public long TimeCloses { get; init; }
        public string? Silence { get; init; }
    }

    /// <summary>The meeting file of the data folder with whether it is a rehearsal and how its ballots are sealed and whether officers have a second factor, or null where the folder is new.</summary>
    public static (byte[] File, bool Rehearsal, string Sealing, string Factor)? Imported(IDbConnection connection, IDbTransaction? transaction = null) =>
        connection.QuerySingleOrDefault<ImportRow>("SELECT file, rehearsal, sealing, second_factor AS Factor FROM meeting", transaction: transaction) is { } row
            ? (row.File, row.Rehearsal != 0, row.Sealing, row.Factor) : null;

    public static void Import(IDbConnection connection, IDbTransaction transaction, byte[] file, string sealing, string factor, MeetingState state)
    {
        connection.Execute("INSERT INTO meeting (id, file, rehearsal, phase, sealing, second_factor) VALUES (1, @file, @rehearsal, @phase, @sealing, @factor)",
            new { file, rehearsal = state.Rehearsal ? 1 : 0, sealing, factor, phase = state.Phase.ToString() }, transaction);
        connection.Execute("INSERT INTO roll (member, attendance) VALUES (@Key, @Value)",
            state.Roll.All.Select(m => new { m.Key, Value = m.Value.Attendance.ToString() }), transaction);
    }

    public static void SetFactor(IDbConnection connection, IDbTransaction transaction, string factor) =>
        connection.Execute("UPDATE meeting SET second_factor = @factor", new { factor }, transaction);

    public static MeetingState Load(IDbConnection connection, MeetingVersions versions, bool rehearsal, IDbTransaction? transaction = null)
    {
        var row = connection.QuerySingle<MeetingRow>(
            "SELECT phase, agenda, hall_blank AS HallBlank, amendments, set_aside AS SetAside, presiding FROM meeting", transaction: transaction);
        var (file, meeting) = versions.Now(connection, transaction);
        var rounds = connection.Query<RoundRow>("""
            SELECT id, paper, number, state, definition, roll_at_open AS RollAtOpen, roll_at_close AS RollAtClose, present_at_open AS PresentAtOpen, recused,
                   numbers, result, reason, confirmed_by AS CertifiedByClerk, opened_at AS OpenedAt, seconds, time_closes AS TimeCloses, silence,
                   way, by_hands AS ByHands, enterable, entry, devices
            FROM rounds ORDER BY position
            """, transaction: transaction);
        return new MeetingState(meeting, rehearsal, Enum.Parse<MeetingPhase>(row.Phase), Roll(connection, transaction), [.. rounds.Select(r => versions.Round(meeting, r, Restore))])
        {
            Agenda = Value<AgendaCourse>(row.Agenda) ?? AgendaCourse.Start(meeting),
            File = file,
            Amendments = Value<ImmutableDictionary<string, Amendment>>(row.Amendments) ?? ImmutableDictionary<string, Amendment>.Empty,
            SetAside = Value<ImmutableDictionary<string, Aside>>(row.SetAside) ?? ImmutableDictionary<string, Aside>.Empty,
            HallIsBlank = row.HallBlank != 0,
            Presiding = row.Presiding ?? meeting.Presiding,
            Recusals = connection.Query<Recusal>("SELECT paper AS PaperId, member AS MemberId, reason AS Reason FROM recusals ORDER BY paper, member", transaction: transaction).AsList(),
        };
    }

    public static AttendanceRoll Roll(IDbConnection connection, IDbTransaction? transaction = null) => AttendanceRoll.Of(
        connection.Query<RollRow>("SELECT member, attendance, reason, note, on_video AS OnVideo FROM roll", transaction: transaction)
            .Select(r => KeyValuePair.Create(r.Member, new Standing(Enum.Parse<Attendance>(r.Attendance), r.Reason, r.Note, r.OnVideo != 0))));

    /// <summary>Keeps what a decision changed.</summary>
    public static void Save(IDbConnection connection, IDbTransaction transaction, MeetingState before, MeetingState after)
    {
        if (after.Phase != before.Phase)
            connection.Execute("UPDATE meeting SET phase = @phase", new { phase = after.Phase.ToString() }, transaction);
        if (after.HallIsBlank != before.HallIsBlank)
            connection.Execute("UPDATE meeting SET hall_blank = @blank", new { blank = after.HallIsBlank ? 1 : 0 }, transaction);
        if (!after.File.Equals(before.File)) MeetingVersions.Append(connection, transaction, after.File);
        if (!ReferenceEquals(after.Amendments, before.Amendments))
            connection.Execute("UPDATE meeting SET amendments = @amendments", new { amendments = Text(after.Amendments) }, transaction);
        if (!ReferenceEquals(after.SetAside, before.SetAside))
            connection.Execute("UPDATE meeting SET set_aside = @aside", new { aside = Text(after.SetAside) }, transaction);
        if (!ReferenceEquals(after.Agenda, before.Agenda))
            connection.Execute("UPDATE meeting SET agenda = @agenda", new { agenda = Text(after.Agenda) }, transaction);
        if (!ReferenceEquals(after.Roll, before.Roll))
        {
            connection.Execute("UPDATE roll SET attendance = @attendance, reason = @Reason, note = @Note, on_video = @OnVideo WHERE member = @Key",
                after.Roll.All.Where(m => before.Roll.StandingOf(m.Key) != m.Value)
                    .Select(m => new { m.Key, attendance = m.Value.Attendance.ToString(), m.Value.Reason, m.Value.Note, OnVideo = m.Value.OnVideo ? 1 : 0 }), transaction);
        }

        if (after.Presiding != before.Presiding)
            connection.Execute("UPDATE meeting SET presiding = @Presiding", new { after.Presiding }, transaction);
        if (!ReferenceEquals(after.Recusals, before.Recusals))
        {
            connection.Execute("DELETE FROM recusals WHERE paper = @PaperId AND member = @MemberId", before.Recusals.Except(after.Recusals), transaction);
            connection.Execute("INSERT INTO recusals (paper, member, reason) VALUES (@PaperId, @MemberId, @Reason)", after.Recusals.Except(before.Recusals), transaction);
        }

        var known = before.Rounds.ToDictionary(r => r.Id);
        for (var position = 0; position < after.Rounds.Count; position++)
        {
            var round = after.Rounds[position];
            if (known.TryGetValue(round.Id, out var old) && ReferenceEquals(old, round)) continue;
            var kept = connection.Execute(old is null ? """
                INSERT INTO rounds (id, position, paper, number, state, definition, roll_at_open, roll_at_close, present_at_open, recused, numbers, result, reason, confirmed_by, opened_at, seconds, time_closes, silence,
                    way, by_hands, enterable, entry, devices)
                VALUES (@Id, @position, @PaperId, @Number, @state, @definition, @rollAtOpen, @rollAtClose, @presentAtOpen, @recused, @numbers, @result, @Reason, @CertifiedByClerk, @openedAt, @Seconds, @TimeCloses, @silence,
                    @way, @byHands, @Enterable, @entry, @devices)
                """ : """
                UPDATE rounds SET state = @state, roll_at_open = @rollAtOpen, roll_at_close = @rollAtClose, present_at_open = @presentAtOpen, recused = @recused, numbers = @numbers, result = @result,
                    reason = @Reason, confirmed_by = @CertifiedByClerk, opened_at = @openedAt, seconds = @Seconds, time_closes = @TimeCloses, silence = @silence,
                    way = @way, by_hands = @byHands, enterable = @Enterable, entry = @entry, devices = @devices
                WHERE id = @Id
                """,
                new
                {
                    round.Id,
                    position,
                    round.PaperId,
                    round.Number,
                    state = round.State.ToString(),
                    // What a round asks is frozen when it is made.
                    definition = old is null ? CanonicalJson.Text(RecordText.Definition(round.Questions)) : null,
                    rollAtOpen = Text(round.RollAtOpen),
                    rollAtClose = Text(round.RollAtClose),
                    presentAtOpen = Text(round.PresentAtOpen),
                    recused = Text(round.Recused),
                    numbers = Text(round.Numbers),
                    result = round.Result is null ? null : RecordText.Count(round.Questions, round.Result, round.Numbers!.Voted),
                    round.Reason,
                    round.CertifiedByClerk,
                    openedAt = round.OpenedAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                    round.Seconds,
                    way = round.Way.ToString(),
                    byHands = Text(round.ByHands),
                    round.Enterable,
                    entry = Text(round.Entry),
                    devices = Text(round.Result?.Devices),
                    TimeCloses = round.TimeCloses ? 1 : 0,
                    silence = Text(round.Silence),
                }, transaction);
            if (kept != 1) throw new InvalidOperationException("A round was not kept.");
        }
    }

    private static Round Restore(Meeting meeting, RoundRow row)
    {
        var questions = FrozenRound.Questions(meeting.Paper(row.Paper)!, row.Definition);
        return new Round(row.Id, row.Paper, row.Number, Enum.Parse<RoundState>(row.State), questions)
        {
            RollAtOpen = Value<RollCounts>(row.RollAtOpen),
            RollAtClose = Value<RollCounts>(row.RollAtClose),
            PresentAtOpen = Value<HashSet<string>>(row.PresentAtOpen),
            Recused = Value<HashSet<string>>(row.Recused) ?? [],
            Numbers = Value<RoundNumbers>(row.Numbers),
            Result = row.Result is null ? null : FrozenRound.Result(questions, row.Result) with { Devices = Value<List<QuestionTally>>(row.Devices) },
            Reason = row.Reason,
            CertifiedByClerk = row.CertifiedByClerk,
            OpenedAt = row.OpenedAt is { } at ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) : null,
            Seconds = (int?)row.Seconds,
            Way = Enum.Parse<Way>(row.Way),
            ByHands = Value<HashSet<string>>(row.ByHands),
            Enterable = (int?)row.Enterable,
            Entry = Value<Entry>(row.Entry),
            TimeCloses = row.TimeCloses != 0,
            Silence = Value<Silence>(row.Silence),
        };
    }

    private static string? Text<T>(T? value) where T : class => value is null ? null : JsonSerializer.Serialize(value);

    private static T? Value<T>(string? text) where T : class => text is null ? null : JsonSerializer.Deserialize<T>(text);
}
