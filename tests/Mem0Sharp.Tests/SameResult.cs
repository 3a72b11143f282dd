using System.Reflection;

namespace Mem0Sharp.Tests;

/// <summary>Compares results of calls in every part, by reflection where a part added later should be compared too.</summary>
internal static class SameResult
{
    public static void ShouldBe(MemoryUpdateResult actual, MemoryUpdateResult expected)
    {
        actual.Outcome.Should().Be(expected.Outcome);
        History.FullMemory.ShouldBeSame(actual.Item, expected.Item);
    }

    public static void ShouldBe(BatchUpdateResult actual, BatchUpdateResult expected)
    {
        actual.Should().HaveSameCount(expected);
        for (int i = 0; i < expected.Count; i++)
        {
            (actual[i].Id, actual[i].Outcome).Should().Be((expected[i].Id, expected[i].Outcome));
            ShouldBe(actual[i].Item, expected[i].Item);
            ShouldBe(actual[i].Error, expected[i].Error);
        }
    }

    public static void ShouldBe(MemoryAddResult actual, MemoryAddResult expected)
    {
        actual.Facts.Should().HaveSameCount(expected.Facts);
        for (int i = 0; i < expected.Facts.Count; i++)
        {
            ShouldBe(actual.Facts[i], expected.Facts[i]);
        }

        actual.Usage.Should().BeEquivalentTo(expected.Usage);
        actual.ModelCalls.Should().Be(expected.ModelCalls);
    }

    public static void ShouldBe(MemoryException? actual, MemoryException? expected)
    {
        actual?.GetType().Should().Be(expected?.GetType());
        if (expected is null)
        {
            actual.Should().BeNull();
            return;
        }

        actual!.Message.Should().Be(expected.Message);
        foreach (PropertyInfo property in expected.GetType().GetProperties().Where(IsOurs))
        {
            property.GetValue(actual).Should().BeEquivalentTo(property.GetValue(expected), "{0} is kept", property.Name);
        }
    }

    private static void ShouldBe(FactResult actual, FactResult expected)
    {
        foreach (PropertyInfo property in typeof(FactResult).GetProperties())
        {
            switch (property.GetValue(expected))
            {
                case MemoryItem item:
                    ShouldBe((MemoryItem?)property.GetValue(actual), item);
                    break;
                case MemoryException error:
                    ShouldBe((MemoryException?)property.GetValue(actual), error);
                    break;
                case ExtractedFact fact:
                    property.GetValue(actual).Should().BeEquivalentTo(fact, options => options.ComparingByMembers<ExtractedFact>());
                    break;
                case IReadOnlyList<MemoryCandidate> candidates:
                    actual.Candidates.Select(candidate => candidate.Score).Should().Equal(candidates.Select(candidate => candidate.Score));
                    for (int i = 0; i < candidates.Count; i++)
                    {
                        ShouldBe(actual.Candidates[i].Item, candidates[i].Item);
                    }

                    break;
                default:
                    property.GetValue(actual).Should().Be(property.GetValue(expected), "{0} is kept", property.Name);
                    break;
            }
        }
    }

    private static void ShouldBe(MemoryItem? actual, MemoryItem? expected)
    {
        (actual is null).Should().Be(expected is null);
        if (expected is not null)
        {
            History.FullMemory.ShouldBeSame(actual!, expected);
        }
    }

    private static bool IsOurs(PropertyInfo property) => typeof(MemoryException).IsAssignableFrom(property.DeclaringType);
}
