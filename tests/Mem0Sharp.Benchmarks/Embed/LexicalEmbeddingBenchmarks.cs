using BenchmarkDotNet.Attributes;

namespace Mem0Sharp.Benchmarks;

/// <summary>The built-in embedder over a sentence of 100 characters, beside a bag of words of the same length.</summary>
public class LexicalEmbeddingBenchmarks
{
    private const string Text =
        "Caro moved to a small flat near the harbour in Gdansk and adopted two very shy cats from a shelter.!";

    private readonly LexicalEmbeddingGenerator _generator = new();

    [GlobalSetup]
    public void Setup()
    {
        if (Text.Length != 100)
        {
            throw new InvalidOperationException($"The text has {Text.Length} characters.");
        }
    }

    [Benchmark(Baseline = true, Description = "bag of words")]
    public float[] Words()
    {
        float[] vector = new float[LexicalEmbeddingGenerator.Dimensions];
        BagOfWords.Embed(Text, vector);
        return vector;
    }

    [Benchmark(Description = "lexical embedder")]
    public async Task<ReadOnlyMemory<float>> Lexical() => (await _generator.GenerateAsync([Text]))[0].Vector;
}
