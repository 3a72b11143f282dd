namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A check that cannot fail is worth nothing: every case has a store that it, at least, must refuse.</summary>
public sealed class VectorStoreConformanceTests
{
    public static TheoryData<string, string> FaultsAndCases
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach ((string fault, _, string[] cases) in BrokenStores.All)
            {
                foreach (string name in cases)
                {
                    data.Add(fault, name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(FaultsAndCases))]
    public async Task RunAsync_BrokenStore_FailsTheCaseNamedForTheFault(string fault, string caseName)
    {
        Func<IVectorStore> create = BrokenStores.All.Single(store => Same(store.Fault, fault)).Create;
        VectorStoreConformance suite = new(_ => Task.FromResult(create()));

        Func<Task> run = () => suite.Cases.Single(conformanceCase => Same(conformanceCase.Name, caseName))
            .RunAsync(TestContext.Current.CancellationToken);

        ConformanceException failure = (await run.Should().ThrowAsync<ConformanceException>()).Which;
        failure.CaseName.Should().Be(caseName);
        failure.Message.Should().StartWith(caseName).And.Contain("expected").And.Contain("actual").And.Contain("seed 20260101");
    }

    [Fact]
    public void Cases_All_HaveABrokenStoreThatTheyMustRefuse() =>
        BrokenStores.All.SelectMany(store => store.Cases).Distinct(StringComparer.Ordinal)
            .Should().BeEquivalentTo(Suite().Cases.Select(conformanceCase => conformanceCase.Name));

    [Fact]
    public void Cases_Names_AreUnique() => Suite().Cases.Select(conformanceCase => conformanceCase.Name).Should().OnlyHaveUniqueItems();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RunAllAsync_DelegatingStoreThatKeepsTheContract_Passes(int seed)
    {
        VectorStoreConformance suite = new(_ => Task.FromResult<IVectorStore>(new DelegatingVectorStore()), seed: seed);

        Func<Task> run = () => suite.RunAllAsync(TestContext.Current.CancellationToken);

        await run.Should().NotThrowAsync();
    }

    [Fact]
    public async Task RunAllAsync_BrokenStore_ListsEveryCaseThatFailed()
    {
        VectorStoreConformance suite = new(_ => Task.FromResult<IVectorStore>(new LenientStore()));

        Func<Task> run = () => suite.RunAllAsync(TestContext.Current.CancellationToken);

        ConformanceException failure = (await run.Should().ThrowAsync<ConformanceException>()).Which;
        failure.CaseName.Should().Be("Apply_WrongDimension_AppliesNothing");
        failure.Message.Should().Contain($"7 of {suite.Cases.Count} cases failed").And.Contain("Search_ZeroLength_IsRefused");
        failure.InnerException.Should().BeOfType<AggregateException>().Which.InnerExceptions.Should().HaveCount(7);
    }

    [Fact]
    public async Task RunAsync_CancelledToken_IsCancelled()
    {
        Func<Task> run = () => Suite().Cases[0].RunAsync(new CancellationToken(canceled: true));

        await run.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task RunAsync_Reopen_IsGivenTheStoreAndReplacesIt()
    {
        List<IVectorStore> given = [];
        VectorStoreConformance suite = new(
            _ => Task.FromResult<IVectorStore>(new InMemoryVectorStore()),
            (store, _) =>
            {
                given.Add(store);
                return Task.FromResult<IVectorStore>(new InMemoryVectorStore());
            });

        Func<Task> run = () => suite.Cases.Single(conformanceCase => Same(conformanceCase.Name, "Position_AfterApply_IsReportedAtOpen"))
            .RunAsync(TestContext.Current.CancellationToken);

        // The other store knows nothing, and the case notices.
        await run.Should().ThrowAsync<ConformanceException>();
        given.Should().ContainSingle();
    }

    private static VectorStoreConformance Suite() => new(_ => Task.FromResult<IVectorStore>(new InMemoryVectorStore()));

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);
}
