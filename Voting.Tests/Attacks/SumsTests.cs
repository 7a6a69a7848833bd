using Microsoft.Data.Sqlite;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Tests.Journeys;

namespace Voting.Tests.Attacks;

/// <summary>P17: whoever changes the store behind a running server changes no result: certifying is refused and says which sum is wrong.</summary>
public class SumsTests
{
    // A table of what is changed and what the clerk is told; P and S are secret, R is recorded.
    private static readonly (string Paper, string Sql, string Chinese)[] Tampered =
    [
        ("P", "UPDATE rounds SET roll_at_open = json_set(roll_at_open, '$.Present', 5) WHERE paper = 'P'", "开始表决时：在场5＋请假1＋缺席0≠应到5"),
        ("P", "UPDATE rounds SET roll_at_open = json_set(roll_at_open, '$.Leave', 0) WHERE paper = 'P'", "开始表决时：在场4＋请假0＋缺席0≠应到5"),
        ("P", "UPDATE rounds SET roll_at_close = json_set(roll_at_close, '$.Absent', 1) WHERE paper = 'P'", "结束表决时：在场4＋请假1＋缺席1≠应到5"),
        ("P", "UPDATE rounds SET numbers = json_set(numbers, '$.Present', 2) WHERE paper = 'P'", "已表决3＋未表决-1＝在场2"),
        ("P", "UPDATE rounds SET numbers = json_set(numbers, '$.Present', 6) WHERE paper = 'P'", "在场6多于应参加5"),
        ("P", "UPDATE rounds SET numbers = json_set(numbers, '$.Present', 3) WHERE paper = 'P'", "人数与结束表决时所记的不同"),
        ("P", "UPDATE rounds SET numbers = json_set(numbers, '$.Voted', 4) WHERE paper = 'P'", "甲：有效3＋无效0≠已表决4"),
        ("P", "UPDATE rounds SET result = json_set(result, '$.questions[1].valid', 4) WHERE paper = 'P'", "乙：有效4＋无效0≠已表决3"),
        ("P", "UPDATE rounds SET result = json_set(result, '$.questions[0].void', 1) WHERE paper = 'P'", "甲：有效3＋无效1≠已表决3"),
        ("P", "UPDATE rounds SET result = json_set(result, '$.questions[0].blank', 1) WHERE paper = 'P'", "甲：各项票数3＋空白1≠有效3"),
        ("P", "UPDATE rounds SET result = json_set(result, '$.questions[0].counts.for', 3) WHERE paper = 'P'", "甲：各项票数4＋空白0≠有效3"),
        ("P", "UPDATE rounds SET result = json_set(result, '$.questions[0].counts.for', 1, '$.questions[0].counts.against', 2) WHERE paper = 'P'", "票数与计票时所记的不同"),
        ("P", "UPDATE rounds SET result = json_set(result, '$.questions[0].verdict', 'passed') WHERE paper = 'P'", "甲：结果不是由票数得出的"),
        ("P", "UPDATE rounds SET result = json_set(result, '$.questions[0].need', 2) WHERE paper = 'P'", "甲：结果不是由票数得出的"),
        ("P", "UPDATE rounds SET result = json_set(result, '$.unreadable', 1) WHERE paper = 'P'", "票数与计票时所记的不同"),
        ("P", "DELETE FROM urn WHERE round = (SELECT id FROM rounds WHERE paper = 'P') AND place = 1", "票箱2≠已表决3"),
        ("P", "INSERT INTO urn SELECT round, 3, envelope FROM urn WHERE round = (SELECT id FROM rounds WHERE paper = 'P') AND place = 0", "票箱4≠已表决3"),
        ("P", "UPDATE urn SET envelope = randomblob(length(envelope)) WHERE round = (SELECT id FROM rounds WHERE paper = 'P') AND place = 2", "票箱不是当时公布的票箱"),
        ("S", "UPDATE rounds SET result = json_set(result, '$.questions[0].counts.a', 4) WHERE paper = 'S'", "三选一：有一项得票多于作出选择的票数3"),
        ("S", "UPDATE rounds SET result = json_set(result, '$.questions[0].elected', json('[\"b\"]')) WHERE paper = 'S'", "三选一：结果不是由票数得出的"),
        ("R", "DELETE FROM named_ballots WHERE member = 'm2'", "具名选票2≠已表决3"),
        ("R", "INSERT INTO named_ballots SELECT round, 'm5', marks FROM named_ballots WHERE member = 'm1'", "具名选票4≠已表决3"),
        ("R", "UPDATE named_ballots SET marks = (SELECT marks FROM named_ballots WHERE member = 'm3') WHERE member = 'm1'", "甲：公布的票数与各人选票的合计不符"),
        ("R", "UPDATE named_ballots SET marks = x'ffff' WHERE member = 'm1'", "无法读取的票0≠各人选票中的1"),
        ("R", "UPDATE named_ballots SET marks = (SELECT marks FROM k3 WHERE k3.member = CASE named_ballots.member WHEN 'm2' THEN 'm3' ELSE 'm2' END) WHERE member IN ('m2', 'm3')", "各人选票不是计票前所记的选票"),
    ];

