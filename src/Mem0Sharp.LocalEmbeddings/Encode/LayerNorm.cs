using System.Numerics.Tensors;

namespace Mem0Sharp.LocalEmbeddings;

/// <summary>Moves each row to mean 0 and variance 1, then scales and shifts it.</summary>
/// <param name="file">Holds scale and bias.</param>
/// <param name="name">The norm's name.</param>
/// <remarks>Source: Ba et al. 2016, arXiv:1607.06450. Variance over n, not n - 1. Immutable and thread-safe.</remarks>
internal sealed class LayerNorm(WeightFile file, string name)
{
    private const float Epsilon = 1e-6f;

    private readonly float[] _scale = file.Vector(name + WeightFormat.Scale);
    private readonly float[] _bias = file.Vector(name + WeightFormat.Bias);

    /// <param name="rows">Rows of as many values as the norm has.</param>
    /// <param name="input">Is not changed.</param>
    /// <param name="output">Another buffer.</param>
    public void Apply(int rows, ReadOnlySpan<float> input, Span<float> output)
    {
        int length = _scale.Length;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> from = input.Slice(row * length, length);
            Span<float> to = output.Slice(row * length, length);
            TensorPrimitives.Subtract(from, TensorPrimitives.Sum(from) / length, to);
            float variance = TensorPrimitives.SumOfSquares<float>(to) / length;
            TensorPrimitives.Multiply(to, 1 / MathF.Sqrt(variance + Epsilon), to);
            TensorPrimitives.MultiplyAdd(to, _scale, _bias, to);
        }
    }
}
