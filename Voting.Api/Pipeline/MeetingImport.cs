using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Files;
using Voting.Domain.Meetings;
using Voting.Domain.Records;
using Voting.Domain.Sealing;

namespace Voting.Api.Pipeline;

/// <summary>The meeting file's way into a data folder, once; afterwards the folder says which meeting it holds.</summary>
public static class MeetingImport
{
    /// <summary>Reads the meeting of the folder, or imports the file into a new folder; a faulty file changes nothing.</summary>
    public static ImportedMeeting Load(Settings settings, Database database, TimeProvider time)
    {
        var given = settings.MeetingFile is { } path ? Read(path) : null;
        if (given is not null && settings.Rehearsal) given = Synthetic(given);
        using var connection = database.Connect();
        if (MeetingStore.Imported(connection) is { } there)
        {
            var meeting = MeetingFile.Read(there.File).Value ?? throw new StartException("数据文件夹中的会议文件无法读取 / the meeting in the data folder cannot be read");
            if (settings.Rehearsal != there.Rehearsal)
                throw new StartException(there.Rehearsal ? "数据文件夹中是演练，请加 --rehearsal / the data folder holds a rehearsal: add --rehearsal" : "数据文件夹中是正式会议，请去掉 --rehearsal / the data folder holds a live meeting: leave out --rehearsal");
            if (given is not null && !given.AsSpan().SequenceEqual(there.File))
                throw new StartException($"数据文件夹中是另一次会议 / the data folder holds another meeting, or another version of it: {meeting.Id}; --data FOLDER");
            OnRoll(meeting, settings.Scrutineers);
            var sealing = Suite.Find(there.Sealing) ?? throw new StartException($"数据文件夹的封装算法未知 / the data folder has an unknown sealing: {there.Sealing}");
            if (settings.Sealing is { } asked && asked != sealing.Name)
                throw new StartException($"会议的选票封装算法不可更改 / what the ballots of a meeting are sealed with cannot be changed: --sealing {sealing}");
            if (there.Factor == SecondFactor.Required && settings.Factor == SecondFactor.Off)
                throw new StartException("会议的第二因素不可取消；遗失请用 --new-factor WHO 重发 / the second factor of a meeting is not taken back; whoever lost it gets another: --new-factor WHO");
            if (there.Factor == SecondFactor.Off && settings.Factor == SecondFactor.Required) BeginToAsk(database, connection, time);
            return new ImportedMeeting(meeting, there.Rehearsal) { Sealing = sealing, Versions = new MeetingVersions(there.File, meeting), AsksFactor = (settings.Factor ?? there.Factor) == SecondFactor.Required };
        }

        if (given is null) throw new StartException("新的数据文件夹需要会议文件 / a new data folder needs a meeting file: --meeting FILE");
        var fresh = MeetingFile.Read(given).Value!;
        var factor = settings.Factor ?? SecondFactor.Of(settings.Rehearsal);
        var imported = new ImportedMeeting(fresh, settings.Rehearsal)
        {
            Sealing = Suite.Find(settings.Sealing) ?? Suite.Standard,
            Versions = new MeetingVersions(given, fresh),
            AsksFactor = factor == SecondFactor.Required,
        };
        OnRoll(imported.Meeting, settings.Scrutineers);
        using var transaction = database.BeginChange(connection);
        // Another server may have been first.
        if (MeetingStore.Imported(connection, transaction) is not null)
        {
            transaction.Dispose();
            return Load(settings, database, time);
        }

        var state = new MeetingState(imported.Meeting, imported.Rehearsal, MeetingPhase.CheckIn, AttendanceRoll.Start(imported.Meeting, imported.Rehearsal), []);
        MeetingStore.Import(connection, transaction, given, imported.Sealing.Name, factor, state);
        EventStore.Append(connection, transaction, [Imported(state, given, imported.Sealing, factor)], "administrator", time.GetUtcNow());
        database.Commit(transaction);
        return imported;
    }

    /// <summary>In a rehearsal real people never vote, not even in name: members become 委员01 …, and only that file is kept.</summary>
    private static byte[] Synthetic(byte[] file)
    {
        var meeting = JsonNode.Parse(file.AsSpan().StartsWith("\uFEFF"u8) ? file.AsSpan(3) : file)!;
        var roll = meeting["roll"]!.AsArray();
        var digits = "D" + Math.Max(2, roll.Count.ToString(CultureInfo.InvariantCulture).Length);
        for (var i = 0; i < roll.Count; i++)
        {
            var member = roll[i]!.AsObject();
            member["name"] = "委员" + (i + 1).ToString(digits, CultureInfo.InvariantCulture);
            member.Remove("suffix");
        }

        var attendees = meeting["nonVoting"]?.AsArray() ?? [];
        for (var i = 0; i < attendees.Count; i++)
            if (attendees[i]!["name"] is not null) attendees[i]!["name"] = "列席" + (i + 1).ToString("D2", CultureInfo.InvariantCulture);
        return CanonicalJson.Bytes(meeting);
    }

    private static void OnRoll(Meeting meeting, IReadOnlyList<string> scrutineers)
    {
        if (scrutineers.Count > 2 || scrutineers.Distinct().Count() < scrutineers.Count)
            throw new StartException($"监票人最多两名，且不得重复 / there are two scrutineers at most, and not one twice: --scrutineers {string.Join(',', scrutineers)}");
        if (scrutineers.FirstOrDefault(s => meeting.Roll.All(m => m.Id != s)) is { } unknown)
            throw new StartException($"名册上没有监票人 / a scrutineer is not on the roll: --scrutineers {unknown}");
    }

    private static void BeginToAsk(Database database, DbConnection connection, TimeProvider time)
    {
        using var transaction = database.BeginChange(connection);
        MeetingStore.SetFactor(connection, transaction, SecondFactor.Required);
        EventStore.Append(connection, transaction, [new Fact("second-factor-asked", [])], "administrator", time.GetUtcNow());
        database.Commit(transaction);
    }

    // What the record says of the meeting apart from its rounds stands here too, so that the head of the chain anchors it.
    private static Fact Imported(MeetingState state, byte[] file, Suite sealing, string factor)
    {
        var meeting = state.Meeting;
        var fact = new Fact("meeting-imported", new JsonObject
        {
            ["file"] = Convert.ToHexStringLower(SHA256.HashData(file)),
            ["meeting"] = meeting.Id,
            ["title"] = meeting.Title,
            ["members"] = meeting.Body.Members,
            ["quorum"] = meeting.Body.Quorum is { } quorum ? RecordText.Share(quorum) : null,
            ["rehearsal"] = state.Rehearsal,
            ["papers"] = RecordText.Papers(meeting),
            ["roll"] = RecordText.Roll(state.Roll.Counts()),
        });
        if (sealing != Suite.Standard) fact = fact.With("sealing", sealing.Name);
        if (factor != SecondFactor.Of(state.Rehearsal)) fact = fact.With("secondFactor", factor);
        return state.Rehearsal ? fact.With("note", "演练") : fact;
    }

    private static byte[] Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MeetingFile.Limit) throw new StartException($"{path}: {MeetingFile.TooLarge}");
            var bytes = File.ReadAllBytes(path);
            return MeetingFile.Read(bytes).Fault is { } fault ? throw new StartException($"{path}: {fault}") : bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"无法读取会议文件 / the meeting file cannot be read: {e.Message}");
        }
    }
}
