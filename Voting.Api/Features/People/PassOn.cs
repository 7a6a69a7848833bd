using Microsoft.AspNetCore.SignalR;
using Voting.Api.Accounts;
using Voting.Api.Hub;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;

namespace Voting.Api.Features.People;

/// <summary>
/// A post passes to somebody else: new code and password for the new holder, and the sessions of the old one end. Of a member's, one
/// becomes the seat, unless that has its tablet.
/// </summary>
public sealed class PassOn(Work work, OneTimeCodes codes, Passwords passwords, SecondFactors factors, Sessions sessions, Caller caller, IHubContext<VotingHub, IVotingScreen> hub)
{
    private static readonly TimeSpan AnswerFirst = TimeSpan.FromSeconds(1);

    /// <summary>Whoever takes a post gets all that it signs in with, so whoever passes it on shows the own second factor first.</summary>
    public Reply<IssuedPost> To(string post, AccountStore.Person next, string? factor)
    {
        if (factors.Ask(work.Connection, work.Transaction, caller.Person, factor) is { } refusal) return refusal;
        var before = AccountStore.Officer(work.Connection, post, work.Transaction)!;
        var password = Secrets.Grouped();
        AccountStore.ReplaceOfficer(work.Connection, work.Transaction, new AccountStore.OfficerRow(post, next.Role, next.Member, next.Name, passwords.Hash(password)));
        AccountStore.SpendCodes(work.Connection, work.Transaction, before.Person);
        var code = codes.Issue(work.Connection, work.Transaction, next);
        EndSessions(before.Person);
        return new IssuedPost(post, next.Name, code, password) { Factor = factors.AreAsked ? NewFactor(post) : null };
    }

    private IssuedFactor NewFactor(string post)
    {
        var issued = factors.Issue(work.Connection, work.Transaction, post).ToDictionary();
        return new IssuedFactor(QrPicture.Of(issued[$"totp:{post}"]), issued[$"printed:{post}"]);
    }

    private void EndSessions(AccountStore.Person before)
    {
        var own = sessions.TagOf(caller.SessionId);
        var ended = AccountStore.FenceSessions(work.Connection, work.Transaction, before).OrderByDescending(tag => tag == own).ToList();
        var seat = before.Member is { } member && !AccountStore.TakenSeats(work.Connection, work.Transaction).Contains(member) ? ended.FirstOrDefault() : null;
        if (seat is not null) AccountStore.YieldSession(work.Connection, work.Transaction, seat);
        // From the commit on nothing is asked or told as the officer any more; the answer to whoever passes the post on comes before the end.
        work.WithCommit(() =>
        {
            foreach (var tag in ended)
                if ((tag == seat ? sessions.Yield(tag) : sessions.Fence(tag)) is { } connection) _ = LetGo(connection);
        });
    }

    private async Task LetGo(HubCallerContext connection)
    {
        try
        {
            foreach (var group in (string[])[Screens.Officers, Screens.TurnoutScreens]) await hub.Groups.RemoveFromGroupAsync(connection.ConnectionId, group);
            await Task.Delay(AnswerFirst);
            // A device that does not read is let go all the same.
            await Task.WhenAny(hub.Clients.Client(connection.ConnectionId).Yielded(), Task.Delay(AnswerFirst));
        }
        finally
        {
            connection.Abort();
        }
    }
}
