using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Voting.Api.Live;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Tests.Journeys;

namespace Voting.Tests.Stores;

/// <summary>A server goes on from what it committed without reading it again: that has to be what its store would give.</summary>
public class KnownStateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task While_a_meeting_is_held_what_the_server_goes_on_from_is_at_every_moment_what_its_database_says()
    {
        await using var server = await Hosted.Start(Chamber.Wuchang().ToJsonString());
        var record = Path.GetTempFileName();
        var meeting = Programs.Rehearse("--url", server.Address.ToString(), "--codes", server.CodeFile, "--record", record);
        var database = server.Services.GetRequiredService<Database>();
        var imported = server.Services.GetRequiredService<ImportedMeeting>();
        var reading = server.Services.GetRequiredService<Reading>();
        var seen = new HashSet<string>();
        while (!meeting.IsCompleted)
        {
            // Between two changes.
            await database.Writing.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                using var connection = database.Connect();
                using var transaction = database.BeginReading(connection);
                // Read anew from the first byte on, without what is remembered of earlier readings.
                var file = MeetingStore.Imported(connection, transaction)!.Value.File;
                var stored = new Reading.Picture(
                    MeetingStore.Load(connection, new MeetingVersions(file, imported.Meeting), true, transaction), RoundStore.Ceremonies(connection, transaction), imported.Sealing.Name);
                var text = Shown(stored);
                // First what is known without a question, by which a returning tablet's picture is judged to be new enough.
                Assert.Equal(text, Shown(reading.Pushed()));
                Assert.Equal(text, Shown(reading.Now()));
                seen.Add(text);
            }
            finally
            {
                database.Writing.Release();
            }

            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, (await meeting).ExitCode);
        Assert.True(seen.Count > 10, $"only {seen.Count} states were seen");
        File.Delete(record);
    }

    private static string Shown(Reading.Picture picture) => JsonSerializer.Serialize(new
    {
        Meeting = Views.Meeting(picture.State),
        Agenda = Views.Agenda(picture.State, officer: true),
        Roll = picture.State.Roll.All.OrderBy(m => m.Key, StringComparer.Ordinal),
        Recusals = picture.State.Recusals.OrderBy(r => (r.PaperId, r.MemberId)),
        picture.State.SetAside,
        Ceremonies = picture.Ceremonies.Values.OrderBy(c => c.Id, StringComparer.Ordinal),
        Kept = picture.State.Rounds.Select(r => new { r.Id, r.State, r.OpenedAt, r.RollAtOpen, r.RollAtClose, r.PresentAtOpen, r.Recused, r.Numbers, r.Result, r.CertifiedByClerk, r.Silence, r.Way, r.Enterable }),
        Officers = picture.State.Rounds.Select(r => Views.Round(picture, r, officer: true, questions: true, Noon)),
        Seats = picture.State.Rounds.Select(r => Views.Round(picture, r, officer: false, questions: true, Noon)),
    });
}
