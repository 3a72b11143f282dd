using System.Numerics.Tensors;

namespace Mem0Sharp.LocalEmbeddings;

/// <summary>A matrix of weights and its bias, laid out in panels for <see cref="MatrixKernel"/>.</summary>
/// <remarks>Float32 whatever the file has: one multiply-add for a weight is then all there is to do. Immutable and thread-safe.</remarks>
internal sealed class Matrix
{
    private readonly VectorWidth _width;
    private readonly float[] _panels;
    private readonly float[] _bias;

    /// <param name="file">Holds the matrix, shape [<see cref="Inputs"/>, <see cref="Outputs"/>], and its bias.</param>
    /// <param name="name">The matrix's name.</param>
    /// <param name="width">How wide a panel is; divides <see cref="Outputs"/>.</param>
    public Matrix(WeightFile file, string name, VectorWidth width)
    {
        WeightTensor weights = file.Tensor(name);
        (Inputs, Outputs, _width) = (weights.Rows, weights.Columns, width);
        _bias = file.Vector(name + WeightFormat.Bias);
        _panels = new float[Inputs * Outputs];
        int columns = (int)width;
        float[] row = new float[Outputs];
        for (int k = 0; k < Inputs; k++)
        {
            weights.CopyRow(k, row);
            for (int column = 0; column < Outputs; column += columns)
            {
                row.AsSpan(column, columns).CopyTo(_panels.AsSpan((column * Inputs) + (k * columns)));
            }
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Writes input × weights + bias.</summary>
    /// <param name="rows">Rows; both buffers have room for <see cref="MatrixKernel.RowBlock"/> - 1 more.</param>
    /// <param name="input">Rows of <see cref="Inputs"/>.</param>
    /// <param name="output">Rows of <see cref="Outputs"/>.</param>
    public void Multiply(int rows, ReadOnlySpan<float> input, Span<float> output)
    {
        MatrixKernel.Multiply(_width, rows, Inputs, input, Inputs, _panels, output, Outputs);
        for (int row = 0; row < rows; row++)
        {
            Span<float> values = output.Slice(row * Outputs, Outputs);
            TensorPrimitives.Add(values, _bias, values);
        }
    }
}
