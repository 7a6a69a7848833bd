using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Client;
using Voting.Domain.Contracts;
using Voting.Rehearsal;

namespace Voting.Tests.Journeys;

/// <summary>The officers' second factor at sign-in, void and certify, before a real server.</summary>
public class SecondFactorTests
{
    private static readonly string[] Required = ["--second-factor", "required"];

    private static Task<Chamber> Asked() => Chamber.Open(null, null, Required);

    private static Task<Chamber> AskedAndEmpty() => Chamber.Empty(null, null, Required);

    [Fact]
    public async Task An_officer_signs_in_with_password_and_factor_and_without_it_is_asked_for_it()
    {
        await using var chamber = await AskedAndEmpty();
        foreach (var post in Posts.All)
        {
            var password = chamber.Code($"password:{post}");
            Assert.Equal(Refusals.FactorNeeded, await Refused(chamber, new SignInRequest(null, post, password)));
            var officer = await chamber.Join(new SignInRequest(null, post, password, Authenticator.Of(chamber.Code($"totp:{post}")).Now()));
            Assert.Equal(post.Split(':')[0], officer.Who.Role);
            Assert.True((await officer.Snapshot()).Value!.AsksFactor);
        }

        var printed = chamber.Printed(Posts.Clerk)[0];
        await chamber.Join(new SignInRequest(null, Posts.Clerk, chamber.Code("password:clerk"), printed));
        Assert.Equal(Refusals.WrongSignIn, await Refused(chamber, new SignInRequest(null, Posts.Clerk, chamber.Code("password:clerk"), printed)));
    }

    [Fact]
    public async Task An_officers_one_time_code_is_not_enough_and_is_not_used_up_before_the_factor_is_right()
    {
        await using var chamber = await AskedAndEmpty();
        var code = chamber.Code(Posts.Clerk);
        Assert.Equal(Refusals.FactorNeeded, await Refused(chamber, new SignInRequest(code)));
        Assert.Equal(Refusals.WrongFactor, await Refused(chamber, new SignInRequest(code, Factor: chamber.Printed(Posts.FirstScrutineer)[0])));
        var printed = chamber.Printed(Posts.Clerk)[0];
        Assert.Equal(Roles.Clerk, (await chamber.Join(new SignInRequest(code, Factor: printed))).Who.Role);
        Assert.Equal(Refusals.UnknownCode, await Refused(chamber, new SignInRequest(code, Factor: chamber.Printed(Posts.Clerk)[1])));
        // A member, the hall and an attendee have none, and are asked for none.
        foreach (var who in new[] { "member:m2", Roles.Display, Roles.Attendee + ":1" }) Assert.False((await (await chamber.Join(who)).Snapshot()).Value!.AsksFactor);
    }

    [Fact]
    public async Task Nobody_is_told_whether_post_password_or_factor_was_wrong()
    {
        await using var chamber = await AskedAndEmpty();
        var (password, printed) = (chamber.Code("password:clerk"), chamber.Printed(Posts.Clerk)[0]);
        Assert.Equal(Refusals.WrongSignIn, await Refused(chamber, new SignInRequest(null, Posts.Clerk, "AAAA-AAAA-AAAA", printed)));
        Assert.Equal(Refusals.WrongSignIn, await Refused(chamber, new SignInRequest(null, Posts.Clerk, password, chamber.Printed(Posts.FirstScrutineer)[0])));
        Assert.Equal(Refusals.WrongSignIn, await Refused(chamber, new SignInRequest(null, "administrator", password, printed)));
        // Asked before the password is looked at.
        Assert.Equal(Refusals.FactorNeeded, await Refused(chamber, new SignInRequest(null, Posts.Clerk, "AAAA-AAAA-AAAA")));
        Assert.Equal(Refusals.FactorNeeded, await Refused(chamber, new SignInRequest(null, "administrator", password, " - ")));
        // The factor that came with a wrong password was not used up by it.
        await chamber.Join(new SignInRequest(null, Posts.Clerk, password, printed));
    }

    [Fact]
    public async Task To_be_asked_is_no_wrong_try_and_five_wrong_factors_lock_the_post_with_either_way_in()
    {
        await using var chamber = await AskedAndEmpty();
        var password = chamber.Code("password:clerk");
        for (var asked = 0; asked < 8; asked++) Assert.Equal(Refusals.FactorNeeded, await Refused(chamber, new SignInRequest(null, Posts.Clerk, password)));
        for (var wrong = 0; wrong < 5; wrong++)
            Assert.Equal(Refusals.WrongSignIn, await Refused(chamber, new SignInRequest(null, Posts.Clerk, password, chamber.Printed(Posts.FirstScrutineer)[wrong])));
        Assert.Equal(Refusals.TooManyTries, await Refused(chamber, new SignInRequest(null, Posts.Clerk, password, chamber.Printed(Posts.Clerk)[0])));
    }