    [Fact]
    public async Task Certifying_is_refused_for_each_sum_that_was_tampered_with_and_names_it_and_nothing_else_is_refused()
    {
        await using var chamber = await Chamber.Open();
        var members = new[] { await chamber.Member("m1"), await chamber.Member("m2"), await chamber.Member("m3") };
        foreach (var paper in new[] { "P", "R", "S" })
        {
            var round = await chamber.OpenRound(paper);
            // Two for, one against; in the selection two for a, one for b.
            for (var i = 0; i < 3; i++) Chamber.Done(await members[i].Cast(chamber.Press(round, 1, i == 2 ? 1 : 0)));
            await chamber.CloseRound(round);
            Chamber.Done(await chamber.Chair.Announce(Chamber.Of(round)));
        }

        await Chamber.Until(async () => (await chamber.Record())["events"]!.AsArray().Count(e => (string)e!["type"]! == "key-destroyed") == 2);
        Change(chamber, "CREATE TABLE k1 AS SELECT * FROM rounds; CREATE TABLE k2 AS SELECT * FROM urn; CREATE TABLE k3 AS SELECT * FROM named_ballots;");
        foreach (var (paper, sql, chinese) in Tampered) await Refused(chamber, paper, sql, chinese);

        // A restart reads the same store and comes to the same answer.
        Change(chamber, Tampered[0].Sql);
        await chamber.Server.Kill();
        await chamber.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await chamber.Clerk.Back(patience.Token);
        await chamber.Scrutineer.Back(patience.Token);
        await Refused(chamber, "P", "SELECT 1", Tampered[0].Chinese);
        foreach (var paper in new[] { "P", "R", "S" })
        {
            Chamber.Done(await chamber.Clerk.Certify(new CertifyRequest([new RoundRef(paper, 1)])));
            Chamber.Done(await chamber.Scrutineer.Certify(new CertifyRequest([new RoundRef(paper, 1)])));
        }

        Figures.Print($"P17 sums: {Tampered.Length + 1} tamperings with the store of a running or restarted server, each refused with the sum that is wrong; untouched, all rounds are certified");
    }

    private static async Task Refused(Chamber chamber, string paper, string sql, string chinese)
    {
        Change(chamber, sql);
        var refusal = (await chamber.Clerk.Certify(new CertifyRequest([new RoundRef(paper, 1)]))).Refusal;
        Assert.True(refusal?.Code == Refusals.DoesNotReconcile, $"{sql}: {refusal}");
        Assert.Contains(chinese, Refusals.Text(refusal!, chinese: true), StringComparison.Ordinal);
        Assert.DoesNotContain(chinese, Refusals.Text(refusal!, chinese: false), StringComparison.Ordinal);
        Change(chamber, """
            DELETE FROM rounds; INSERT INTO rounds SELECT * FROM k1;
            DELETE FROM urn; INSERT INTO urn SELECT * FROM k2;
            DELETE FROM named_ballots; INSERT INTO named_ballots SELECT * FROM k3;
            """);
    }

    private static void Change(Chamber chamber, string sql)
    {
        using var connection = SqliteDatabase.Connect(Path.Combine(chamber.DataFolder, "main.db"), pooling: false, create: false);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
