using System.Data.Common;
using System.Security.Cryptography;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Domain.Meetings;
using Voting.Domain.Papers;
using Voting.Domain.Records;

namespace Voting.Tests.Stores;

/// <summary>The main database, whichever it is: what a decision gave is what is read back.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    protected SmallStores Stores { get; private set; } = null!;

    protected abstract Task<string?> Database();

    public async ValueTask InitializeAsync() => Stores = SmallStores.New(await Database());

    [Fact]
    public void A_meeting_is_read_back_as_it_was_decided()
    {
        var course = new Course(Load(), []).Do(
            new Command.OpenMeeting(), new Command.CallItem(1), new Command.Leave("m4"), new Command.BlankHall(true),
            new Command.Prepare("P", new string('a', 32), null), new Command.Open("P", 1, null, Noon));

        Save(course.State);

        var read = Load();
        Assert.Equal((MeetingPhase.InSession, true), (read.Phase, read.HallIsBlank));
        Assert.Equal(course.State.Roll.All.OrderBy(m => m.Key, StringComparer.Ordinal), read.Roll.All.OrderBy(m => m.Key, StringComparer.Ordinal));
        Assert.Equal(course.State.Agenda.Called, read.Agenda.Called);
        var (decided, round) = (Assert.Single(course.State.Rounds), Assert.Single(read.Rounds));
        Assert.Equal((decided.Id, RoundState.Open, decided.RollAtOpen, Noon), (round.Id, round.State, round.RollAtOpen, round.OpenedAt));
        Assert.Equal(decided.Questions.Select(q => q.Question.Id), round.Questions.Select(q => q.Question.Id));
    }

    [Fact]
    public void A_change_that_is_not_committed_leaves_nothing()
    {
        using (var connection = Stores.Database.Connect())
        using (var transaction = Stores.Database.BeginChange(connection))
        {
            var before = MeetingStore.Load(connection, Stores.Imported.Versions, true, transaction);
            MeetingStore.Save(connection, transaction, before, new Course(before, []).Do(new Command.OpenMeeting()).State);
            EventStore.Append(connection, transaction, [new Fact("x", [])], "clerk", Noon);
        }

        Assert.Equal(MeetingPhase.CheckIn, Load().Phase);
        Assert.Single(Read(EventStore.All));
    }

    [Fact]
    public void A_token_replaces_that_of_its_name_and_is_gone_when_it_is_removed()
    {
        Change((c, t) => TokenStore.Set(c, t, new TokenStore.Row("office", "one")));
        Change((c, t) => TokenStore.Set(c, t, new TokenStore.Row("archive", "two")));
        Change((c, t) => TokenStore.Set(c, t, new TokenStore.Row("office", "three")));
        Assert.Equal([new TokenStore.Row("archive", "two"), new TokenStore.Row("office", "three")], Read((c, _) => TokenStore.All(c)));
        Change((c, t) => Assert.True(TokenStore.Remove(c, t, "office")));
        Change((c, t) => Assert.False(TokenStore.Remove(c, t, "office")));
        Assert.Equal([new TokenStore.Row("archive", "two")], Read((c, _) => TokenStore.All(c)));
    }

    [Fact]
    public void Events_are_a_chain_in_the_order_they_were_appended()
    {
        Change((c, t) => EventStore.Append(c, t, [new Fact("a", []), new Fact("b", [])], "clerk", Noon));
        Change((c, t) => EventStore.Append(c, t, [new Fact("c", [])], "clerk", Noon));

        Assert.Equal(4, Read(EventStore.Head).Seq);
        Assert.Equal(["meeting-imported", "a", "b", "c"], Read(EventStore.All).Select(e => (string)System.Text.Json.Nodes.JsonNode.Parse(e)!["type"]!));
    }

    [Fact]
    public void Whoever_reads_again_and_again_sees_a_change_as_soon_as_it_is_committed()
    {
        using var phase = new LastCommitted<string>(Stores.Database, (c, t) => MeetingStore.Load(c, Stores.Imported.Versions, true, t).Phase.ToString());
        Assert.Equal("CheckIn", phase.Now());
        Assert.Same(phase.Now(), phase.Now());

        Save(new Course(Load(), []).Do(new Command.OpenMeeting()).State);

        Assert.Equal("InSession", phase.Now());
    }

    [Fact]
    public async Task Whoever_shares_an_answer_with_others_sees_what_was_committed_before_they_asked()
    {
        using var hall = new LastCommitted<string>(Stores.Database, (c, t) => MeetingStore.Load(c, Stores.Imported.Versions, true, t).HallIsBlank.ToString());
        using var stop = new CancellationTokenSource();
        var asking = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) hall.Now();
        })).ToList();
        for (var n = 0; n < 50; n++)
        {
            Save(Load() with { HallIsBlank = n % 2 == 0 });
            Assert.Equal((n % 2 == 0).ToString(), hall.Now());
        }

        await stop.CancelAsync();
        await Task.WhenAll(asking);
    }

    [Fact]
    public void What_a_change_committed_is_known_without_being_read_and_what_others_commit_is_read()
    {
        var readings = 0;
        using var hall = new LastCommitted<string>(Stores.Database, (_, _) => $"read {++readings}");
        Assert.Equal("read 1", hall.Now());

        Known(hall, "kept");
        Assert.Equal(("kept", "kept"), (hall.Now(), hall.Now()));
        Change((c, t) =>
        {
            Assert.Equal("kept", hall.Before(Stores.Database.Stamps(t)));
            EventStore.Append(c, t, [new Fact("x", [])], "clerk", Noon);
        });

        Assert.Equal("read 2", hall.Now());
    }

    [Fact]
    public void A_change_that_is_not_committed_is_known_to_nobody()
    {
        using var hall = new LastCommitted<string>(Stores.Database, (_, _) => "read");
        Assert.Equal("read", hall.Now());
        using (var connection = Stores.Database.Connect())
        using (var transaction = Stores.Database.BeginChange(connection)) Assert.Equal("read", hall.Before(Stores.Database.Stamps(transaction)));

        Change((_, t) => Assert.Equal("read", hall.Before(Stores.Database.Stamps(t))));
    }

    [Fact]
    public void A_code_works_once_and_a_later_one_ends_it_also_for_somebody_without_a_seat()
    {
        var clerk = new AccountStore.Person(Roles.Clerk, null, "工作人员");
        Change((c, t) => AccountStore.AddCode(c, t, "one", clerk));
        Change((c, t) => AccountStore.AddCode(c, t, "two", clerk));
        Change((c, t) => Assert.Equal(clerk, AccountStore.UseCode(c, t, "one")));
        Change((c, t) => Assert.Null(AccountStore.UseCode(c, t, "one")));
        Change((c, t) => AccountStore.SpendCodes(c, t, clerk));
        Change((c, t) => Assert.Null(AccountStore.UseCode(c, t, "two")));
        Change((c, t) => Assert.True(AccountStore.HasCodes(c, t)));
    }

    [Fact]
    public void A_seat_has_one_session_and_sessions_of_a_post_end_together()
    {
        var (member, clerk) = (new AccountStore.Person(Roles.Member, "m1", "甲"), new AccountStore.Person(Roles.Clerk, null, "工作人员"));
        Change((c, t) => Assert.Empty(AccountStore.AddSession(c, t, "s1", member, seat: true)));
        Change((c, t) => Assert.Equal(["s1"], AccountStore.AddSession(c, t, "s2", member, seat: true)));
        Change((c, t) => AccountStore.AddSession(c, t, "s3", clerk, seat: false));
        Change((c, t) => AccountStore.AddSession(c, t, "s4", clerk, seat: false));
        Change((c, t) => AccountStore.Prove(c, t, "s2"));
        Change((c, t) => Assert.Equal(["s3", "s4"], AccountStore.FenceSessions(c, t, clerk).Order()));
        Change((c, t) => Assert.Equal(["m1"], AccountStore.TakenSeats(c, t)));

        using var connection = Stores.Database.Connect();
        Assert.Equal(["s1 1 0", "s2 0 1", "s3 1 0", "s4 1 0"], AccountStore.Sessions(connection).Select(s => $"{s.Id} {s.Fenced} {s.Proved}").Order());
    }

    [Fact]
    public void Posts_and_secrets_are_kept_and_written_over()
    {
        var chair = new AccountStore.OfficerRow(Posts.PresidingOfficer, Roles.PresidingOfficer, "m1", "甲", "hash");
        Change((c, t) => AccountStore.SetOfficer(c, t, chair));
        Change((c, t) => AccountStore.SetOfficer(c, t, chair with { Password = "other" }));
        Change((c, t) => AccountStore.SetMemberSecret(c, t, "m1", Proofs.Pin, "one"));
        Change((c, t) => AccountStore.SetMemberSecret(c, t, "m1", Proofs.Pin, "two"));
        Change((c, t) => FactorStore.Set(c, t, Posts.Clerk, [1, 2, 3], ["h1", "h2"]));
        Change((c, t) => Assert.True(FactorStore.HasAny(c, t) && FactorStore.UsePrinted(c, t, Posts.Clerk, "h1") && FactorStore.UseStep(c, t, Posts.Clerk, 7)));
        Change((c, t) => Assert.False(FactorStore.UsePrinted(c, t, Posts.Clerk, "h1") || FactorStore.UseStep(c, t, Posts.Clerk, 7)));

        using var connection = Stores.Database.Connect();
        Assert.Equal("other", AccountStore.Officer(connection, Posts.PresidingOfficer)!.Password);
        Change((c, t) => Assert.Equal(("two", null), (AccountStore.MemberSecret(c, t, "m1", Proofs.Pin), AccountStore.MemberSecret(c, t, "m2", Proofs.Pin))));
    }

    [Fact]
    public void An_urn_keeps_the_order_it_was_given_and_is_emptied_whole()
    {
        var id = Rounded();
        var envelopes = Enumerable.Range(0, 40).Select(_ => RandomNumberGenerator.GetBytes(84)).ToList();
        Change((c, t) => RoundStore.WriteUrn(c, t, id, envelopes, "root"));
        Change((c, t) => RoundStore.WriteNamed(c, t, id, [KeyValuePair.Create("m1", new byte[] { 1 }), KeyValuePair.Create("m2", new byte[] { 2 })]));
        Change((c, t) => RoundStore.SetKey(c, t, id, [9]));

        Assert.Equal(envelopes, Read((c, t) => RoundStore.Urn(c, id, t)));
        Assert.Equal(["m1 1", "m2 2"], Read((c, t) => RoundStore.Named(c, id, t)).Select(b => $"{b.Key} {b.Value[0]}").Order());
        var row = Read((c, t) => RoundStore.Ceremony(c, id, t));
        Assert.Equal(("root", (byte)9), (row.UrnRoot, row.PublicKey![0]));

        Change((c, t) => RoundStore.EmptyUrn(c, t, id));
        Assert.Empty(Read((c, t) => RoundStore.Urn(c, id, t)));
        Assert.Empty(Read((c, t) => RoundStore.Named(c, id, t)));
    }

    public async ValueTask DisposeAsync()
    {
        if (Stores is not null) await Stores.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected string Rounded()
    {
        Save(new Course(Load(), []).Do(new Command.OpenMeeting(), new Command.Prepare("P", new string('b', 32), null)).State);
        return new string('b', 32);
    }

    /// <summary>A change of this server, which takes what it committed for what stands.</summary>
    protected void Known(LastCommitted<string> known, string value)
    {
        ChangeStamps? stamps = null;
        Change((c, t) =>
        {
            EventStore.Append(c, t, [new Fact("x", [])], "clerk", Noon);
            stamps = Stores.Database.Stamps(t);
        });
        known.Set(value, stamps);
    }

    protected void Change(Action<DbConnection, DbTransaction> change)
    {
        using var connection = Stores.Database.Connect();
        using var transaction = Stores.Database.BeginChange(connection);
        change(connection, transaction);
        Stores.Database.Commit(transaction);
    }

    protected T Read<T>(Func<DbConnection, DbTransaction, T> read)
    {
        using var connection = Stores.Database.Connect();
        using var transaction = Stores.Database.BeginReading(connection);
        return read(connection, transaction);
    }

    private MeetingState Load() => Read((c, t) => MeetingStore.Load(c, Stores.Imported.Versions, true, t));

    private void Save(MeetingState state) => Change((c, t) => MeetingStore.Save(c, t, MeetingStore.Load(c, Stores.Imported.Versions, true, t), state));
}

