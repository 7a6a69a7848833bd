using System.Text.Json.Nodes;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Tallies;

namespace Voting.Domain.Meetings;

/// <summary>What may be asked of a meeting, casting apart.</summary>
public abstract partial record Command
{
    private Command() { }

    /// <summary>A test ballot was held before the meeting.</summary>
    public sealed record HoldTest(TestCounts Counts) : Command;
    /// <summary>The presiding officer declares the meeting open.</summary>
    public sealed record OpenMeeting : Command;
    /// <summary>Freezes the questions of a paper that are due. With <c>Again</c>, where nothing is due, all its rounds are superseded and it is voted whole.</summary>
    public sealed record Prepare(string PaperId, string RoundId, string? Again = null) : Command;
    /// <summary>An item of the agenda is called; the one before it is finished where nothing of it is due to be voted.</summary>
    public sealed record CallItem(int No) : Command;
    /// <summary>An item of the agenda is finished; refused where something of it is due to be voted.</summary>
    public sealed record TickOff(int No) : Command;
    /// <summary>The items are taken in another order; <c>Order</c> holds each number once.</summary>
    public sealed record Reorder(IReadOnlyList<int> Order) : Command;
    /// <summary>An unplanned paper, as the meeting file writes one; under an item of the agenda, or a new one.</summary>
    public sealed record AddPaper(JsonObject Paper, int? Item) : Command;
    /// <summary>Another text of a paper that was never opened; it stands once another officer agreed.</summary>
    public sealed record Propose(string PaperId, JsonObject Paper, string Reason, string By) : Command;
    /// <summary>Another officer agrees to the text that was seen, or anybody drops it.</summary>
    public sealed record AnswerAmendment(string PaperId, bool Agree, string? Seen, string By) : Command;
    /// <summary>The persons of a paper are voted one after another (逐人表决).</summary>
    public sealed record VoteOneByOne(string PaperId) : Command;
    /// <summary>The persons of a paper are voted together (合并表决), those objected to apart.</summary>
    public sealed record VoteEnBloc(string PaperId, IReadOnlyList<string> Objected) : Command;
    /// <summary>A paper is withdrawn (撤回) or deferred (暂缓表决).</summary>
    public sealed record SetAside(string PaperId, Aside How, string Reason) : Command;
    /// <summary>A deferred paper is taken up again.</summary>
    public sealed record TakeUp(string PaperId) : Command;
    /// <summary>The hall's screen shows nothing, or shows the meeting again. Not a matter of the record.</summary>
    public sealed record BlankHall(bool Blank) : Command;
    /// <summary>Opens a round that is ready, at this time.</summary>
    public sealed record Open(string PaperId, int Number, JsonObject? Key, DateTimeOffset? At = null) : Command;
    /// <summary>How long a round is to be open, in seconds from its opening; null takes it back. It only advises, unless it <c>Closes</c>.</summary>
    public sealed record SetTime(string PaperId, int Number, int? Seconds, bool Closes = false) : Command;
    /// <summary>The box was closed: its commit is the close; the rest follows.</summary>
    public sealed record Close(string PaperId, int Number, RollCounts Roll, RoundNumbers Numbers, Silence? Silence = null) : Command;
    /// <summary>Why those did not vote who could have, with the presses that came behind the close.</summary>
    public sealed record CountSilence(string PaperId, int Number, Silence Silence) : Command;
    /// <summary>Two engines agreed on the result.</summary>
    public sealed record Tally(string PaperId, int Number, RoundResult Result) : Command;
    /// <summary>The presiding officer announces the result.</summary>
    public sealed record Announce(string PaperId, int Number) : Command;
    /// <summary>Nothing of a round that is not tallied will ever be counted.</summary>
    public sealed record VoidRound(string PaperId, int Number, string Reason) : Command;
    /// <summary>The clerk confirms a round, then a scrutineer.</summary>
    public sealed record Certify(string PaperId, int Number, string By, bool Scrutineer, Evidence Evidence) : Command;
    /// <summary>Something followed from a certified result, which it never alters; also after the meeting.</summary>
    public sealed record AddFollowUp(FollowUp FollowUp) : Command;
    /// <summary>The presiding officer declares the meeting closed.</summary>
    public sealed record CloseMeeting : Command;
}
