using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Voting.Domain.Contracts;

namespace Voting.Tests.Journeys;

/// <summary>Nonsense gets a refusal: never a 5xx, never a dropped connection.</summary>
public class NonsenseTests
{
    [Fact]
    public async Task A_hub_call_with_nonsense_is_refused_as_malformed_and_the_connection_lives_on()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        object?[][] calls =
        [
            ["Cast", 17], ["Cast", "text"], ["Cast", null], ["Cast", Array.Empty<int>()], ["Cast"], ["Cast", 1, 2, 3], ["NoSuchMethod", 1], ["Snapshot", 1],
            ["Cast", new { paper = "P", round = "one", castId = 5, seq = -1, envelope = "%%%" }],
            ["Cast", new { paper = new string('x', 1000), round = 1, castId = "z", seq = 1, envelope = "" }],
            ["Cast", new CastRequest("P", 1, new string('a', 31), 1, [1])], ["Cast", new CastRequest("P", 0, new string('a', 32), 1, [1])],
            ["Cast", new CastRequest("P", 1, new string('a', 32), 0, [1])], ["Cast", new CastRequest("../x", 1, new string('a', 32), 1, [1])],
            ["Cast", new CastRequest("P", 1, new string('a', 32), 1, null!)], ["Cast", new CastRequest(null!, 1, null!, 1, [1])],
            ["Urn", new RoundRef("", 1)], ["Urn", new RoundRef("P", -1)],
        ];
        foreach (var call in calls)
        {
            var reply = await member.Hub.InvokeCoreAsync<Reply<Done>>((string)call[0]!, [.. call.Skip(1)], TestContext.Current.CancellationToken);
            Assert.Equal(Refusals.Malformed, reply.Refusal?.Code);
        }

        Assert.Equal(HubConnectionState.Connected, member.Hub.State);
        Assert.NotNull((await member.Snapshot()).Value);
    }

    [Fact]
    public async Task A_frame_that_is_no_json_does_not_drop_the_connection()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", member.Cookie);
        var stop = TestContext.Current.CancellationToken;
        await socket.ConnectAsync(new Uri(chamber.Address.ToString().Replace("http", "ws", StringComparison.Ordinal) + "hub"), stop);
        await Send("""{"protocol":"json","version":1}""");
        foreach (var frame in new[] { "{", "not json", "[]", "17", "{}", """{"type":99}""", """{"type":1}""", """{"type":"one"}""", "\u0000\uffff", """{"type":1,"target":5,"arguments":{}}""" })
            await Send(frame);
        await Send("""{"type":1,"invocationId":"7","target":"Snapshot","arguments":[]}""");

        var answers = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (!answers.ToString().Contains("\"invocationId\":\"7\"", StringComparison.Ordinal))
        {
            var got = await socket.ReceiveAsync(buffer, stop);
            Assert.NotEqual(WebSocketMessageType.Close, got.MessageType);
            answers.Append(Encoding.UTF8.GetString(buffer, 0, got.Count));
        }

        Task Send(string frame) => socket.SendAsync(Encoding.UTF8.GetBytes(frame + "\u001e"), WebSocketMessageType.Text, true, stop);
    }

    [Fact]
    public async Task An_http_body_of_nonsense_is_refused_and_never_a_server_error()
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        using var http = new HttpClient();
        foreach (var path in new[] { "/cast", "/sign-in" })
        {
            foreach (var body in new[] { "", "{", "null", "[]", "17", "{\"code\":5}", "{\"code\":null}", "{\"code\":\"" + new string('x', 5000) + "\"}", "{\"paper\":{}}", new string('[', 5000) })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(chamber.Address, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
                request.Headers.Add("Cookie", member.Cookie);
                using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.InRange((int)response.StatusCode, 400, 499);
            }
        }
    }

    [Fact]
    public async Task Five_wrong_codes_close_sign_in_for_a_while()
    {
        await using var chamber = await Chamber.Open();
        using var http = new HttpClient { BaseAddress = chamber.Address };
        var stop = TestContext.Current.CancellationToken;
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsJsonAsync("/sign-in", new SignInRequest("AAAA-AAAA-AAAA"), stop)).StatusCode);

        using var sixth = await http.PostAsJsonAsync("/sign-in", new SignInRequest(chamber.Code("member:m1")), stop);

        Assert.Equal(HttpStatusCode.TooManyRequests, sixth.StatusCode);
        Assert.Equal(Refusals.TooManyTries, (await sixth.Content.ReadFromJsonAsync<Reply<SignedIn>>(stop))!.Refusal!.Code);
    }

    [Fact]
    public async Task A_burst_of_wrong_codes_gets_five_tries_and_no_more()
    {
        await using var chamber = await Chamber.Open();
        using var http = new HttpClient { BaseAddress = chamber.Address };
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using var response = await http.PostAsJsonAsync("/sign-in", new SignInRequest("AAAA-AAAA-AAAA"), TestContext.Current.CancellationToken);
            return response.StatusCode;
        }));

        Assert.Equal(5, answers.Count(a => a == HttpStatusCode.Unauthorized));
        Assert.Equal(45, answers.Count(a => a == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Nobody_without_a_session_gets_in()
    {
        await using var chamber = await Chamber.Open();
        using var http = new HttpClient { BaseAddress = chamber.Address };
        var stop = TestContext.Current.CancellationToken;
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/record", stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsJsonAsync("/cast", JsonElement.Parse("{}"), stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/hub", stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live", stop)).StatusCode);
    }
}
