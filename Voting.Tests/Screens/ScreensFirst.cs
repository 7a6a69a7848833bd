using Voting.Tests.Attacks;
using Voting.Tests.Journeys;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Voting.Tests.Screens.ScreensFirst))]

namespace Voting.Tests.Screens;

/// <summary>
/// The screens begin first: they run one after the other, and what takes longest in a row must not begin last. Everything else goes
/// on beside them, for a browser waits more than it works; but last what starts containers of its own, which waits for browsers.
/// </summary>
public sealed class ScreensFirst : ITestCollectionOrderer
{
    private static readonly string[] Last = [.. ((Type[])[typeof(ComposeTests), typeof(FailOverTests), typeof(PostgresLeftoversTests), typeof(RedisTests)]).Select(t => t.FullName!)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => c.TestCollectionDisplayName == nameof(TabletJourneyTests) ? 0 : Last.Any(c.TestCollectionDisplayName.Contains) ? 2 : 1)];
}
