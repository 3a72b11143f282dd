using Mem0Sharp.Testing;

namespace Mem0Sharp.Tests.Embed;

public sealed class TextEmbedderTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(EmbeddingMisbehavior.NotANumber)]
    [InlineData(EmbeddingMisbehavior.ZeroLength)]
    [InlineData(EmbeddingMisbehavior.TooFew)]
    [InlineData(EmbeddingMisbehavior.TooMany)]
    public async Task AddAsync_WhenTheGeneratorAnswersNonsense_ThrowsAndWritesNothing(EmbeddingMisbehavior misbehavior)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        fixture.Embeddings.Misbehavior = misbehavior;

        Func<Task> add = () => fixture.StoreAsync("tea");

        await add.Should().ThrowAsync<EmbeddingException>();
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(0L);
        fixture.Embeddings.Misbehavior = EmbeddingMisbehavior.None;
        await add.Should().NotThrowAsync("the memory is usable afterwards");
    }

    [Fact]
    public async Task AddAsync_WhenTheGeneratorChangesItsDimension_ThrowsWithBothAndWritesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("tea");
        fixture.Embeddings.Misbehavior = EmbeddingMisbehavior.WrongDimension;

        Func<Task> add = () => fixture.StoreAsync("coffee");

        EmbeddingDimensionException error = (await add.Should().ThrowAsync<EmbeddingDimensionException>()).Which;
        error.Expected.Should().Be(64);
        error.Actual.Should().NotBe(64);
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(1L);
    }

    [Fact]
    public async Task OpenAsync_WithAnotherModel_IsRefusedByANameOfBoth()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("tea");
        using DeterministicEmbeddingGenerator another = new(64, "another");
        Memory other = fixture.OpenOther(builder => builder.UseEmbeddings(another));

        Func<Task> open = () => other.OpenAsync(Token);
        Func<Task> search = () => other.SearchAsync("tea", MemoryFixture.Alice, cancellationToken: Token);

        EmbeddingSpaceException error = (await open.Should().ThrowAsync<EmbeddingSpaceException>()).Which;
        error.Stored.Should().Be(new EmbeddingSpace("deterministic", 64));
        error.Configured.Should().Be(new EmbeddingSpace("another", 64));
        error.Message.Should().Contain("deterministic").And.Contain("another");
        await search.Should().ThrowAsync<EmbeddingSpaceException>();
        another.CallCount.Should().Be(0);
    }

    [Fact]
    public async Task OpenAsync_WithTheSameModelOfAnotherDimension_IsRefused()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("tea");
        using DeterministicEmbeddingGenerator wide = new(128);
        Memory other = fixture.OpenOther(builder => builder.UseEmbeddings(wide));

        Func<Task> open = () => other.OpenAsync(Token);

        await open.Should().ThrowAsync<EmbeddingSpaceException>();
    }

    [Fact]
    public async Task AddAsync_ByTwoProcessesOfDifferentModelsAtOnce_LetsTheFirstDecide()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        using DeterministicEmbeddingGenerator another = new(64, "another");
        Memory other = fixture.OpenOther(builder => builder.UseEmbeddings(another));
        await fixture.Memory.OpenAsync(Token);
        await other.OpenAsync(Token);
        await fixture.StoreAsync("tea");

        Func<Task> add = () => other.AddAsync("coffee", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);

        await add.Should().ThrowAsync<EmbeddingSpaceException>();
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(1L);
    }

    [Fact]
    public async Task SearchAsync_ForTheSameQueryAgain_IsServedFromTheCache()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("tea");
        await fixture.Memory.SearchAsync("what to drink", MemoryFixture.Alice, cancellationToken: Token);
        int calls = fixture.Embeddings.CallCount;

        await fixture.Memory.SearchAsync("what to drink", MemoryFixture.Alice, cancellationToken: Token);

        fixture.Embeddings.CallCount.Should().Be(calls);
    }

    [Fact]
    public async Task AddAsync_WithASmallBatchSize_SplitsTheTextsAndKeepsTheirOrder()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.Configure(options => options.EmbeddingBatchSize = 3));

        MemoryAddResult result = await fixture.Memory.AddAsync(
            Enumerable.Range(0, 8).Select(i => new Microsoft.Extensions.AI.ChatMessage(Microsoft.Extensions.AI.ChatRole.User, $"text {i}")),
            MemoryFixture.Alice,
            new MemoryAddOptions { Mode = MemoryAddMode.Verbatim },
            Token);

        fixture.Embeddings.CallCount.Should().Be(3);
        foreach (MemoryItem item in result.Items)
        {
            (await fixture.Memory.SearchAsync(item.Text, MemoryFixture.Alice, MemoryFixture.Nearest, Token))
                .Single().Should().BeEquivalentTo(new { Item = item });
        }
    }

    [Fact]
    public async Task AddAsync_WhenTheGeneratorNeverAnswers_TimesOut()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(
            builder => builder.Configure(options => options.EmbeddingTimeout = TimeSpan.FromSeconds(5)));
        fixture.Embeddings.Hold();
        Task<MemoryItem> add = fixture.StoreAsync("tea");
        await fixture.Embeddings.WhenHeldAsync(1, Token);

        fixture.Time.Advance(TimeSpan.FromSeconds(6));

        Func<Task> wait = () => add;
        (await wait.Should().ThrowAsync<MemoryNetworkException>()).Which.Service.Should().Be("embedding");
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(0L);
    }

    [Fact]
    public async Task AddAsync_WhenCancelledDuringEmbedding_WritesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        using CancellationTokenSource cancel = new();
        fixture.Embeddings.Hold();
        Task add = fixture.Memory.AddAsync("tea", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, cancel.Token);
        await fixture.Embeddings.WhenHeldAsync(1, Token);

        await cancel.CancelAsync();

        Func<Task> wait = () => add;
        await wait.Should().ThrowAsync<OperationCanceledException>();
        fixture.Embeddings.Release();
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(0L);
    }

    [Fact]
    public async Task AddAsync_WhenTheServiceRefusesTheKey_SaysAccessDenied()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        fixture.Embeddings.FailNext(new HttpRequestException("no", inner: null, System.Net.HttpStatusCode.Unauthorized));

        Func<Task> add = () => fixture.StoreAsync("tea");

        (await add.Should().ThrowAsync<MemoryAccessDeniedException>()).Which.Resource.Should().Be("embedding");
    }

    [Theory]
    [InlineData(-3f, 4f)]
    [InlineData(3f, -4f)]
    [InlineData(-3e-40f, -4e-40f)]
    [InlineData(-3e38f, 2e38f)]
    public async Task AddAsync_StoresTheDirectionOfAVectorWhateverItsSignsAndSize(float x, float y)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        float[] vector = new float[64];
        (vector[0], vector[1]) = (x, y);
        fixture.Embeddings.Map("tea", vector);

        await fixture.StoreAsync("tea");

        float[] stored = MemoryFixture.Floats(fixture.Sql("SELECT vector FROM embeddings")[0][0]);
        double length = Math.Sqrt(((double)x * x) + ((double)y * y));
        stored[0].Should().BeApproximately((float)(x / length), 1e-6f);
        stored[1].Should().BeApproximately((float)(y / length), 1e-6f);
    }
}
