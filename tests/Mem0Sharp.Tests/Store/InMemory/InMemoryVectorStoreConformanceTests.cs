using Mem0Sharp.Testing;

namespace Mem0Sharp.Tests.Store.InMemory;

public sealed class InMemoryVectorStoreConformanceTests
{
    private static readonly VectorStoreConformance Full = new(_ => Task.FromResult<IVectorStore>(new InMemoryVectorStore()));
    private static readonly VectorStoreConformance CodesOnly = new(_ => Task.FromResult<IVectorStore>(new CodesOnlyStore()));

    public static TheoryData<string> CaseNames => [.. Full.Cases.Select(conformanceCase => conformanceCase.Name)];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public Task InMemoryVectorStore_ConformanceCase_Passes(string name) => RunAsync(Full, name);

    [Theory]
    [MemberData(nameof(CaseNames))]
    public Task InMemoryVectorStore_WithCodesOnly_PassesConformanceCase(string name) => RunAsync(CodesOnly, name);

    private static async Task RunAsync(VectorStoreConformance suite, string name)
    {
        Func<Task> run = () => suite.Cases.Single(conformanceCase => string.Equals(conformanceCase.Name, name, StringComparison.Ordinal))
            .RunAsync(TestContext.Current.CancellationToken);

        await run.Should().NotThrowAsync();
    }
}
