using Voting.Api.Hub;

namespace Voting.Tests.Journeys;

/// <summary>The picture that a screen is given when it connects, beside the pushes of what changes meanwhile.</summary>
public class PicturesTests
{
    [Fact]
    public async Task A_picture_that_was_overtaken_by_a_change_is_followed_by_one_that_was_not()
    {
        var stands = "ready";
        var given = new List<string>();

        await Pictures.Give(() => stands, () =>
        {
            // The round opens after this picture was made, and its push goes out before it.
            given.Add(stands);
            if (given.Count == 1) stands = "open";
            return Task.CompletedTask;
        });

        Assert.Equal(["ready", "open"], given);
    }

    [Fact]
    public async Task Where_changes_come_without_end_a_device_is_let_go_on_and_hears_of_the_next()
    {
        var (stands, given) = (0, 0);
        await Pictures.Give(() => stands++, () => Task.FromResult(given++));

        Assert.Equal(5, given);
    }
}
