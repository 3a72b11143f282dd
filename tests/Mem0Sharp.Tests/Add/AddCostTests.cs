using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Adding;

/// <summary>What an add says of its cost: model calls, and the time of each stage.</summary>
public sealed class AddCostTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(MemoryAddMode.Reconcile, 4, 7, 1, 5, 0)]
    [InlineData(MemoryAddMode.Append, 3, 7, 1, 0, 0)]
    [InlineData(MemoryAddMode.Verbatim, 0, 0, 0, 0, 1)]
    public async Task AddAsync_SaysHowOftenAModelWasAskedAndHowLongEachStageTook(
        MemoryAddMode mode, int calls, int extraction, int search, int arbitration, int writing)
    {
        ManualTimeProvider time = new();
        SlowStages stages = new(time);
        await using Memory memory = new MemoryBuilder()
            .UseTimeProvider(time).UseFactExtractor(stages).UseArbiter(stages).UseEmbeddings(new SlowEmbeddings(time), "slow").Build();
        await memory.AddAsync("Alice has a cat", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);

        MemoryAddResult result = await memory.AddAsync("I have a bird", MemoryFixture.Alice, new MemoryAddOptions { Mode = mode }, Token);

        result.ModelCalls.Should().Be(calls);
        result.Timings.Should().Be(new MemoryAddTimings(Seconds(extraction), Seconds(search), Seconds(arbitration), Seconds(writing)));
    }

    [Fact]
    public async Task AddAsync_Repeated_SaysWhatTheFirstCallCostAndThatItTookNoTime()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        fixture.Chat.Reply("no json").Reply("""{"facts":["Alice has a cat"]}""");
        MemoryAddOptions keyed = new() { IdempotencyKey = "key" };

        MemoryAddResult first = await fixture.Memory.AddAsync("I have a cat", MemoryFixture.Alice, keyed, Token);
        MemoryAddResult second = await fixture.Memory.AddAsync("I have a cat", MemoryFixture.Alice, keyed, Token);

        (first.ModelCalls, second.ModelCalls).Should().Be((2, 2), "a reply that cannot be read is asked for again");
        second.Timings.Should().Be(new MemoryAddTimings(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero));
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>Extracts in 7 seconds by 3 calls, and decides in 5 by one.</summary>
    private sealed class SlowStages(ManualTimeProvider time) : IFactExtractor, IMemoryArbiter
    {
        public Task<FactExtraction> ExtractAsync(FactExtractionRequest request, CancellationToken cancellationToken = default)
        {
            time.Advance(Seconds(7));
            return Task.FromResult(new FactExtraction([new ExtractedFact("Alice has a bird")]) { ModelCalls = 3 });
        }

        public Task<Arbitration> ArbitrateAsync(ArbitrationRequest request, CancellationToken cancellationToken = default)
        {
            time.Advance(Seconds(5));
            return Task.FromResult(new Arbitration([new MemoryDecision.Add(0)]) { ModelCalls = 1 });
        }
    }

    /// <summary>Embeds in a second a call.</summary>
    private sealed class SlowEmbeddings(ManualTimeProvider time)
        : DelegatingEmbeddingGenerator<string, Embedding<float>>(new DeterministicEmbeddingGenerator())
    {
        public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            time.Advance(Seconds(1));
            return base.GenerateAsync(values, options, cancellationToken);
        }
    }
}
