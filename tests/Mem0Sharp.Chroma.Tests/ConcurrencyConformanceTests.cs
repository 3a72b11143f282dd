namespace Mem0Sharp.Chroma.Tests;

/// <summary>The cases of the suite in which many search and write at once. They take the longest, and run beside the others.</summary>
public sealed class ConcurrencyConformanceTests(SharedServer server)
{
    public static TheoryData<string> Cases { get; } = [.. Names];

    internal static IEnumerable<string> Names => Conformance.Cases.Where(name => name.StartsWith("Concurrent_", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Store_EachCaseOfTheSuite_Passes(string name) => Conformance.RunAsync(server, name, exactUpTo: 500);
}