/// <summary>On SQLite.</summary>
public sealed class StoreTests : StoreContract
{
    protected override Task<string?> Database() => Task.FromResult<string?>(null);
}

/// <summary>On PostgreSQL.</summary>
public sealed class StoreOnPostgresTests : StoreContract
{
    protected override async Task<string?> Database() => await Machines.Meeting();

    [Fact]
    public void Rows_of_an_urn_bear_one_transaction_and_lie_in_the_order_of_their_hashes()
    {
        var id = Rounded();
        Change((c, t) => RoundStore.WriteUrn(c, t, id, [.. Enumerable.Range(0, 340).Select(_ => RandomNumberGenerator.GetBytes(84))], "root"));

        var rows = Read((c, t) => Dapper.SqlMapper.Query<(string Xmin, int Place)>(c, "SELECT xmin::text, place::int FROM urn ORDER BY ctid", transaction: t).ToList());
        Assert.Single(rows.Select(r => r.Xmin).Distinct());
        Assert.Equal(Enumerable.Range(0, 340), rows.Select(r => r.Place));
    }

    [Fact]
    public void What_another_server_committed_before_a_change_is_read_by_it()
    {
        using var hall = new LastCommitted<string>(Stores.Database, (_, _) => "read");
        Known(hall, "kept");
        Change((_, _) => { });

        Change((_, t) => Assert.Null(hall.Before(Stores.Database.Stamps(t))));
    }

