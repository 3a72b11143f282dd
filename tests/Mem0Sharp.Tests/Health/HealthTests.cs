using Mem0Sharp.Tests.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Tests.Health;

/// <summary>What does not work is found and said, never thrown; where all works, nothing is.</summary>
public sealed class HealthTests
{
    private static readonly string[] Parts = ["history", "embedding_space", "vector_store", "embedder"];

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CheckHealthAsync_WhereAllWorks_IsHealthyAndChangesNothing(bool isFilled)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.Memory.OpenAsync(Token);
        if (isFilled)
        {
            await fixture.StoreAsync("Likes tea");
        }

        FileRows before = FileRows.Of(fixture);

        MemoryHealthReport report = await fixture.Memory.CheckHealthAsync(Token);

        report.Checks.Select(check => check.Name).Should().Equal(Parts);
        report.Status.Should().Be(MemoryHealthStatus.Healthy);
        report.Checks.Should().OnlyContain(check => check.Error == null);
        FileRows.Of(fixture).Rows.Should().Be(before.Rows);
        (fixture.Embeddings.CallCount - before.EmbeddingCalls).Should().Be(1, "the embedder is asked, not the cache");
    }

    [Fact]
    public async Task CheckHealthAsync_WithoutAFile_IsHealthy()
    {
        await using Memory memory = new MemoryBuilder().Build();

        (await memory.CheckHealthAsync(Token)).ToString().Should().Be("MemoryHealthReport Healthy");
    }

    [Fact]
    public async Task CheckHealthAsync_WhenTheEmbedderCannotBeReached_IsDegradedUntilItCan()
    {
        StubEmbeddings embeddings = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseEmbeddings(embeddings, "stub"));
        await fixture.StoreAsync("Likes tea");
        embeddings.Failure = new HttpRequestException("Down: Likes tea");

        MemoryHealthReport report = await fixture.Memory.CheckHealthAsync(Token);

        report.ToString().Should().Be("MemoryHealthReport Degraded (embedder)");
        report.Checks[3].Error.Should().BeOfType<MemoryNetworkException>();
        report.Checks[3].ToString().Should().NotContain("tea");
        embeddings.Failure = null;
        (await fixture.Memory.CheckHealthAsync(Token)).Status.Should().Be(MemoryHealthStatus.Healthy);
    }

    [Fact]
    public async Task CheckHealthAsync_WhenTheEmbedderHasAnotherDimension_IsUnhealthy()
    {
        StubEmbeddings embeddings = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseEmbeddings(embeddings, "stub"));
        await fixture.StoreAsync("Likes tea");
        embeddings.Vector = [1, 0, 0];

        MemoryHealthReport report = await fixture.Memory.CheckHealthAsync(Token);

        report.ToString().Should().Be("MemoryHealthReport Unhealthy (embedder)");
        report.Checks[3].Error.Should().BeOfType<EmbeddingDimensionException>();
    }

    [Fact]
    public async Task CheckHealthAsync_OfAFileOfAnotherModel_SaysSo()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("Likes tea");
        Memory other = fixture.OpenOther(builder => builder.UseEmbeddings(new StubEmbeddings(), "stub"));

        MemoryHealthReport report = await other.CheckHealthAsync(Token);

        report.Status.Should().Be(MemoryHealthStatus.Unhealthy);
        report.Checks.Single(check => check.Name is "embedding_space").Error.Should().BeOfType<EmbeddingSpaceException>();
        report.Checks.Single(check => check.Name is "history").Status.Should().Be(MemoryHealthStatus.Healthy);
    }

    [Fact]
    public async Task CheckHealthAsync_WhileSomebodyHoldsTheLock_IsDegraded()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.Configure(options => options.BusyTimeout = TimeSpan.Zero));
        await fixture.StoreAsync("Likes tea");
        await using SqliteConnection locking = new($"Data Source={fixture.Path};Pooling=False");
        locking.Open();
        using SqliteTransaction transaction = locking.BeginTransaction();

        MemoryHealthReport report = await fixture.Memory.CheckHealthAsync(Token);

        report.ToString().Should().Be("MemoryHealthReport Degraded (history)");
        report.Checks[0].Error.Should().BeOfType<MemoryStoreException>().Which.IsTransient.Should().BeTrue();
    }

    [Fact]
    public async Task CheckHealthAsync_OfAFileThatIsNone_IsUnhealthy()
    {
        using TestFolder folder = new();
        await File.WriteAllTextAsync(folder.Path("notes.txt"), new string('x', 5_000), Token);
        await using Memory memory = new MemoryBuilder().UseSqlite(folder.Path("notes.txt")).Build();

        MemoryHealthReport report = await memory.CheckHealthAsync(Token);

        report.Status.Should().Be(MemoryHealthStatus.Unhealthy);
        report.Checks[0].Error.Should().BeOfType<MemoryConfigurationException>();
        report.Checks[3].Status.Should().Be(MemoryHealthStatus.Healthy, "the others are looked at all the same");
    }

    [Fact]
    public async Task CheckHealthAsync_WhenTheHistoryFails_FindsItWithoutItsWords()
    {
        FailingHistory history = new();
        await using Memory memory = new MemoryBuilder().UseHistory(history).Build();
        history.Failure = new InvalidOperationException("Likes tea");

        MemoryHealthReport report = await memory.CheckHealthAsync(Token);

        report.Checks[0].Should().BeEquivalentTo(new { Status = MemoryHealthStatus.Unhealthy, Description = "It failed with a InvalidOperationException." });
    }

    [Fact]
    public async Task CheckHealthAsync_ThatIsCancelled_Ends()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        Func<Task> check = () => fixture.Memory.CheckHealthAsync(source.Token);

        await check.Should().ThrowAsync<OperationCanceledException>();
    }
}
