using Mem0Sharp.Testing;

namespace Mem0Sharp.Tests.Store.InMemory;

public sealed class InMemoryVectorStoreConformanceTests
{
    private static readonly VectorStoreConformance Suite = new(_ => Task.FromResult<IVectorStore>(new InMemoryVectorStore()));

    public static TheoryData<string> CaseNames => [.. Suite.Cases.Select(conformanceCase => conformanceCase.Name)];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task InMemoryVectorStore_ConformanceCase_Passes(string name)
    {
        Func<Task> run = () => Suite.Cases.Single(conformanceCase => string.Equals(conformanceCase.Name, name, StringComparison.Ordinal))
            .RunAsync(TestContext.Current.CancellationToken);

        await run.Should().NotThrowAsync();
    }
}
