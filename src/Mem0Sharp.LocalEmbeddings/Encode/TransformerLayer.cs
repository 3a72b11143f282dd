using System.Numerics.Tensors;

namespace Mem0Sharp.LocalEmbeddings;

/// <summary>One layer: attention, then two matrices for each token, each on the normalised tokens and added to them.</summary>
/// <remarks>Source: Vaswani et al. 2017, arXiv:1706.03762, with norms before the steps. Immutable and thread-safe.</remarks>
internal sealed class TransformerLayer(WeightFile file, int layer, VectorWidth width)
{
    // The first layer's tokens have 256 values, and its attention gives 512: they are widened before it is added.
    private readonly Matrix? _widen = layer == 0 ? new(file, WeightFormat.Widen, width) : null;
    private readonly LayerNorm _attentionNorm = new(file, WeightFormat.AttentionNorm(layer));
    private readonly Attention _attention = new(file, layer, width);
    private readonly LayerNorm _forwardNorm = new(file, WeightFormat.ForwardNorm(layer));
    private readonly FeedForward _forward = new(file, layer, width);

    /// <summary>Changes <see cref="EncoderScratch.Tokens"/>.</summary>
    /// <param name="lengths">Tokens of each text, one text behind another.</param>
    /// <param name="rows">Their sum.</param>
    /// <param name="scratch">Holds the tokens.</param>
    public void Apply(ReadOnlySpan<int> lengths, int rows, EncoderScratch scratch)
    {
        _attentionNorm.Apply(rows, scratch.Tokens, scratch.Normal);
        if (_widen is not null)
        {
            _widen.Multiply(rows, scratch.Tokens, scratch.Result);
            scratch.SwapTokensAndResult();
        }

        _attention.Apply(lengths, rows, scratch);
        Add(rows, scratch);
        _forwardNorm.Apply(rows, scratch.Tokens, scratch.Normal);
        _forward.Apply(rows, scratch);
        Add(rows, scratch);
    }

    private static void Add(int rows, EncoderScratch scratch)
    {
        Span<float> tokens = scratch.Tokens.AsSpan(0, rows * SentenceEncoder.Dimensions);
        TensorPrimitives.Add(tokens, scratch.Result.AsSpan(0, tokens.Length), tokens);
    }
}
