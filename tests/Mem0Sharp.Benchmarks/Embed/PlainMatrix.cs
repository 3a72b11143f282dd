using Mem0Sharp.LocalEmbeddings;

namespace Mem0Sharp.Benchmarks;

/// <summary>A matrix and its bias, row after row, multiplied by three loops.</summary>
internal sealed class PlainMatrix
{
    private readonly float[] _weights;
    private readonly float[] _bias;

    public PlainMatrix(WeightFile file, string name)
    {
        WeightTensor tensor = file.Tensor(name);
        (Inputs, Outputs) = (tensor.Rows, tensor.Columns);
        _weights = new float[Inputs * Outputs];
        _bias = file.Vector(name + WeightFormat.Bias);
        for (int row = 0; row < Inputs; row++)
        {
            tensor.CopyRow(row, _weights.AsSpan(row * Outputs, Outputs));
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    /// <summary>Gets input × weights + bias.</summary>
    public float[] Multiply(float[] input)
    {
        int rows = input.Length / Inputs;
        float[] output = new float[rows * Outputs];
        for (int row = 0; row < rows; row++)
        {
            // The column innermost, so that weights are read in the order they lie in.
            Span<float> sums = output.AsSpan(row * Outputs, Outputs);
            _bias.CopyTo(sums);
            for (int k = 0; k < Inputs; k++)
            {
                float value = input[(row * Inputs) + k];
                ReadOnlySpan<float> weights = _weights.AsSpan(k * Outputs, Outputs);
                for (int column = 0; column < weights.Length; column++)
                {
                    sums[column] += value * weights[column];
                }
            }
        }

        return output;
    }
}