    [Fact]
    public async Task A_burst_of_wrong_factors_with_a_stolen_code_gets_five_tries_from_whatever_address()
    {
        await using var chamber = await AskedAndEmpty();
        var code = chamber.Code(Posts.Clerk);
        var thieves = Enumerable.Range(2, 8).Select(n => chamber.From($"127.0.0.{n}")).ToList();
        var answers = await Task.WhenAll(thieves.SelectMany(thief => Enumerable.Range(0, 3).Select(async n =>
        {
            using var answer = await thief.PostAsJsonAsync("/sign-in", new SignInRequest(code, Factor: $"00{n}000"), TestContext.Current.CancellationToken);
            return (await answer.Content.ReadFromJsonAsync<Reply<SignedIn>>(TestContext.Current.CancellationToken))!.Refusal!.Code;
        })));
        Assert.Equal(5, answers.Count(a => a == Refusals.WrongFactor));
        Assert.Equal(19, answers.Count(a => a == Refusals.TooManyTries));
        foreach (var thief in thieves) thief.Dispose();
    }

    [Fact]
    public async Task A_round_is_voided_only_with_the_factor_of_whoever_voids_it()
    {
        await using var chamber = await Asked();
        var round = await chamber.OpenRound("P");
        VoidRequest With(string? factor) => new(round.Paper, round.Round, "设备故障", factor);
        Chamber.Refused(Refusals.FactorNeeded, await chamber.Clerk.Void(With(null)));
        Chamber.Refused(Refusals.WrongFactor, await chamber.Clerk.Void(With(chamber.Printed(Posts.PresidingOfficer)[5])));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.Void(With(new string('1', 21))));
        Assert.Equal("open", (await chamber.Clerk.Snapshot()).Value!.Rounds[^1].State);
        Chamber.Done(await chamber.Clerk.Void(With(chamber.Printed(Posts.Clerk)[5])));
        Chamber.Refused(Refusals.WrongFactor, await chamber.Clerk.Void(With(chamber.Printed(Posts.Clerk)[5])));
        await chamber.OpenRound("P");
        Chamber.Done(await chamber.Chair.Void(new VoidRequest("P", 2, "设备故障", Authenticator.Of(chamber.Code("totp:presiding-officer")).Now())));
    }

    [Fact]
    public async Task Five_wrong_factors_lock_voiding_for_that_post_and_a_stranger_at_the_sign_in_cannot()
    {
        await using var chamber = await Asked();
        await chamber.OpenRound("P");
        using var stranger = chamber.From("127.0.0.2");
        for (var wrong = 0; wrong < 6; wrong++)
            await stranger.PostAsJsonAsync("/sign-in", new SignInRequest(null, Posts.Clerk, "AAAA-AAAA-AAAA", "123456"), TestContext.Current.CancellationToken);
        Chamber.Done(await chamber.Clerk.Void(new VoidRequest("P", 1, "x", chamber.Printed(Posts.Clerk)[1])));

        await chamber.OpenRound("P");
        var burst = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => chamber.Clerk.Void(new VoidRequest("P", 2, "x", chamber.Printed(Posts.FirstScrutineer)[9]))));
        Assert.Equal(5, burst.Count(r => r.Refusal!.Code == Refusals.WrongFactor));
        Assert.Equal(7, burst.Count(r => r.Refusal!.Code == Refusals.TooManyTries));
        Chamber.Refused(Refusals.TooManyTries, await chamber.Clerk.Void(new VoidRequest("P", 2, "x", chamber.Printed(Posts.Clerk)[2])));
        // The other officers are not locked by it.
        Chamber.Done(await chamber.Chair.Void(new VoidRequest("P", 2, "x", chamber.Printed(Posts.PresidingOfficer)[1])));
    }

    [Fact]
    public async Task One_factor_certifies_many_rounds_and_all_or_none_of_them()
    {
        await using var chamber = await Asked();
        foreach (var paper in new[] { "P", "R" })
        {
            await chamber.CloseRound(await chamber.OpenRound(paper));
            Chamber.Done(await chamber.Chair.Announce(new RoundRef(paper, 1)));
        }

        await chamber.CloseRound(await chamber.OpenRound("F"));
        var factor = Authenticator.Of(chamber.Code("totp:clerk")).Now();
        CertifyRequest All(string? with, params string[] papers) => new([.. papers.Select(p => new RoundRef(p, 1))], with);
        Chamber.Refused(Refusals.FactorNeeded, await chamber.Clerk.Certify(All(null, "P", "R")));
        Chamber.Refused(Refusals.WrongFactor, await chamber.Clerk.Certify(All("12345678", "P", "R")));
        // F is not announced: none is confirmed, the refusal names it, and the factor is still good.
        var refused = (await chamber.Clerk.Certify(All(factor, "P", "R", "F"))).Refusal!;
        Assert.Equal((Refusals.WrongState, true), (refused.Code, refused.Detail!.StartsWith("F 1: ", StringComparison.Ordinal)));
        Assert.All((await chamber.Clerk.Snapshot()).Value!.Rounds, r => Assert.False(r.ConfirmedByClerk));
        Chamber.Done(await chamber.Clerk.Certify(All(factor, "P", "R")));
        Chamber.Refused(Refusals.WrongFactor, await chamber.Clerk.Certify(All(factor, "P", "R")));
        Chamber.Done(await chamber.Scrutineer.Certify(All(chamber.Printed(Posts.FirstScrutineer)[1], "P", "R")));
        Assert.Equal(["certified", "certified", "tallied"], (await chamber.Clerk.Snapshot()).Value!.Rounds.Select(r => r.State));
    }

    [Fact]
    public async Task What_certify_is_asked_with_is_held_to_its_bounds()
    {
        await using var chamber = await Asked();
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.Certify(new CertifyRequest([], "123456")));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.Certify(new CertifyRequest(null!, "123456")));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.Certify(new CertifyRequest([null!], "123456")));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.Certify(new CertifyRequest([new RoundRef("P", 1), new RoundRef("P", 1)], "123456")));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.Certify(new CertifyRequest([.. Enumerable.Range(1, CertifyRequest.Most + 1).Select(n => new RoundRef("P", n))], "123456")));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.Certify(new CertifyRequest([new RoundRef("P", 1)], new string('1', 21))));
        var reply = await chamber.Clerk.Hub.InvokeAsync<Reply<Done>>("Certify", new { Rounds = "all", Factor = 1 }, TestContext.Current.CancellationToken);
        Chamber.Refused(Refusals.Malformed, reply);
    }

    [Fact]
    public async Task A_restart_forgets_no_factor_that_was_used_and_does_not_cease_to_ask()
    {
        await using var chamber = await AskedAndEmpty();
        var (password, printed) = (chamber.Code("password:clerk"), chamber.Printed(Posts.Clerk)[0]);
        var shown = Authenticator.Of(chamber.Code("totp:clerk")).Now();
        await chamber.Join(new SignInRequest(null, Posts.Clerk, password, shown));
        await chamber.Join(new SignInRequest(null, Posts.Clerk, password, printed));
        await chamber.Server.Kill();
        var fault = await Assert.ThrowsAsync<ServerException>(() => chamber.Start("--second-factor", "off"));
        Assert.Equal((2, 1), (fault.ExitCode, fault.Message.Split('\n').Length));

        await chamber.Start();
        foreach (var used in new[] { shown, printed })
            Assert.Equal(Refusals.WrongSignIn, await Refused(chamber, new SignInRequest(null, Posts.Clerk, password, used)));
        await chamber.Join(new SignInRequest(null, Posts.Clerk, password, chamber.Printed(Posts.Clerk)[1]));
    }

    [Fact]
    public async Task A_meeting_may_begin_to_ask_then_its_officers_sign_in_anew_and_the_record_keeps_it()
    {
        await using var chamber = await Chamber.Open();
        Assert.False((await chamber.Clerk.Snapshot()).Value!.AsksFactor);
        await chamber.Server.DisposeAsync();
        await chamber.Start(Required);
        var told = chamber.Told();
        Assert.Equal(Posts.All.SelectMany(p => new[] { $"totp:{p}", $"printed:{p}" }).Order(), told.Keys.Order());
        await Assert.ThrowsAsync<HttpRequestException>(() => chamber.Clerk.Get("/record"));
        var clerk = await chamber.Join(new SignInRequest(null, Posts.Clerk, chamber.Code("password:clerk"), Authenticator.Of(told["totp:clerk"]).Now()));
        var kept = JsonNode.Parse(await clerk.Get("/record"))!["events"]!.AsArray()[^1]!;
        Assert.Equal(("second-factor-asked", "administrator"), ((string)kept["type"]!, (string)kept["by"]!));
    }

    [Fact]
    public async Task A_lost_factor_is_made_anew_at_the_console_its_sessions_end_and_the_record_keeps_it()
    {
        await using var chamber = await Asked();
        await chamber.Server.DisposeAsync();
        await chamber.Start("--new-factor", "clerk");
        var renewed = chamber.Told();
        Assert.Equal(["totp:clerk", "printed:clerk"], renewed.Keys);
        await Assert.ThrowsAsync<HttpRequestException>(() => chamber.Clerk.Get("/record"));
        var password = chamber.Code("password:clerk");
        Assert.Equal(Refusals.WrongSignIn, await Refused(chamber, new SignInRequest(null, Posts.Clerk, password, chamber.Printed(Posts.Clerk)[3])));
        var clerk = await chamber.Join(new SignInRequest(null, Posts.Clerk, password, Authenticator.Of(renewed["totp:clerk"]).Now()));
        var kept = JsonNode.Parse(await clerk.Get("/record"))!["events"]!.AsArray()[^1]!;
        Assert.Equal(("factor-issued", "clerk", "administrator"), ((string)kept["type"]!, (string)kept["who"]!, (string)kept["by"]!));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("member:m1")]
    public async Task Nobody_but_a_post_gets_a_factor(string who)
    {
        await using var chamber = await AskedAndEmpty();
        var before = chamber.Told();
        await chamber.Server.DisposeAsync();
        await chamber.Start("--new-factor", who);
        Assert.Equal(before, chamber.Told());
    }

    [Fact]
    public async Task A_live_meeting_asks_where_nobody_says_otherwise_and_its_record_tells_where_somebody_did()
    {
        await using var chamber = await AskedAndEmpty();
        await using var folder = new Folder();
        foreach (var (arguments, asks) in new (string[], bool)[] { ([], true), (["--second-factor", "off"], false) })
        {
            var (data, codes) = (Path.Combine(folder.Path, $"data-{asks}"), Path.Combine(folder.Path, $"codes-{asks}.json"));
            await using var server = await ServerProcess.Start(["--meeting", chamber.MeetingFile, "--data", data, "--codes", codes, .. arguments]);
            var told = ServerProcess.Codes(codes);
            var (_, cookie) = await Participant.SignIn(server.Address, new SignInRequest(told["clerk"], Factor: told.GetValueOrDefault("printed:clerk")?.Split(' ')[0]));
            using var http = new HttpClient { DefaultRequestHeaders = { { "Cookie", cookie } } };
            var record = JsonNode.Parse(await http.GetStringAsync(new Uri(server.Address, "/record"), TestContext.Current.CancellationToken))!;
            Assert.Equal((asks, asks ? null : "off"), (told.ContainsKey("totp:clerk"), (string?)record["events"]![0]!["secondFactor"]));
        }
    }

    [Fact]
    public async Task A_whole_rehearsal_is_held_with_printed_codes_where_the_server_asks()
    {
        await using var chamber = await AskedAndEmpty();
        await using var folder = new Folder();
        var run = await Programs.Rehearse("--meeting", chamber.MeetingFile, "--url", chamber.Address.ToString(), "--codes", chamber.CodeFile, "--record", Path.Combine(folder.Path, "record.json"));
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }

    [Fact]
    public async Task No_secret_and_no_code_of_a_second_factor_stands_in_the_data_folder_or_in_what_the_server_prints()
    {
        await using var chamber = await Asked();
        await Refused(chamber, new SignInRequest(null, Posts.SecondScrutineer, chamber.Code("password:scrutineer:2"), chamber.Printed(Posts.Clerk)[3]));
        var shown = Authenticator.Of(chamber.Code("totp:scrutineer:2")).Now();
        await chamber.Join(new SignInRequest(null, Posts.SecondScrutineer, chamber.Code("password:scrutineer:2"), shown));
        await chamber.OpenRound("P");
        Chamber.Done(await chamber.Clerk.Void(new VoidRequest("P", 1, "x", chamber.Printed(Posts.Clerk)[4])));
        await chamber.Server.Kill();

        List<byte[]> secrets = [];
        foreach (var post in Posts.All)
        {
            var secret = Authenticator.SecretOf(chamber.Code($"totp:{post}"));
            secrets.AddRange([Encoding.ASCII.GetBytes(secret), Authenticator.Of(chamber.Code($"totp:{post}")).Secret]);
            secrets.AddRange(chamber.Printed(post).SelectMany(code => new[] { code, code.Replace("-", "", StringComparison.Ordinal) }).Select(Encoding.ASCII.GetBytes));
        }

        foreach (var file in Directory.GetFiles(chamber.DataFolder, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            Assert.All(secrets, secret => Assert.True(bytes.AsSpan().IndexOf(secret) < 0, file));
        }

        Assert.All(secrets, secret => Assert.DoesNotContain(Encoding.Latin1.GetString(secret), chamber.Server.Errors, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(shown, chamber.Server.Errors, StringComparison.Ordinal);
    }

    private static async Task<string> Refused(Chamber chamber, SignInRequest asked) =>
        (await Assert.ThrowsAsync<RefusedException>(() => chamber.Join(asked))).Refusal.Code;

    private sealed class Folder : IAsyncDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("voting-test-").FullName;

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Path, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
