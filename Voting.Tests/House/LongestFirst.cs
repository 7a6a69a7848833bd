using Voting.Tests.Chaos;
using Voting.Tests.House;
using Voting.Tests.Journeys;
using Voting.Tests.Screens;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Voting.Tests.House;

/// <summary>What takes longest begins first, or one thread would be busy with it alone when all else is done.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = [nameof(TabletJourneyTests), nameof(ChaosTests), nameof(AlterationTests)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections) where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => Array.FindIndex(Longest, name => c.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)) is var place and >= 0 ? place : Longest.Length)];
}
