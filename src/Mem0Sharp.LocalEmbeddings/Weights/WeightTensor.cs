using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Mem0Sharp.LocalEmbeddings;

/// <summary>One tensor as it lies in the file: float32, or int8 with a scale for each row and column.</summary>
/// <param name="kind">One of the kinds of <see cref="WeightFormat"/>.</param>
/// <param name="rows">1 for a vector.</param>
/// <param name="columns">Values in a row.</param>
/// <param name="values">The float32 values, or the scales of rows and then of columns.</param>
/// <param name="quantized">The int8 values, row after row; empty where the tensor is float32.</param>
/// <remarks>Immutable.</remarks>
internal sealed class WeightTensor(byte kind, int rows, int columns, float[] values, sbyte[] quantized)
{
    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    /// <summary>Writes one row as float32.</summary>
    /// <param name="row">0 to <see cref="Rows"/> - 1.</param>
    /// <param name="destination">Shape [<see cref="Columns"/>].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyRow(int row, Span<float> destination)
    {
        if (kind == WeightFormat.Float32)
        {
            values.AsSpan(row * Columns, Columns).CopyTo(destination);
            return;
        }

        ReadOnlySpan<sbyte> source = quantized.AsSpan(row * Columns, Columns);
        destination = destination[..source.Length];
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = source[i];
        }

        TensorPrimitives.Multiply(destination, values[row], destination);
        TensorPrimitives.Multiply(destination, values.AsSpan(Rows), destination);
    }
}
