using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Apply;

/// <summary>An update that brings the embedding of its text.</summary>
public sealed class GivenEmbeddingTests
{
    private const int Dimensions = 64;

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(1f)]
    [InlineData(1e-30f)]
    [InlineData(1e30f)]
    public async Task UpdateAsync_WithItsEmbedding_StoresTheUnitVectorAndAsksNobody(float size)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        int calls = fixture.Embeddings.CallCount;

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Text = "likes coffee", Embedding = Given(3 * size, 4 * size) }, cancellationToken: Token);

        result.Outcome.Should().Be(UpdateOutcome.Updated);
        fixture.Embeddings.CallCount.Should().Be(calls);
        float[] stored = VectorOf(fixture, item.Id);
        stored.Should().HaveCount(Dimensions);
        stored[0].Should().BeApproximately(0.6f, 1e-6f);
        stored[1].Should().BeApproximately(0.8f, 1e-6f);
        stored.Skip(2).Should().OnlyContain(component => component == 0);
        fixture.Embeddings.Map("a question", [3, 4, .. new float[Dimensions - 2]]);
        await fixture.ReopenAsync();
        (await fixture.Memory.SearchAsync("a question", MemoryFixture.Alice, MemoryFixture.ByVector, Token))
            .Single().Score.Should().BeApproximately(1, 1e-6);
    }

    public static TheoryData<string, MemoryPatch, Type> Refused => new()
    {
        { "other model", Text(new Embedding<float>(Vector(3, 4)) { ModelId = "another" }), typeof(EmbeddingSpaceException) },
        { "model in other case", Text(new Embedding<float>(Vector(3, 4)) { ModelId = "Deterministic" }), typeof(EmbeddingSpaceException) },
        { "no model", Text(new Embedding<float>(Vector(3, 4))), typeof(MemoryValidationException) },
        { "no text", new MemoryPatch { Tags = TagsPatch.Add("a"), Embedding = Given(3, 4) }, typeof(MemoryValidationException) },
        { "nothing else", new MemoryPatch { Embedding = Given(3, 4) }, typeof(MemoryValidationException) },
        { "one dimension less", Text(Made([.. Vector(3, 4).Skip(1)])), typeof(EmbeddingDimensionException) },
        { "one dimension more", Text(Made([.. Vector(3, 4), 0])), typeof(EmbeddingDimensionException) },
        { "empty", Text(Made([])), typeof(EmbeddingException) },
        { "zero", Text(Given(0, 0)), typeof(EmbeddingException) },
        { "not a number", Text(Given(1, float.NaN)), typeof(EmbeddingException) },
        { "infinite", Text(Given(float.PositiveInfinity, 1)), typeof(EmbeddingException) },
        { "infinite the other way", Text(Given(1, float.NegativeInfinity)), typeof(EmbeddingException) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task UpdateAsync_WithAnEmbeddingThatIsNoneOfTheStores_IsRefusedAndWritesNothing(string name, MemoryPatch patch, Type error)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        FileRows before = FileRows.Of(fixture);

        Func<Task>[] calls =
        [
            () => fixture.Memory.UpdateAsync(item.Id, patch, cancellationToken: Token),
            () => fixture.Memory.UpdateAsync(item.Id, patch, new MemoryUpdateOptions { IdempotencyKey = "key" }, Token),
            () => fixture.Memory.BatchUpdateAsync([new MemoryUpdate(item.Id, patch)], cancellationToken: Token),
        ];
        foreach (Func<Task> call in calls)
        {
            (await call.Should().ThrowAsync<MemoryException>(name)).Which.Should().BeOfType(error, name);
        }

        FileRows.Of(fixture).Should().Be(before);

        // Nothing of it stays behind: the text is embedded by the store's own model afterwards.
        await fixture.Memory.UpdateAsync(item.Id, "likes coffee", cancellationToken: Token);
        FileVectors.ShouldFit(fixture);
    }

    [Fact]
    public async Task UpdateAsync_WithAnEmbeddingOfAnotherSpace_NamesBoth()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");

        Func<Task> model = () => fixture.Memory.UpdateAsync(
            item.Id, Text(new Embedding<float>(Vector(3, 4)) { ModelId = "another" }), cancellationToken: Token);
        Func<Task> length = () => fixture.Memory.UpdateAsync(item.Id, Text(Made([1, 2, 3])), cancellationToken: Token);

        EmbeddingSpaceException space = (await model.Should().ThrowAsync<EmbeddingSpaceException>()).Which;
        (space.Stored, space.Configured).Should().Be((new EmbeddingSpace("deterministic", Dimensions), new EmbeddingSpace("another", Dimensions)));
        EmbeddingDimensionException dimension = (await length.Should().ThrowAsync<EmbeddingDimensionException>()).Which;
        (dimension.Expected, dimension.Actual).Should().Be((Dimensions, 3));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UpdateAsync_WithAnEmbeddingOfAKnownText_KeepsTheVectorThatIsStored(bool reopened)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("likes coffee");
        MemoryItem item = await fixture.StoreAsync("likes tea");
        if (reopened)
        {
            await fixture.ReopenAsync();
        }

        int calls = fixture.Embeddings.CallCount;

        await fixture.Memory.UpdateAsync(item.Id, Text(Given(3, 4)), cancellationToken: Token);

        fixture.Embeddings.CallCount.Should().Be(calls);
        FileVectors.ShouldFit(fixture);
    }

    [Fact]
    public async Task UpdateAsync_WithAnEmbeddingOfTheTextItHas_ChangesTheRestOnly()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            item.Id,
            new MemoryPatch { Text = "likes tea", Embedding = Given(3, 4), Metadata = new JsonObject { ["k"] = 1 } },
            cancellationToken: Token);

        result.Outcome.Should().Be(UpdateOutcome.Updated);
        FileVectors.ShouldFit(fixture);
    }

    [Fact]
    public async Task BatchUpdateAsync_WithSomeEmbeddings_AsksForTheOthersInOneCall()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem[] items = [await fixture.StoreAsync("a"), await fixture.StoreAsync("b"), await fixture.StoreAsync("c")];
        (int calls, int texts) = (fixture.Embeddings.CallCount, fixture.Embeddings.TextCount);

        await fixture.Memory.BatchUpdateAsync(
            [
                new MemoryUpdate(items[0].Id, "a changed"),
                new MemoryUpdate(items[1].Id, new MemoryPatch { Text = "b changed", Embedding = Given(3, 4) }),
                new MemoryUpdate(items[2].Id, "c changed"),
            ],
            cancellationToken: Token);

        (fixture.Embeddings.CallCount - calls, fixture.Embeddings.TextCount - texts).Should().Be((1, 2));
        VectorOf(fixture, items[1].Id)[0].Should().BeApproximately(0.6f, 1e-6f);
        VectorOf(fixture, items[2].Id).Should().NotEqual(VectorOf(fixture, items[1].Id));
    }

    [Fact]
    public async Task UpdateAsync_KeepBothWithItsEmbedding_AsksNobody()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        await fixture.Memory.UpdateAsync(item.Id, "likes water", cancellationToken: Token);
        int calls = fixture.Embeddings.CallCount;

        MemoryItem kept = (await fixture.Memory.UpdateAsync(
            item.Id, Text(Given(3, 4)), new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, Token)).Item;

        fixture.Embeddings.CallCount.Should().Be(calls);
        VectorOf(fixture, kept.Id)[0].Should().BeApproximately(0.6f, 1e-6f);
    }

    [Fact]
    public async Task UpdateAsync_WithAUnitVectorThatIsChangedAfterwards_KeepsACopy()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        float[] vector = Vector(1, 0);
        await fixture.Memory.UpdateAsync(item.Id, Text(Made(vector)), cancellationToken: Token);

        vector[0] = 0;
        vector[1] = 1;

        (await fixture.Memory.SearchAsync("likes coffee", MemoryFixture.Alice, MemoryFixture.ByVector, Token)).Single().Score.Should().BeApproximately(1, 1e-6);
        fixture.Embeddings.Map("a question", [1, 0, .. new float[Dimensions - 2]]);
        (await fixture.Memory.SearchAsync("a question", MemoryFixture.Alice, MemoryFixture.ByVector, Token)).Single().Score.Should().BeApproximately(1, 1e-6);
    }

    private static MemoryPatch Text(Embedding<float> embedding) => new() { Text = "likes coffee", Embedding = embedding };

    private static Embedding<float> Given(float x, float y) => Made(Vector(x, y));

    private static Embedding<float> Made(float[] vector) => new(vector) { ModelId = "deterministic" };

    private static float[] Vector(float x, float y) => [x, y, .. new float[Dimensions - 2]];

    private static float[] VectorOf(MemoryFixture fixture, string id) => MemoryFixture.Floats(fixture.Sql(
        "SELECT e.vector FROM memories m JOIN history h ON h.sequence = m.sequence JOIN embeddings e ON e.hash = h.text_hash "
        + $"WHERE m.memory_id = '{id}'").Single()[0]);
}
