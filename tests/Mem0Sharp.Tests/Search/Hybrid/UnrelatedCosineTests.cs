using Mem0Sharp.LocalEmbeddings;
using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Search.Hybrid;

/// <summary>A hybrid score counts a cosine from that of unrelated texts on; what that is goes with the embedder.</summary>
public sealed class UnrelatedCosineTests : IAsyncDisposable
{
    private const string Question = "who sails?";
    private const string Near = "owns a boat";
    private const string Far = "likes tea";

    private readonly MemoryFixture _fixture = ByRules();
    private readonly DeterministicEmbeddingGenerator _newer = new(dimensions: 32, "newer");

    public UnrelatedCosineTests()
    {
        // Cosines of 0.8 and 0.5.
        foreach (DeterministicEmbeddingGenerator generator in new[] { _fixture.Embeddings, _newer })
        {
            generator.Map(Question, Vector(generator, 1, 0));
            generator.Map(Near, Vector(generator, 0.8f, 0.6f));
            generator.Map(Far, Vector(generator, 0.5f, MathF.Sqrt(0.75f)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        _newer.Dispose();
    }

    [Theory]
    [InlineData(null, 0.8, 0.5)]
    [InlineData(0.0, 0.8, 0.5)]
    [InlineData(0.5, 0.6, 0.0)]
    [InlineData(0.75, 0.2, 0.0)]
    [InlineData(0.9, 0.0, 0.0)]
    public async Task SearchAsync_ByBoth_CountsTheCosineFromTheSettingOn(double? unrelated, double near, double far)
    {
        Memory memory = await OpenAsync(options => options.UnrelatedCosine = unrelated);

        await ExpectAsync(memory, near, far);
        await ExpectAsync(memory, near, far, MemoryAsOf.Known(DateTimeOffset.MaxValue));
    }

    [Theory]
    [InlineData(0.5, null, 0.6, 0.0)]
    [InlineData(0.5, 0.75, 0.2, 0.0)]
    [InlineData(null, null, 0.8, 0.5)]
    [InlineData("0.5", null, 0.8, 0.5)]
    public async Task SearchAsync_OfAGeneratorThatSaysIt_GoesByThatUnlessASettingDoes(object? said, double? set, double near, double far)
    {
        using TellingEmbeddings telling = new(_fixture.Embeddings, said);
        Memory memory = await OpenAsync(options => options.UnrelatedCosine = set, telling);

        await ExpectAsync(memory, near, far);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Build_OfAGeneratorThatSaysWhatCannotBe_IsRefusedUnlessASettingGoesBefore(double said)
    {
        using TellingEmbeddings telling = new(_fixture.Embeddings, said);
        Func<Memory> build = () => new MemoryBuilder().UseEmbeddings(telling).Build();

        build.Should().Throw<MemoryConfigurationException>().Which.Suggestion.Should().Contain("UnrelatedCosine");

        using Memory memory = new MemoryBuilder().UseEmbeddings(telling).Configure(options => options.UnrelatedCosine = 0.5).Build();
        memory.EmbeddingModel.Should().Be("deterministic");
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Build_WithASettingOutOfRange_IsRefused(double set)
    {
        Func<Memory> build = () => new MemoryBuilder().Configure(options => options.UnrelatedCosine = set).Build();

        build.Should().Throw<MemoryConfigurationException>().Which.Message.Should().Contain(nameof(MemoryOptions.UnrelatedCosine));
    }

    [Fact]
    public async Task SearchAsync_ByVectorsAlone_KeepsTheCosines()
    {
        Memory memory = await OpenAsync(options => options.UnrelatedCosine = 0.75);

        MemorySearchResults found = await memory.SearchAsync(Question, Alice, ByVector, Token);
        MemorySearchResults before = await memory.SearchAsync(
            Question, Alice, new MemorySearchOptions { Mode = MemorySearchMode.Vector, AsOf = MemoryAsOf.Known(DateTimeOffset.MaxValue) }, Token);

        found.Select(result => Math.Round(result.Score, 5)).Should().Equal(0.8, 0.5);
        before.Select(result => Math.Round(result.Score, 5)).Should().Equal(0.8, 0.5);
    }

    [Fact]
    public async Task SearchAsync_WhileAFileChangesOverToAnotherModel_GoesByTheModelThatEmbeddedTheQuestion()
    {
        using TellingEmbeddings former = new(_fixture.Embeddings, 0.5);
        await StoreAsync(_fixture.Memory);
        Memory moving = _fixture.OpenOther(builder => builder.UseEmbeddings(_newer).UsePreviousEmbeddings(former)
            .Configure(options => options.UnrelatedCosine = 0.75));

        (await ExpectAsync(moving, 0.6, 0)).EmbeddingModel.Should().Be("deterministic");
        await moving.ReembedAsync(cancellationToken: Token);
        (await ExpectAsync(moving, 0.2, 0)).EmbeddingModel.Should().Be("newer");
    }

    [Fact]
    public void GetService_OfTheShippedEmbedders_SaysWhatWasMeasuredAlsoThroughAnotherGenerator()
    {
        using LexicalEmbeddingGenerator lexical = new();
        using LocalEmbeddingGenerator local = new();
        using TellingNothing around = new(local);

        lexical.GetService(typeof(double), MemoryOptions.UnrelatedCosineKey).Should().Be(0.0);
        around.GetService(typeof(double), MemoryOptions.UnrelatedCosineKey).Should().Be(LocalEmbeddingGenerator.UnrelatedCosine);
        LocalEmbeddingGenerator.UnrelatedCosineKey.Should().Be(MemoryOptions.UnrelatedCosineKey, "the packages do not know each other");
        lexical.GetService(typeof(string), MemoryOptions.UnrelatedCosineKey).Should().BeNull();
        local.GetService(typeof(string), MemoryOptions.UnrelatedCosineKey).Should().BeNull();
    }

    [Fact]
    public async Task SearchAsync_OfLocalEmbeddingsGivenToTheBuilder_CountsFromTheirValueOn()
    {
        using LocalEmbeddingGenerator local = new();
        Memory memory = _fixture.OpenOther(builder => builder.UseEmbeddings(local));
        await StoreAsync(memory);

        MemorySearchResults found = await memory.SearchAsync(Question, Alice, new MemorySearchOptions { Explain = true }, Token);

        foreach (MemoryScoreDetails details in found.Select(result => result.Details!))
        {
            double unrelated = LocalEmbeddingGenerator.UnrelatedCosine;
            details.FromCosine.Should().BeApproximately(
                0.36 * Math.Max(0, (details.Cosine!.Value - unrelated) / (1 - unrelated)) / AllWeights(details), 1e-9);
        }
    }

    private static double AllWeights(MemoryScoreDetails details) =>
        1.36 + (details.Entities is null ? 0 : 0.01) + (details.Answer is null ? 0 : 0.05) + (details.Period is null ? 0 : 0.15);

    private static float[] Vector(DeterministicEmbeddingGenerator generator, float x, float y)
    {
        float[] vector = new float[generator.Dimensions];
        (vector[0], vector[1]) = (x, y);
        return vector;
    }

    private static async Task StoreAsync(Memory memory)
    {
        MemoryAddOptions verbatim = new() { Mode = MemoryAddMode.Verbatim };
        await memory.AddAsync(Near, Alice, verbatim, Token);
        await memory.AddAsync(Far, Alice, verbatim, Token);
    }

    private async Task<Memory> OpenAsync(Action<MemoryOptions> configure, IEmbeddingGenerator<string, Embedding<float>>? embeddings = null)
    {
        Memory memory = _fixture.OpenOther(builder => builder.UseEmbeddings(embeddings ?? _fixture.Embeddings).Configure(configure));
        await StoreAsync(memory);
        return memory;
    }

    /// <summary>Searches, and compares what the cosines brought: the words bring nothing.</summary>
    private static async Task<MemorySearchResults> ExpectAsync(Memory memory, double near, double far, MemoryAsOf? asOf = null)
    {
        MemorySearchResults found = await memory.SearchAsync(
            Question, Alice, new MemorySearchOptions { Explain = true, AsOf = asOf, NewestAmongNearTies = false }, Token);
        found.Should().HaveCount(2, "what counts for nothing is found nevertheless");
        foreach ((string text, double cosine, double counted) in new[] { (Near, 0.8, near), (Far, 0.5, far) })
        {
            MemorySearchResult result = found.Single(each => string.Equals(each.Item.Text, text, StringComparison.Ordinal));
            result.Details!.Cosine.Should().BeApproximately(cosine, 1e-6, "it stays what was measured");
            result.Details.FromCosine.Should().BeApproximately(0.36 * counted / AllWeights(result.Details), 1e-6);
            result.Score.Should().BeInRange(0, 1);
        }

        return found;
    }

    private sealed class TellingNothing(IEmbeddingGenerator<string, Embedding<float>> inner) : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner);
}
