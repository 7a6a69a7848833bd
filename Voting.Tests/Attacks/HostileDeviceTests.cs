using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Voting.Domain.Contracts;
using Voting.Rehearsal;
using Voting.Tests.Journeys;

namespace Voting.Tests.Attacks;

public class HostileDeviceTests
{
    [Fact]
    public async Task A_device_that_asks_and_never_reads_does_not_hold_up_the_close()
    {
        await using var chamber = await Chamber.Open();
        var stop = TestContext.Current.CancellationToken;
        var member = await chamber.Member("m1");
        var (_, cookie) = await Participant.SignIn(chamber.Address, chamber.Code(Roles.Attendee + ":1"));
        var round = await chamber.OpenRound("P");
        Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2048 };
        await socket.ConnectAsync(chamber.Address.Host, chamber.Address.Port, stop);
        await using var stream = new NetworkStream(socket);
        var hello = $"GET /hub HTTP/1.1\r\nHost: {chamber.Address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Convert.ToBase64String(new byte[16])}\r\nCookie: {cookie}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(hello), stop);
        var buffer = new byte[1024];
        _ = await stream.ReadAsync(buffer, stop);
        using var web = WebSocket.CreateFromStream(stream, false, null, TimeSpan.FromSeconds(300));
        await Send("""{"protocol":"json","version":1}""");
        // Asked in small pieces, none of the answers is read.
        var asking = Task.Run(async () =>
        {
            try
            {
                for (var i = 0; i < 20_000; i++) await Send("""{"type":1,"invocationId":"7","target":"Snapshot","arguments":[]}""");
            }
            catch (Exception e) when (e is IOException or WebSocketException)
            {
                // Cut off by the server.
            }
        }, stop);
        await Task.Delay(3000, stop);
        var clock = Stopwatch.StartNew();
        Chamber.Done(await chamber.Chair.Close(Chamber.Of(round)));
        var closed = clock.Elapsed;
        await chamber.Chair.Tallied(Chamber.Of(round), TimeSpan.FromSeconds(90));
        var tallied = clock.Elapsed;
        Assert.True(tallied < TimeSpan.FromSeconds(3), $"the chair's Close was answered after {closed.TotalSeconds:0.0} s, tallied after {tallied.TotalSeconds:0.0} s; still asking: {!asking.IsCompleted}");

        Task Send(string frame) => web.SendAsync(Encoding.UTF8.GetBytes(frame + "\u001e"), WebSocketMessageType.Text, true, stop);
    }

    [Fact]
    public async Task Asked_to_end_while_presses_wait_it_acknowledges_none_that_is_not_there_afterwards()
    {
        await using var chamber = await Chamber.Open();
        var members = await Task.WhenAll(new[] { "m1", "m2", "m3", "m4" }.Select(id => chamber.Member(id)));
        var round = await chamber.OpenRound("P");
        for (var turn = 0; turn < 3; turn++)
        {
            var acknowledged = new int[4];
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
            var presses = Enumerable.Range(0, 4).Select(n => Task.Run(async () =>
            {
                for (var seq = turn * 100_000 + 1; ; seq++)
                {
                    try
                    {
                        var reply = await (seq % 2 == 0 ? members[n].Cast(chamber.Press(round, seq, 0)) : members[n].CastOverHttp(chamber.Press(round, seq, 0))).WaitAsync(patience.Token);
                        if (reply.Refusal is null) acknowledged[n] = seq;
                        else if (reply.Refusal.Code is Refusals.ClosedSeeUrn) throw new InvalidOperationException("told closed");
                    }
                    catch (Exception e) when (e.Message != "told closed")
                    {
                        return;
                    }
                }
            }, patience.Token)).ToList();
            await Task.Delay(1200, patience.Token);
            await chamber.Server.DisposeAsync();
            await Task.WhenAll(presses);
            await chamber.Start();
            for (var n = 0; n < 4; n++)
            {
                await members[n].Back(patience.Token);
                var seq = (await members[n].Snapshot()).Value!.Mine!.Seq;
                Assert.True(seq >= acknowledged[n] && acknowledged[n] > turn * 100_000, $"acknowledged {acknowledged[n]}, there {seq}");
            }
        }
    }
}
