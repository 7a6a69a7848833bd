using System.Net.WebSockets;
using System.Text;
using Voting.Rehearsal;
using Voting.Tests.Journeys;

namespace Voting.Tests.Attacks;

/// <summary>Codes and frames as no honest device sends them.</summary>
public class HostileMessageTests
{
    [Fact]
    public async Task One_code_used_many_times_at_once_gives_one_session()
    {
        await using var chamber = await Chamber.Open();
        var sessions = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            try
            {
                await Participant.SignIn(chamber.Address, chamber.Code("member:m3"));
                return 1;
            }
            catch (RefusedException)
            {
                return 0;
            }
        }));

        Assert.Equal(1, sessions.Sum());
    }

    [Theory]
    [InlineData("""{"type":1,"invocationId":"1","target":"\ud800","arguments":[]}""")]
    [InlineData("""{"type":1,"invocationId":"\ud800","target":"Snapshot","arguments":[]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Cast","arguments":[{"paper":"\ud800","round":1,"castId":"a","seq":1,"envelope":"AA=="}]}""")]
    [InlineData("""{"\ud800":1,"type":1,"invocationId":"1","target":"Snapshot","arguments":[]}""")]
    [InlineData("""{"type":4,"invocationId":"1","target":"Snapshot","arguments":[]}""")]
    [InlineData("""{"type":1,"invocationId":"1","target":"Snapshot","arguments":[],"streamIds":["1","1"]}""")]
    [InlineData("""{"type":5,"invocationId":"1"}""")]
    [InlineData("""{"type":2,"invocationId":"9","item":1}""")]
    [InlineData("""{"type":3,"invocationId":"9","result":1}""")]
    [InlineData("""{"type":8,"sequenceId":1}""")]
    [InlineData("""{"type":9,"sequenceId":1}""")]
    public async Task A_frame_does_not_drop_the_connection(string frame)
    {
        await using var chamber = await Chamber.Open();
        var member = await chamber.Member("m1");
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", member.Cookie);
        var stop = TestContext.Current.CancellationToken;
        await socket.ConnectAsync(new Uri(chamber.Address.ToString().Replace("http", "ws", StringComparison.Ordinal) + "hub"), stop);
        await Send("""{"protocol":"json","version":1}""");
        await Send(frame);
        await Send("""{"type":1,"invocationId":"7","target":"Snapshot","arguments":[]}""");
        var answers = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (!answers.ToString().Contains("\"invocationId\":\"7\"", StringComparison.Ordinal))
        {
            var got = await socket.ReceiveAsync(buffer, stop);
            Assert.True(got.MessageType != WebSocketMessageType.Close, answers + chamber.Server.Errors);
            answers.Append(Encoding.UTF8.GetString(buffer, 0, got.Count));
        }

        Task Send(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text + "\u001e"), WebSocketMessageType.Text, true, stop);
    }
}
