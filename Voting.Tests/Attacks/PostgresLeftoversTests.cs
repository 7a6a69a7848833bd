using Dapper;
using Npgsql;
using Testcontainers.PostgreSql;
using Voting.Tests.Journeys;
using Voting.Tests.Stores;

namespace Voting.Tests.Attacks;

/// <summary>What PostgreSQL's own files still hold of a box after its table was dropped, read by somebody who has the urn.</summary>
public sealed class PostgresLeftoversTests
{
    [Fact]
    public async Task No_envelope_of_the_urn_and_no_hash_of_one_lies_beside_a_member_in_any_file_that_is_left()
    {
        using var network = await MachineNetwork.Change();
        PostgreSqlContainer server;
        try
        {
            server = Machines.NewPostgres();
            await Machines.Start(server);
        }
        catch (Exception e)
        {
            Machines.Missing($"no container could be started: {e.Message}");
            throw;
        }

        await using var ending = server;
        var database = new NpgsqlConnectionStringBuilder(server.GetConnectionString()) { SearchPath = "m" }.ToString();
        await using var chamber = await Chamber.OpenOn(database);
        var members = await Task.WhenAll(new[] { "m1", "m2", "m3", "m4" }.Select(id => chamber.Member(id)));
        var round = await chamber.OpenRound("P");
        var castIds = new List<string>();
        foreach (var member in members)
        {
            var press = chamber.Press(round, 1, 0);
            castIds.Add(press.CastId);
            Chamber.Done(await member.Cast(press));
        }

        await chamber.CloseRound(round);
        await using var connection = new NpgsqlConnection(database);
        var urn = (await connection.QueryAsync<byte[]>("SELECT envelope FROM urn")).ToList();
        Assert.Equal(4, urn.Count);
        await connection.ExecuteAsync("CHECKPOINT; SELECT 1");
        var hashes = (await members[0].Urn(Chamber.Of(round))).Value!.Leaves.Chunk(32).Select(leaf => System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(leaf))).ToList();

        // A row of a box bears its press's cast id beside its member: wherever one still lies, its row did.
        var rows = 0;
        var files = (await server.ExecAsync(["sh", "-c", "find $PGDATA -type f"], TestContext.Current.CancellationToken)).Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var file in files)
        {
            byte[] bytes;
            try
            {
                bytes = await server.ReadFileAsync(file, TestContext.Current.CancellationToken);
            }
            catch (Exception)
            {
                // Removed meanwhile, or empty.
                continue;
            }

            foreach (var castId in castIds)
            {
                var needle = System.Text.Encoding.ASCII.GetBytes(castId);
                for (var at = bytes.AsSpan().IndexOf(needle); at >= 0;)
                {
                    rows++;
                    var around = bytes.AsSpan(Math.Max(0, at - 512), Math.Min(1024, bytes.Length - Math.Max(0, at - 512)));
                    foreach (var envelope in urn) Assert.True(around.IndexOf(envelope.AsSpan(0, 24)) < 0, $"an envelope beside its member in {file}");
                    foreach (var hash in hashes) Assert.True(around.IndexOf(hash) < 0, $"the hash of an envelope beside its member in {file}");
                    var next = bytes.AsSpan(at + 1).IndexOf(needle);
                    at = next < 0 ? -1 : at + 1 + next;
                }
            }
        }

        // The log does keep what was dropped; else this would have looked at nothing.
        Assert.True(rows >= 4, $"{rows} rows were found");
        Figures.Print($"P4 PostgreSQL's files after the ceremony: {rows} rows of the dropped box in {files.Length} files, none with an envelope of the urn or its hash");
    }
}
