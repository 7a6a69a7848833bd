using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Voting.Domain.Contracts;
using Voting.Domain.Records;
using Voting.Domain.Sealing;
using Voting.Rehearsal;

namespace Voting.Tests.Journeys;

/// <summary>Close, tally and certify are signed; whoever has the public keys from outside sees what was changed afterwards.</summary>
public sealed class SigningTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;

    [Theory]
    [InlineData("standard", "ES256")]
    [InlineData("sm", "SM2-SM3")]
    public async Task A_record_that_both_signed_verifies_and_openssl_takes_its_signatures_too(string sealing, string algorithm)
    {
        await using var chamber = await Certified("--sealing", sealing);
        Chamber.Done(await chamber.Clerk.Sign());
        Chamber.Done(await chamber.Scrutineer.Sign());
        var view = (await chamber.Clerk.Signing()).Value!;
        Assert.Equal((2, 0, true), (view.Rounds, view.Waiting, view.Closed));
        Assert.Equal([Roles.Clerk, Roles.Scrutineer], view.SignedBy.Order());
        Assert.Equal(0, (await Verify(chamber)).ExitCode);

        var record = await chamber.Record();
        var keys = JsonNode.Parse(await chamber.Clerk.Get("/keys"))!;
        var signatures = record["signatures"]!.AsArray().Select(s => s!).ToList();
        Assert.Equal(["close", "tally", "certify", "certify", "close", "tally", "certify", "certify"], signatures.Select(s => (string)s["stage"]!));
        Assert.Equal(3, signatures.Select(s => (string)s["key"]!).Distinct().Count());
        Assert.All(signatures, s => Assert.Equal((string)s["stage"]! == "certify" ? "ES256" : algorithm, (string)s["alg"]!));
        var toSign = RecordToSign.Read(await chamber.Clerk.Get("/record/to-sign"));
        foreach (var signature in signatures)
        {
            var (paper, stage) = ((string)signature["paper"]!, (string)signature["stage"]!);
            var certified = toSign.Rounds.Single(r => r.Round.Paper == paper);
            // The server's is over the chain that ends with the event that tells of it.
            var text = stage == "certify" ? toSign.Text(certified) : SignedText.Of(stage, chamber.MeetingId, paper, 1, HashOf(record["events"]!.AsArray()
                .Single(e => (string)e!["type"]! == "round-signed" && (string)e["paper"]! == paper && (string)e["stage"]! == stage)!), certified.Urn);
            var spki = Convert.FromBase64String((string)keys[(string)signature["key"]!]!);
            var value = Convert.FromBase64String((string)signature["value"]!);
            Assert.True(await OpenSsl.Accepts((string)signature["alg"]!, spki, text, value), $"{paper} {stage}");
            if (paper == "P") Assert.False(await OpenSsl.Accepts((string)signature["alg"]!, spki, [.. text, 32], value), $"{paper} {stage}");
        }
    }

    [Theory]
    [InlineData("scrutineer", "clerk", 1)]
    [InlineData("clerk", "scrutineer", 1)]
    [InlineData("clerk", "presiding-officer", 1)]
    [InlineData("clerk", "clerk", 0)]
    public async Task A_record_is_certified_by_a_key_of_the_clerk_and_one_of_a_scrutineer(string role, string as_, int exit)
    {
        await using var chamber = await Certified();
        Chamber.Done(await chamber.Clerk.Sign());
        Chamber.Done(await chamber.Scrutineer.Sign());
        var record = await chamber.Record();
        // The chain is joined anew, and no keys are given: what is left to be seen is who enrolled them.
        record["events"]!.AsArray().First(e => (string)e!["type"]! == "key-enrolled" && ((string)e["by"]!).Split(':')[0] == role)!["by"] = as_;
        var prev = new string('0', 64);
        foreach (var happened in record["events"]!.AsArray())
        {
            happened!["prev"] = prev;
            prev = HashOf(happened);
        }

        var file = Path.Combine(_folder, "record.json");
        await File.WriteAllBytesAsync(file, CanonicalJson.Bytes(record), TestContext.Current.CancellationToken);
        Assert.Equal(exit, (await Programs.Verify("verify", file)).ExitCode);
    }

    [Fact]
    public async Task Signatures_do_not_fit_another_record_and_none_can_be_left_out_or_exchanged()
    {
        await using var chamber = await Certified();
        Chamber.Done(await chamber.Clerk.Sign());
        Chamber.Done(await chamber.Scrutineer.Sign());
        Task<Programs.Outcome> Altered(Action<JsonNode> alter) => Verify(chamber, record =>
        {
            var root = JsonNode.Parse(record)!;
            alter(root);
            return CanonicalJson.Bytes(root);
        });

        var altered = await Altered(root => root["meeting"]!["title"] = "另一次会议");
        Assert.Equal(1, altered.ExitCode);
        Assert.Contains("$.signatures[2].value", altered.Errors, StringComparison.Ordinal);
        Assert.Equal(1, (await Altered(root => root["signatures"]!.AsArray().RemoveAt(0))).ExitCode);
        Assert.Equal(1, (await Altered(root => root["signatures"]!.AsArray().RemoveAt(3))).ExitCode);
        Assert.Equal(1, (await Altered(root => root["signatures"]![2]!["value"] = (string)root["signatures"]![3]!["value"]!)).ExitCode);
    }

    [Fact]
    public async Task Whatever_happens_afterwards_makes_the_signatures_stale_and_both_sign_again()
    {
        await using var chamber = await Certified();
        Chamber.Done(await chamber.Clerk.Sign());
        Chamber.Done(await chamber.Scrutineer.Sign());
        var before = RecordToSign.Read(await chamber.Clerk.Get("/record/to-sign"));
        Assert.Equal(0, (await Verify(chamber)).ExitCode);

        Assert.NotNull((await chamber.Clerk.ReplaceDevice(new MemberRef("m5"))).Value);

        var view = (await chamber.Scrutineer.Signing()).Value!;
        Assert.Equal((0, 2), (view.SignedBy.Count, view.StaleBy.Count));
        Assert.DoesNotContain((await chamber.Record())["signatures"]!.AsArray(), s => (string)s!["stage"]! == "certify");
        Assert.Equal(1, (await Verify(chamber)).ExitCode);
        // The device of a clerk who read the record before: what it signed is not what stands.
        Chamber.Done(await chamber.Clerk.EnrolKey(Enrol(Own(3))));
        Chamber.Refused(Refusals.RecordChanged, await chamber.Clerk.SignRecord(await Request(chamber, Own(3), before)));
        Chamber.Done(await chamber.Clerk.Sign());
        view = (await chamber.Clerk.Signing()).Value!;
        Assert.Equal((Roles.Clerk, Roles.Scrutineer), (Assert.Single(view.SignedBy), Assert.Single(view.StaleBy)));
        Chamber.Done(await chamber.Scrutineer.Sign());
        Assert.Equal(0, (await Verify(chamber)).ExitCode);
    }

    [Fact]
    public async Task Nobody_signs_with_anothers_key_nor_anything_but_the_record_as_it_stands()
    {
        await using var chamber = await Certified();
        var (clerk, scrutineer) = (Own(1), Own(2));
        Chamber.Done(await chamber.Clerk.EnrolKey(Enrol(clerk)));
        Chamber.Done(await chamber.Clerk.EnrolKey(Enrol(clerk)));
        Chamber.Done(await chamber.Scrutineer.EnrolKey(Enrol(scrutineer)));
        // Two people are two keys; neither is the server.
        Chamber.Refused(Refusals.KeyOfAnother, await chamber.Scrutineer.EnrolKey(Enrol(clerk)));
        var server = (await chamber.Record())["events"]!.AsArray().Single(e => (string)e!["type"]! == "server-key")!;
        Chamber.Refused(Refusals.KeyOfAnother, await chamber.Clerk.EnrolKey(new EnrolKeyRequest(Convert.FromBase64String((string)server["spki"]!))));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.EnrolKey(Enrol(Hpke.DeriveKeyPair(new byte[32], Suite.Sm))));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.EnrolKey(new EnrolKeyRequest(null!)));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.EnrolKey(new EnrolKeyRequest(new byte[10_000])));

        var right = await Request(chamber, clerk);
        Chamber.Refused(Refusals.KeyNotEnrolled, await chamber.Scrutineer.SignRecord(right));
        Chamber.Refused(Refusals.KeyNotEnrolled, await chamber.Clerk.SignRecord(await Request(chamber, Own(3))));
        Chamber.Refused(Refusals.WrongSignature, await chamber.Clerk.SignRecord((await Request(chamber, scrutineer)) with { Key = right.Key }));
        Chamber.Refused(Refusals.RecordChanged, await chamber.Clerk.SignRecord(right with { Record = new string('0', 64) }));
        // The signature of one round stands for no other.
        Chamber.Refused(Refusals.WrongSignature, await chamber.Clerk.SignRecord(right with { Rounds = [right.Rounds[0], right.Rounds[0] with { Paper = right.Rounds[1].Paper }] }));
        Chamber.Refused(Refusals.WrongState, await chamber.Clerk.SignRecord(right with { Rounds = [right.Rounds[0] with { Paper = "S" }] }));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.SignRecord(right with { Rounds = [] }));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.SignRecord(right with { Rounds = [null!] }));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.SignRecord(right with { Rounds = null! }));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.SignRecord(right with { Rounds = [right.Rounds[0] with { Value = null! }] }));
        Chamber.Refused(Refusals.Malformed, await chamber.Clerk.SignRecord(right with { Rounds = [.. Enumerable.Repeat(right.Rounds[0], SignRequest.MostRounds + 1)] }));
        Assert.Empty((await chamber.Clerk.Signing()).Value!.SignedBy);

        Chamber.Done(await chamber.Clerk.SignRecord(right));
        Assert.Equal([Roles.Clerk], (await chamber.Clerk.Signing()).Value!.SignedBy);
    }

    [Fact]
    public async Task A_new_device_enrols_a_key_of_its_own_and_its_signature_takes_the_place_of_the_old_one()
    {
        await using var chamber = await Certified();
        Chamber.Done(await chamber.Clerk.Sign());
        Chamber.Done(await chamber.Clerk.EnrolKey(Enrol(Own(1))));
        Chamber.Done(await chamber.Clerk.SignRecord(await Request(chamber, Own(1))));

        var record = await chamber.Record();
        Assert.Equal(3, record["events"]!.AsArray().Count(e => (string)e!["type"]! == "key-enrolled"));
        var certify = record["signatures"]!.AsArray().Where(s => (string)s!["stage"]! == "certify").ToList();
        Assert.Equal(2, certify.Count);
        Assert.All(certify, s => Assert.Equal(Signer.PublicKey(Own(1)).Id, (string)s!["key"]!));
    }

    [Fact]
    public async Task A_server_whose_signing_key_is_lost_says_so_once_and_signs_with_another_only_when_told()
    {
        await using var chamber = await Chamber.Open();
        var file = Assert.Single(chamber.SigningKeys);
        await chamber.Server.Kill();
        File.Move(file, file + ".away");

        var fault = await Assert.ThrowsAsync<ServerException>(() => chamber.Start());
        Assert.Equal(2, fault.ExitCode);
        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
        Assert.Contains("--new-signing-key", fault.Message, StringComparison.Ordinal);
        Assert.Single(fault.Message.Split('\n'));

        File.Move(file + ".away", file);
        await chamber.Start("--new-signing-key");
        // It was not lost, so it stays.
        Assert.Single(chamber.SigningKeys);
        await chamber.Server.Kill();
        File.Delete(file);
        await chamber.Start("--new-signing-key");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        foreach (var officer in new[] { chamber.Chair, chamber.Clerk }) await officer.Back(patience.Token);
        var keys = (await chamber.Record())["events"]!.AsArray().Where(e => (string)e!["type"]! == "server-key").Select(e => (string)e!["key"]!).ToList();
        Assert.Equal(2, keys.Distinct().Count());
        await chamber.CloseRound(await chamber.OpenRound("P"));
        Assert.All((await chamber.Record())["signatures"]!.AsArray(), s => Assert.Equal(keys[1], (string)s!["key"]!));
    }

    [Fact]
    public async Task Two_servers_of_one_meeting_share_a_keys_folder_and_each_keeps_its_signing_key()
    {
        var shared = Path.Combine(_folder, "keys");
        await using var one = await Chamber.Open(null, null, "--keys", shared);
        await using var other = await Chamber.Open(null, null, "--keys", shared);
        Assert.Equal(2, Directory.GetFiles(shared, "small.*.signing.key").Length);
        foreach (var chamber in new[] { one, other })
        {
            await chamber.Server.Kill();
            await chamber.Start("--keys", shared);
        }

        // Neither lies where the database and its backups do.
        Assert.DoesNotContain(Directory.GetFiles(one.DataFolder, "*", SearchOption.AllDirectories), f => f.Contains("signing", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A closed meeting with a secret and a recorded round, both certified; the keys of clerk and scrutineer are enrolled.</summary>
    private static async Task<Chamber> Certified(params IReadOnlyList<string> arguments)
    {
        var chamber = await Chamber.Open(null, null, arguments);
        Chamber.Done(await chamber.Clerk.Enrol());
        Chamber.Done(await chamber.Scrutineer.Enrol());
        var member = await chamber.Member("m1");
        foreach (var paper in new[] { "P", "R" })
        {
            var round = await chamber.OpenRound(paper);
            Chamber.Done(await member.Cast(chamber.Press(round, 1, 0)));
            await chamber.CloseRound(round);
            Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
            Chamber.Done(await chamber.Clerk.Certify(new CertifyRequest([Chamber.Of(round)])));
            Chamber.Done(await chamber.Scrutineer.Certify(new CertifyRequest([Chamber.Of(round)])));
        }

        Chamber.Done(await chamber.Chair.CloseMeeting());
        return chamber;
    }

    private static KeyPair Own(byte number) => World.Keys(number);

    private static EnrolKeyRequest Enrol(KeyPair pair) => new(Signer.PublicKey(pair).Spki);

    private static async Task<SignRequest> Request(Chamber chamber, KeyPair pair, RecordToSign? record = null)
    {
        record ??= RecordToSign.Read(await chamber.Clerk.Get("/record/to-sign"));
        return new SignRequest(Signer.PublicKey(pair).Id, record.Hash, [.. record.Rounds.Select(r => new RoundSignature(r.Round.Paper, r.Round.Round, Signer.Sign(pair, record.Text(r))))]);
    }

    private async Task<Programs.Outcome> Verify(Chamber chamber, Func<byte[], byte[]>? alter = null)
    {
        var (record, file) = (Path.Combine(_folder, "record.json"), Path.Combine(_folder, "keys.json"));
        var bytes = await chamber.Clerk.Get("/record");
        await File.WriteAllBytesAsync(record, alter is null ? bytes : alter(bytes));
        await File.WriteAllBytesAsync(file, await chamber.Clerk.Get("/keys"));
        return await Programs.Verify("verify", record, "--head", (await chamber.Clerk.Head()).Value!.Hash, "--keys", file);
    }

    private static string HashOf(JsonNode @event) => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Bytes(@event)));
}
