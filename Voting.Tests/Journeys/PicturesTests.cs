using Voting.Api.Hub;

namespace Voting.Tests.Journeys;

/// <summary>The picture that a screen is given when it connects, beside the pushes of what changes meanwhile.</summary>
public class PicturesTests
{
    [Fact]
    public async Task A_picture_that_was_overtaken_by_a_change_is_followed_by_one_that_was_not()
    {
        object stands = "ready";
        var given = new List<object>();

        await Pictures.Give(() => stands, () =>
        {
            // The round opens after this picture was made, and its push goes out before it.
            given.Add(stands);
            if (given.Count == 1) stands = "open";
            return Task.CompletedTask;
        });

        Assert.Equal(["ready", "open"], given);
    }
}
