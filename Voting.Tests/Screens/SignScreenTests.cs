using System.Text;
using Voting.Domain.Contracts;
using Voting.Domain.Records;
using Voting.Domain.Sealing;
using Voting.Kiosk.Keys;
using Voting.Kiosk.Screens;

namespace Voting.Tests.Screens;

public class SignScreenTests
{
    private static readonly KeyPair Pair = World.Keys(7);
    private static readonly SigningKey Key = Signer.PublicKey(Pair);

    private static byte[] Record(int rounds) => Encoding.UTF8.GetBytes($$"""
        {"events":[],"meeting":{"id":"m"},"papers":[{"id":"V01","rounds":[{{string.Join(',', Enumerable.Range(1, rounds).Select(n => $$"""{"round":{{n}},"state":"certified"}"""))}}]}]}
        """.Trim());

    private static SigningDevice Device(int rounds = 1) =>
        new(_ => Task.FromResult<byte[]?>(Key.Spki), (_, text) => Task.FromResult<byte[]?>(Raw(Signer.Sign(Pair, text))), () => Task.FromResult<byte[]?>(Record(rounds)));

    private static SigningView State(int rounds = 1, int waiting = 0, bool closed = true, params string[] by) => new(new string('0', 64), rounds, waiting, closed, by, []);

    private static async Task<SignScreen> Screen(FakeHub hub)
    {
        var proceedings = new Proceedings();
        proceedings.Take(Pictures.Of(Roles.Clerk));
        var screen = new SignScreen(proceedings);
        await screen.Refresh(hub);
        return screen;
    }

    [Fact]
    public async Task It_is_signed_once_every_round_is_certified_and_not_twice()
    {
        Assert.False(new SignScreen(new Proceedings()).CanSign);
        Assert.False((await Screen(new FakeHub { SigningIs = () => State(rounds: 0) })).CanSign);
        Assert.False((await Screen(new FakeHub { SigningIs = () => State(waiting: 1) })).CanSign);
        Assert.True((await Screen(new FakeHub { SigningIs = () => State() })).CanSign);
        Assert.True((await Screen(new FakeHub { SigningIs = () => State(by: Roles.Scrutineer) })).CanSign);
        Assert.False((await Screen(new FakeHub { SigningIs = () => State(by: Roles.Clerk) })).CanSign);
    }

    [Fact]
    public async Task A_press_signs_every_certified_round_of_the_record_that_the_device_was_given()
    {
        var hub = new FakeHub { SigningIs = () => State() };
        var screen = await Screen(hub);
        await screen.Sign(hub, Device(450));

        Assert.Equal([$"EnrolKey {Key.Id}", "SignRecord", "SignRecord", "SignRecord"], hub.Asked);
        Assert.Equal([200, 200, 50], hub.Signatures.Select(s => s.Rounds.Count));
        var record = RecordToSign.Read(Record(450));
        Assert.All(hub.Signatures, s => Assert.Equal((Key.Id, record.Hash), (s.Key, s.Record)));
        var last = hub.Signatures[^1].Rounds[^1];
        Assert.Equal(("V01", 450), (last.Paper, last.Round));
        Assert.True(Signer.IsSigned(Key, record.Text(record.Rounds[^1]), last.Value));
    }

    [Fact]
    public async Task The_key_is_enrolled_once_long_before_it_signs()
    {
        var hub = new FakeHub { SigningIs = () => State() };
        var screen = await Screen(hub);
        await screen.Enrol(hub, Device());
        await screen.Enrol(hub, Device());
        Assert.Single(hub.Asked);
    }

    [Fact]
    public async Task The_press_that_certified_the_last_round_signs_too_but_not_before_the_meeting_is_closed()
    {
        var open = new FakeHub { SigningIs = () => State(closed: false) };
        await (await Screen(open)).Follow(open, Device());
        Assert.Empty(open.Signatures);
        var waits = new FakeHub { SigningIs = () => State(waiting: 1) };
        await (await Screen(waits)).Follow(waits, Device());
        Assert.Empty(waits.Signatures);
        var closed = new FakeHub { SigningIs = () => State() };
        await (await Screen(closed)).Follow(closed, Device());
        Assert.Single(closed.Signatures);
    }

    [Fact]
    public async Task A_key_that_is_refused_is_told_when_it_is_to_sign()
    {
        var hub = new FakeHub { SigningIs = () => State(), Answer = () => Task.FromResult<Reply<Done>>(new Refusal(Refusals.KeyOfAnother)) };
        var screen = await Screen(hub);
        await screen.Enrol(hub, Device());
        Assert.Null(screen.Asking.Refusal);
        await screen.Sign(hub, Device());
        Assert.Equal(Refusals.KeyOfAnother, screen.Asking.Refusal?.Code);
        Assert.Empty(hub.Signatures);
    }

    [Fact]
    public async Task A_device_that_can_keep_no_key_says_so_and_signs_nothing()
    {
        var hub = new FakeHub { SigningIs = () => State() };
        var screen = await Screen(hub);
        await screen.Sign(hub, Device() with { PublicKey = _ => Task.FromResult<byte[]?>(null) });
        Assert.True(screen.IsUnable);
        Assert.False(screen.CanSign);
        Assert.Empty(hub.Asked);
    }

    [Fact]
    public async Task A_record_that_changed_in_between_is_told_and_may_be_signed_again()
    {
        var hub = new FakeHub { SigningIs = () => State(), Answer = () => Task.FromResult<Reply<Done>>(Done.It) };
        var screen = await Screen(hub);
        await screen.Enrol(hub, Device());
        hub.Answer = () => Task.FromResult<Reply<Done>>(new Refusal(Refusals.RecordChanged));
        await screen.Sign(hub, Device(450));
        Assert.Single(hub.Signatures);
        Assert.Equal(Refusals.RecordChanged, screen.Asking.Refusal?.Code);
        Assert.True(screen.CanSign);
    }

    // As a browser gives it: r and s, 32 bytes each.
    private static byte[] Raw(byte[] der)
    {
        var r = der[4..(4 + der[3])];
        return [.. Fixed(r), .. Fixed(der[(4 + r.Length + 2)..])];
    }

    private static byte[] Fixed(byte[] number) => number.Length > 32 ? number[^32..] : [.. new byte[32 - number.Length], .. number];
}
