using Voting.Domain.Contracts;
using Voting.Domain.Papers;
using Voting.Domain.Records;
using Voting.Domain.Tallies;

namespace Voting.Domain.Meetings;

public abstract partial record Command
{
    /// <summary>The presiding officer gives the casting vote on a tied question of a tallied round, or declines to.</summary>
    public sealed record GiveCastingVote(string PaperId, int Number, string QuestionId, CastingVote Vote) : Command;
}

/// <summary>Decisions about the casting vote of the presiding officer (决定票).</summary>
internal static class ChairsVote
{
    public static Reply<Decided> Give(MeetingState state, Round round, Command.GiveCastingVote command)
    {
        if (round is not { State: RoundState.Tallied, Result: { } result }) return new Refusal(Refusals.WrongState, round.State.ToString());
        var place = round.Questions.ToList().FindIndex(q => q.Question.Id == command.QuestionId);
        if (place < 0) return new Refusal(Refusals.UnknownQuestion, command.QuestionId);
        var before = result.Questions[place];
        if (before.CastingVote == command.Vote) return new Decided(state, []);
        // Given once it stands, as every vote that was counted does.
        if (!before.IsCastingVoteDue(round.Questions[place])) return new Refusal(Refusals.NoCastingVote, command.QuestionId);
        // Whoever takes no part in the paper may only decline; else the gavel passes first.
        if (command.Vote is not CastingVote.Declined && round.Recused.Contains(state.Presiding)) return new Refusal(Refusals.IsRecused, command.QuestionId);
        var given = result with { Questions = [.. result.Questions.Select((q, i) => i == place ? q.With(command.Vote) : q)] };
        return new Decided(state.With(round with { Result = given }),
            [Fact.OfRound("casting-vote", round.PaperId, round.Number).With("question", command.QuestionId).With("vote", CastingVotes.Of(command.Vote))]);
    }
}
