using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Domain.Meetings;

public abstract partial record Command
{
    /// <summary>A member checks in, or returns.</summary>
    public sealed record CheckIn(string MemberId) : Command;
    /// <summary>A member leaves the room, or is on leave; with <c>Absent</c>, somebody who did not come is absent. A reason is never required.</summary>
    public sealed record Leave(string MemberId, string? Reason = null, string? Note = null, bool Absent = false) : Command;
    /// <summary>A member takes part by video, and is present by it; or no longer does and is in the room.</summary>
    public sealed record OnVideo(string MemberId, bool Is) : Command;
    /// <summary>A member takes no part in a paper (回避), for a reason; null takes it back. Before a round of it opens.</summary>
    public sealed record Recuse(string PaperId, string MemberId, string? Reason) : Command;
    /// <summary>The meeting is interrupted (休会): whoever is present has to check in again.</summary>
    public sealed record Suspend : Command;
    /// <summary>The meeting goes on (复会); the roll as it was taken again must have a quorum.</summary>
    public sealed record Resume : Command;
    /// <summary>Another member presides from now on (主持人变更).</summary>
    public sealed record PassGavel(string MemberId) : Command;
    /// <summary>
    /// Another scrutineer takes the post of this number, from 1, before an opening. <c>Now</c> are those who hold the posts, by member id, or by
    /// name where they come from outside; <c>To</c> is the new one, <c>IsMember</c> whether that is a member id.
    /// </summary>
    public sealed record ReplaceScrutineer(int Number, IReadOnlyList<string> Now, string To, bool IsMember) : Command;
}

public static partial class Conduct
{
    private static Reply<Decided> OnMember(MeetingState state, string memberId, Func<Standing, Reply<Decided>> decide) =>
        state.Roll.StandingOf(memberId) is { } standing ? decide(standing) : new Refusal(Refusals.UnknownMember, memberId);

    private static Decided Stands(MeetingState state, string memberId, Standing standing, Fact fact) =>
        new(state with { Roll = state.Roll.With(memberId, standing) }, [fact]);

    private static Fact OfMember(string type, string memberId) => new(type, new JsonObject { ["member"] = memberId });

    private static Reply<Decided> CheckIn(MeetingState state, string memberId, Standing now) => now.Attendance is Attendance.Present
        ? new Decided(state, [])
        : Stands(state, memberId, new Standing(Attendance.Present), OfMember("member-checked-in", memberId));

    private static Reply<Decided> Leave(MeetingState state, Command.Leave command, Standing now)
    {
        // Whoever was here has left and is not absent.
        if (command.Absent && now.Attendance is Attendance.Present) return new Refusal(Refusals.WrongState, nameof(Attendance.Present));
        var then = new Standing(command.Absent ? Attendance.Absent : Attendance.Leave, command.Reason, command.Note);
        if (now == then) return new Decided(state, []);
        var fact = OfMember(command.Absent ? "member-absent" : "member-left", command.MemberId);
        if (command.Reason is { } reason) fact = fact.With("reason", reason);
        if (command.Note is { } note) fact = fact.With("note", note);
        return Stands(state, command.MemberId, then, fact);
    }

    private static Reply<Decided> OnVideo(MeetingState state, Command.OnVideo command, Standing now) => (now, command.Is) switch
    {
        ({ Attendance: not Attendance.Present }, false) => new Refusal(Refusals.WrongState, now.Attendance.ToString()),
        ({ Attendance: not Attendance.Present }, true) => Stands(state, command.MemberId, new Standing(Attendance.Present, OnVideo: true),
            OfMember("member-checked-in", command.MemberId).With("onVideo", true)),
        _ when now.OnVideo == command.Is => new Decided(state, []),
        _ => Stands(state, command.MemberId, now with { OnVideo = command.Is }, OfMember("member-on-video", command.MemberId).With("onVideo", command.Is)),
    };

    private static Reply<Decided> Recuse(MeetingState state, Command.Recuse command)
    {
        if (state.Meeting.Paper(command.PaperId) is null) return new Refusal(Refusals.UnknownPaper, command.PaperId);
        // Who votes in a round is frozen at its opening.
        if (state.Rounds.Any(r => r.PaperId == command.PaperId && r.State is RoundState.Open)) return new Refusal(Refusals.WrongState, nameof(RoundState.Open));
        var before = state.Recusals.FirstOrDefault(r => r.PaperId == command.PaperId && r.MemberId == command.MemberId);
        if (before?.Reason == command.Reason) return new Decided(state, []);
        var others = state.Recusals.Where(r => r != before);
        var fact = OfMember(command.Reason is null ? "recusal-lifted" : "member-recused", command.MemberId).With("paper", command.PaperId);
        return command.Reason is { } reason
            ? new Decided(state with { Recusals = [.. others, new Recusal(command.PaperId, command.MemberId, reason)] }, [fact.With("reason", reason)])
            : new Decided(state with { Recusals = [.. others] }, [fact]);
    }

    private static Reply<Decided> Suspend(MeetingState state) => state.Rounds.Any(r => r.State is RoundState.Open)
        ? new Refusal(Refusals.RoundStillOpen)
        : new Decided(state with { Phase = MeetingPhase.Suspended, Roll = state.Roll.TakenAgain() },
            [new Fact("meeting-suspended", new JsonObject { ["roll"] = RecordText.Roll(state.Roll.Counts()) })]);

    private static Reply<Decided> Resume(MeetingState state)
    {
        var roll = state.Roll.Counts();
        return Quorum.IsMet(state.Meeting.Body, roll.Present)
            ? new Decided(state with { Phase = MeetingPhase.InSession }, [new Fact("meeting-resumed", new JsonObject { ["roll"] = RecordText.Roll(roll) })])
            : NoQuorum(state, roll);
    }

    private static Reply<Decided> PassGavel(MeetingState state, string memberId, Standing standing)
    {
        if (state.Presiding == memberId) return new Refusal(Refusals.HoldsThePost, memberId);
        // Nobody presides from elsewhere.
        if (standing is not { Attendance: Attendance.Present, OnVideo: false }) return new Refusal(Refusals.NotInTheRoom, memberId);
        return new Decided(state with { Presiding = memberId }, [new Fact("gavel-passed", new JsonObject { ["from"] = state.Presiding, ["to"] = memberId })]);
    }

    private static Reply<Decided> ReplaceScrutineer(MeetingState state, Command.ReplaceScrutineer command)
    {
        if (state.Rounds.Any(r => r.State is RoundState.Open)) return new Refusal(Refusals.RoundStillOpen);
        if (command.Now.Contains(command.To)) return new Refusal(Refusals.HoldsThePost, command.To);
        if (command.IsMember)
        {
            if (state.Roll.StandingOf(command.To) is not { } standing) return new Refusal(Refusals.UnknownMember, command.To);
            if (standing is not { Attendance: Attendance.Present, OnVideo: false }) return new Refusal(Refusals.NotInTheRoom, command.To);
        }

        return new Decided(state, [new Fact("scrutineer-replaced",
            new JsonObject { ["number"] = command.Number, ["from"] = command.Now[command.Number - 1], ["to"] = command.To })]);
    }
}
