using System.Numerics.Tensors;

namespace Mem0Sharp.LocalEmbeddings;

/// <summary>A token's own two matrices, 512 to 1536 to 512, with what is negative cut to 0 between them.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class FeedForward(WeightFile file, int layer, VectorWidth width)
{
    private readonly Matrix _in = new(file, WeightFormat.ForwardIn(layer), width);
    private readonly Matrix _out = new(file, WeightFormat.ForwardOut(layer), width);

    /// <summary>Writes to <see cref="EncoderScratch.Result"/>.</summary>
    /// <param name="rows">All tokens.</param>
    /// <param name="scratch"><see cref="EncoderScratch.Normal"/> is the input.</param>
    public void Apply(int rows, EncoderScratch scratch)
    {
        _in.Multiply(rows, scratch.Normal, scratch.Wide);
        Span<float> wide = scratch.Wide.AsSpan(0, rows * _in.Outputs);
        TensorPrimitives.Max(wide, 0, wide);
        _out.Multiply(rows, scratch.Wide, scratch.Result);
    }
}