    [Fact]
    public void A_change_of_a_server_that_counts_and_does_not_stamp_is_seen()
    {
        using var hall = new LastCommitted<string>(Stores.Database, (_, _) => "read");
        Known(hall, "kept");
        using (var connection = Stores.Database.Connect()) Dapper.SqlMapper.Execute(connection, "UPDATE changes SET number = number + 1, by = 'earlier version'");
        Change((_, t) => Assert.Null(hall.Before(Stores.Database.Stamps(t))));

        Assert.Equal("read", hall.Now());
    }

    [Fact]
    public void A_change_that_the_standby_never_had_is_not_taken_for_the_one_that_bears_its_number()
    {
        using var hall = new LastCommitted<string>(Stores.Database, (_, _) => "read");
        Known(hall, "lost");
        // The standby as it took over.
        using (var connection = Stores.Database.Connect()) Dapper.SqlMapper.Execute(connection, "UPDATE changes SET number = number - 1, stamp = stamp_before");
        Change((_, t) => Assert.Null(hall.Before(Stores.Database.Stamps(t))));

        Assert.Equal("read", hall.Now());
    }

    [Fact]
    public async Task Two_servers_that_change_the_meeting_do_so_one_after_the_other()
    {
        await using var second = Stores.Again();
        await Task.WhenAll(new[] { Stores, second }.Select(stores => Task.Run(() =>
        {
            for (var n = 0; n < 50; n++)
            {
                using var connection = stores.Database.Connect();
                using var transaction = stores.Database.BeginChange(connection);
                EventStore.Append(connection, transaction, [new Fact("x", [])], "clerk", DateTimeOffset.UnixEpoch);
                stores.Database.Commit(transaction);
            }
        })));

        Assert.Equal(101, Read(EventStore.Head).Seq);
    }
}
