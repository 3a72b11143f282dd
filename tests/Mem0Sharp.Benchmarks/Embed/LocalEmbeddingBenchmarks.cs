using BenchmarkDotNet.Attributes;
using Mem0Sharp.LocalEmbeddings;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Benchmarks;

/// <summary>The sentence encoder beside plain loops over the same weights, which give the same vector.</summary>
public class LocalEmbeddingBenchmarks
{
    private readonly LocalEmbeddingGenerator _generator = new();
    private PlainEncoder _plain = null!;
    private string _text = null!;
    private string[] _batch = null!;

    /// <summary>Gets or sets how many tokens a text has.</summary>
    [Params(EncoderTexts.ShortTokens, EncoderTexts.LongTokens)]
    public int Tokens { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _plain = new PlainEncoder(WeightFile.ReadEmbedded());
        _text = EncoderTexts.Of(Tokens);
        _batch = [.. Enumerable.Repeat(_text, EncoderTexts.BatchSize)];
        await EncoderCheck.SameVectorAsync(_plain, _generator, _text, Tokens);
    }

    [Benchmark(Baseline = true, Description = "plain loops")]
    public float[] Plain() => _plain.Encode(_text);

    [Benchmark(Description = "one text")]
    public async Task<ReadOnlyMemory<float>> One() => (await _generator.GenerateAsync([_text]))[0].Vector;

    [Benchmark(Description = "a text in a batch of 64", OperationsPerInvoke = EncoderTexts.BatchSize)]
    public Task<GeneratedEmbeddings<Embedding<float>>> Batch() => _generator.GenerateAsync(_batch);
}
