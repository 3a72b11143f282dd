using System.Numerics.Tensors;
using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Embed;

/// <summary>What cosines unrelated memories have is measured on the memories themselves.</summary>
public sealed class MeasureCosinesTests : IAsyncDisposable
{
    private readonly MemoryFixture _fixture = ByRules();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task MeasureCosinesAsync_OfFewMemories_ComparesEveryPair()
    {
        await StoreAsync("a", 1, 0);
        await StoreAsync("b", 0.8f, 0.6f);
        await StoreAsync("c", 0, 1);
        await StoreAsync("c", 0, 1);
        await StoreAsync("d", -1, 0);
        int calls = _fixture.Embeddings.CallCount;

        MeasuredCosines measured = (await _fixture.Memory.MeasureCosinesAsync(Alice, Token))!;

        // -1, -0.8, 0, 0, 0.6, 0.8
        (measured.EmbeddingModel, measured.Memories, measured.Pairs).Should().Be(("deterministic", 4, 6));
        measured.Mean.Should().BeApproximately(-0.4 / 6, 1e-6);
        measured.Percentile5.Should().BeApproximately(-1, 1e-6);
        measured.Median.Should().BeApproximately(0, 1e-6);
        measured.Percentile95.Should().BeApproximately(0.8, 1e-6);
        measured.Percentile99.Should().BeApproximately(0.8, 1e-6);
        _fixture.Embeddings.CallCount.Should().Be(calls);
        (await _fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task MeasureCosinesAsync_OfAScope_LeavesOthersOut()
    {
        await StoreAsync("a", 1, 0);
        await StoreAsync("b", 0.8f, 0.6f);
        await StoreAsync("c", 0, 1, Bob);

        (await _fixture.Memory.MeasureCosinesAsync(Alice, Token))!.Pairs.Should().Be(1);
        (await _fixture.Memory.For(Alice).MeasureCosinesAsync(Token))!.Mean.Should().BeApproximately(0.8, 1e-6);
        (await _fixture.Memory.MeasureCosinesAsync(cancellationToken: Token))!.Pairs.Should().Be(3);
    }

    [Fact]
    public async Task MeasureCosinesAsync_OfFewerThanTwoTexts_IsNull()
    {
        (await _fixture.Memory.MeasureCosinesAsync(cancellationToken: Token)).Should().BeNull();
        await StoreAsync("a", 1, 0);
        await StoreAsync("a", 1, 0);
        (await _fixture.Memory.MeasureCosinesAsync(Alice, Token)).Should().BeNull("one text has no pair");
        await StoreAsync("b", 0, 1);
        (await _fixture.Memory.MeasureCosinesAsync(Alice, Token)).Should().NotBeNull();
    }

    [Fact]
    public async Task MeasureCosinesAsync_OfATextWithoutItsEmbedding_PassesItOver()
    {
        Memory memory = _fixture.OpenOther(builder => builder.Configure(options => (options.EmbedsLater, options.ProcessesQueue) = (true, false)));
        MemoryAddOptions verbatim = new() { Mode = MemoryAddMode.Verbatim };
        await memory.AddAsync("likes tea", Alice, verbatim, Token);
        _fixture.Embeddings.FailNext(new HttpRequestException("down"));
        await memory.AddAsync("owns a boat", Alice, verbatim, Token);
        (await memory.MeasureCosinesAsync(Alice, Token)).Should().BeNull("one of two has its embedding");

        await memory.EmbedMissingAsync(Token);

        (await memory.MeasureCosinesAsync(Alice, Token))!.Pairs.Should().Be(1);
    }

    [Fact]
    public async Task MeasureCosinesAsync_OfManyMemories_IsBoundedTheSameEachTimeAndNearWhatAllPairsHave()
    {
        int seed = Environment.TickCount;
#pragma warning disable RS0030 // Seeded, and printed.
        Random random = new(seed);
#pragma warning restore RS0030
        const int Count = 2_300;
        float[][] vectors = new float[Count][];
        for (int i = 0; i < Count; i++)
        {
            // On a circle, all within a right angle.
            double angle = random.NextDouble() * Math.PI / 2;
            vectors[i] = [(float)Math.Cos(angle), (float)Math.Sin(angle)];
            Map($"fact {i}", vectors[i][0], vectors[i][1]);
        }

        foreach (int[] part in Enumerable.Range(0, Count).Chunk(100))
        {
            IEnumerable<ChatMessage> messages = part.Select(i => new ChatMessage(ChatRole.User, $"fact {i}"));
            await _fixture.Memory.AddAsync(messages, Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        }

        MeasuredCosines measured = (await _fixture.Memory.MeasureCosinesAsync(Alice, Token))!;

        (measured.Memories, measured.Pairs).Should().Be((2_000, 10_000));
        (await _fixture.Memory.MeasureCosinesAsync(Alice, Token)).Should().Be(measured);
        double[] all =
        [
            .. Enumerable.Range(0, Count)
                .SelectMany(i => Enumerable.Range(i + 1, Count - i - 1), (i, j) => (double)TensorPrimitives.Dot<float>(vectors[i], vectors[j]))
                .Order(),
        ];
        measured.Mean.Should().BeApproximately(all.Average(), 0.02, "seed {0}", seed);
        measured.Median.Should().BeApproximately(all[all.Length / 2], 0.03, "seed {0}", seed);
        measured.Percentile5.Should().BeApproximately(all[(int)(all.Length * 0.05)], 0.03, "seed {0}", seed);
        measured.Percentile95.Should().BeApproximately(all[(int)(all.Length * 0.95)], 0.02, "seed {0}", seed);
        measured.Percentile99.Should().BeApproximately(all[(int)(all.Length * 0.99)], 0.02, "seed {0}", seed);
    }

    [Fact]
    public async Task MeasureCosinesAsync_AtAChangeOver_IsOfTheModelThatCounts()
    {
        await StoreAsync("a", 1, 0);
        await StoreAsync("b", 0.8f, 0.6f);
        using DeterministicEmbeddingGenerator newer = new(dimensions: 2, "newer");
        newer.Map("a", 1, 0).Map("b", 0.6f, 0.8f);
        Memory moving = _fixture.OpenOther(builder => builder.UseEmbeddings(newer).UsePreviousEmbeddings(_fixture.Embeddings));

        MeasuredCosines before = (await moving.MeasureCosinesAsync(cancellationToken: Token))!;
        await moving.ReembedAsync(cancellationToken: Token);
        MeasuredCosines after = (await moving.MeasureCosinesAsync(cancellationToken: Token))!;

        (before.EmbeddingModel, Math.Round(before.Mean, 5)).Should().Be(("deterministic", 0.8));
        (after.EmbeddingModel, Math.Round(after.Mean, 5)).Should().Be(("newer", 0.6));
    }

    private Task<MemoryItem> StoreAsync(string text, float x, float y, MemoryScope? scope = null)
    {
        Map(text, x, y);
        return _fixture.StoreAsync(text, scope);
    }

    private void Map(string text, float x, float y)
    {
        float[] vector = new float[_fixture.Embeddings.Dimensions];
        (vector[0], vector[1]) = (x, y);
        _fixture.Embeddings.Map(text, vector);
    }
}
