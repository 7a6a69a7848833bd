using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.SignalR.Client;
using Voting.Api.Accounts;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Tests.Journeys;

namespace Voting.Tests.Attacks;

public class SignInAttackTests
{
    [Fact]
    public async Task Five_wrong_passwords_lock_the_post_for_every_address_and_leave_the_other_posts_open()
    {
        await using var chamber = await Chamber.Open();
        using var thief = chamber.From("127.0.0.2");
        for (var wrong = 0; wrong < 5; wrong++)
            Assert.Equal((HttpStatusCode.Unauthorized, Refusals.WrongPassword), await Try(thief, Posts.Clerk, "AAAA-AAAA-AAAA"));
        using var clerk = chamber.From("127.0.0.3");
        Assert.Equal((HttpStatusCode.TooManyRequests, Refusals.TooManyTries), await Try(clerk, Posts.Clerk, chamber.Code("password:clerk")));
        Assert.Equal((HttpStatusCode.OK, null), await Try(clerk, Posts.FirstScrutineer, chamber.Code("password:scrutineer:1")));
        // And the address that tried, whatever it tries next.
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Try(thief, Posts.FirstScrutineer, chamber.Code("password:scrutineer:1"))).Status);
        using var code = await thief.PostAsJsonAsync("/sign-in", new SignInRequest(chamber.Code("member:m1")), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.TooManyRequests, code.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Behind_a_proxy_each_device_is_locked_for_itself_and_without_one_no_device_says_who_it_is(bool behind)
    {
        await using var chamber = await Chamber.Open(null, null, behind ? ["--behind-proxy"] : []);
        using var proxy = chamber.From("127.0.0.2");
        async Task<HttpStatusCode> SignIn(string from, string code)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = JsonContent.Create(new SignInRequest(code)) };
            request.Headers.Add("X-Forwarded-For", from);
            using var answer = await proxy.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }

        for (var wrong = 0; wrong < 5; wrong++) Assert.Equal(HttpStatusCode.Unauthorized, await SignIn("10.0.0.1", "AAAA-AAAA-AAAA"));
        // Whatever the device wrote stands before what the proxy wrote.
        Assert.Equal(HttpStatusCode.TooManyRequests, await SignIn("10.0.0.2, 10.0.0.1", chamber.Code("member:m1")));
        Assert.Equal(behind ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, await SignIn("10.0.0.2", chamber.Code("member:m1")));
    }

    [Fact]
    public async Task A_burst_of_wrong_passwords_from_many_addresses_gets_five_tries_and_no_more()
    {
        await using var chamber = await Chamber.Open();
        var thieves = Enumerable.Range(2, 8).Select(n => chamber.From($"127.0.0.{n}")).ToList();
        var answers = await Task.WhenAll(thieves.SelectMany(thief => Enumerable.Range(0, 3).Select(_ => Try(thief, Posts.Clerk, "AAAA-AAAA-AAAA"))));
        Assert.Equal(5, answers.Count(a => a.Status == HttpStatusCode.Unauthorized));
        foreach (var thief in thieves) thief.Dispose();
    }

    [Fact]
    public async Task A_post_that_does_not_exist_is_answered_and_locked_like_one_that_does()
    {
        await using var chamber = await Chamber.Open();
        using var stranger = chamber.From("127.0.0.2");
        for (var wrong = 0; wrong < 5; wrong++)
            Assert.Equal((HttpStatusCode.Unauthorized, Refusals.WrongPassword), await Try(stranger, "administrator", "AAAA-AAAA-AAAA"));
        using var other = chamber.From("127.0.0.3");
        Assert.Equal((HttpStatusCode.TooManyRequests, Refusals.TooManyTries), await Try(other, "administrator", "AAAA-AAAA-AAAA"));
    }

    [Fact]
    public void A_post_that_does_not_exist_takes_the_time_of_one_that_does()
    {
        var passwords = new Passwords();
        var officer = new AccountStore.OfficerRow(Posts.Clerk, Roles.Clerk, null, "", passwords.Hash("right"));
        Assert.True(passwords.IsRight(officer, "right"));
        Assert.False(passwords.IsRight(null, "right"));
        // In turn, so that whatever else the machine does falls on both.
        var (known, unknown) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var n = 0; n < 12; n++) (known, unknown) = (Least(known, officer), Least(unknown, null));
        Assert.True(unknown > known * 0.5 && unknown < known * 2, $"known {known.TotalMilliseconds:0.0} ms, unknown {unknown.TotalMilliseconds:0.0} ms");

        TimeSpan Least(TimeSpan least, AccountStore.OfficerRow? who)
        {
            var clock = Stopwatch.StartNew();
            passwords.IsRight(who, "wrong");
            return clock.Elapsed < least ? clock.Elapsed : least;
        }
    }

    [Fact]
    public async Task A_burst_of_pins_gets_five_tries_and_locks_the_member_on_another_device_too()
    {
        await using var chamber = await Chamber.Open(null, null, "--sign-in", "pin");
        var (right, wrong) = (chamber.Code("pin:m2"), chamber.Code("pin:m2") == "000000" ? "000001" : "000000");
        var tablet = await chamber.Join("member:m2");
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => tablet.TakeSeat(new TakeSeatRequest(wrong))));
        Assert.Equal(5, answers.Count(a => a.Refusal!.Code == Refusals.WrongProof));
        Assert.Equal(35, answers.Count(a => a.Refusal!.Code == Refusals.TooManyTries));
        Chamber.Refused(Refusals.TooManyTries, await tablet.TakeSeat(new TakeSeatRequest(right)));
        var another = await chamber.Join(new SignInRequest((await chamber.Clerk.ReplaceDevice(new MemberRef("m2"))).Value!.Code));
        Chamber.Refused(Refusals.TooManyTries, await another.TakeSeat(new TakeSeatRequest(right)));
        // Nobody else is locked by it.
        Chamber.Done(await (await chamber.Join("member:m3")).TakeSeat(new TakeSeatRequest(chamber.Code("pin:m3"))));
    }

    [Fact]
    public async Task A_members_tablet_takes_no_seat_but_its_own()
    {
        await using var chamber = await Chamber.Open();
        var late = await chamber.Join("member:m5");
        // Whatever a message adds, the seat is the session's.
        Chamber.Done(await late.Hub.InvokeAsync<Reply<SignedIn>>("TakeSeat", new { Secret = (string?)null, Member = "m2" }, TestContext.Current.CancellationToken));
        var told = (await chamber.Record())["events"]!.AsArray()[^1]!;
        Assert.Equal(("m5", "member:m5"), ((string)told["member"]!, (string)told["by"]!));
        Chamber.Refused(Refusals.NotPermitted, await chamber.Chair.TakeSeat(new TakeSeatRequest(null)));
        Chamber.Refused(Refusals.NotPermitted, await (await chamber.Join("attendee:1")).TakeSeat(new TakeSeatRequest(null)));
    }

    [Fact]
    public async Task A_tablet_that_was_replaced_takes_its_seat_no_more()
    {
        await using var chamber = await Chamber.Open();
        var lost = await chamber.Join("member:m5");
        await chamber.Join(new SignInRequest((await chamber.Clerk.ReplaceDevice(new MemberRef("m5"))).Value!.Code));
        await Assert.ThrowsAnyAsync<Exception>(() => lost.TakeSeat(new TakeSeatRequest(null)).WaitAsync(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken));
        Assert.Equal("leave", (await chamber.Clerk.Roll()).Value!.Members.Single(m => m.Id == "m5").Attendance);
    }

    [Fact]
    public async Task No_password_card_or_code_stands_in_the_data_folder_or_in_what_the_server_prints()
    {
        await using var chamber = await Chamber.Open(null, null, "--sign-in", "card");
        await chamber.WithPassword(Posts.Clerk);
        await Assert.ThrowsAnyAsync<Exception>(() => chamber.Join(new SignInRequest(null, Posts.Clerk, chamber.Code("password:scrutineer:1"))));
        Chamber.Done(await (await chamber.Join("member:m2")).TakeSeat(new TakeSeatRequest(chamber.Code("card:m2"))));
        var cards = (await chamber.Clerk.IssueCodes(new IssueCodesRequest(chamber.Address.ToString()))).Value!.Seats;
        await chamber.Server.Kill();

        string[] secrets = [.. chamber.Told().Values, .. cards.Select(c => c.Code)];
        foreach (var file in Directory.GetFiles(chamber.DataFolder, "*", SearchOption.AllDirectories))
        {
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            Assert.All(secrets, secret => Assert.False(Holds(text, secret), file));
        }

        Assert.All(secrets, secret => Assert.False(Holds(chamber.Server.Errors, secret)));

        static bool Holds(string text, string secret) =>
            text.Contains(secret, StringComparison.OrdinalIgnoreCase) || text.Contains(secret.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"officer":"clerk"}""")]
    [InlineData("""{"password":"AAAA-AAAA-AAAA"}""")]
    [InlineData("""{"officer":"","password":""}""")]
    [InlineData("""{"code":null,"officer":null,"password":null}""")]
    public async Task Half_a_sign_in_is_refused_and_harms_nothing(string body)
    {
        await using var chamber = await Chamber.Open();
        using var http = chamber.From("127.0.0.2");
        using var answer = await http.PostAsync("/sign-in", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static async Task<(HttpStatusCode Status, string? Refusal)> Try(HttpClient http, string post, string password)
    {
        using var answer = await http.PostAsJsonAsync("/sign-in", new SignInRequest(null, post, password), TestContext.Current.CancellationToken);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<Reply<SignedIn>>(TestContext.Current.CancellationToken))!.Refusal?.Code);
    }
}
