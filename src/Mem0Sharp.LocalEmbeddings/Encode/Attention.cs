using System.Numerics.Tensors;

namespace Mem0Sharp.LocalEmbeddings;

/// <summary>Multi-head attention of each text's tokens over that text's tokens.</summary>
/// <remarks>Source: Vaswani et al. 2017, arXiv:1706.03762. Immutable and thread-safe.</remarks>
internal sealed class Attention
{
    private const int Heads = 4;

    private readonly VectorWidth _width;
    private readonly Matrix _queryKeyValue;
    private readonly Matrix _output;
    private readonly int _size;
    private readonly float _scale;

    public Attention(WeightFile file, int layer, VectorWidth width)
    {
        _width = width;
        _queryKeyValue = new Matrix(file, WeightFormat.QueryKeyValue(layer), width);
        _output = new Matrix(file, WeightFormat.AttentionOutput(layer), width);
        _size = _queryKeyValue.Outputs / (3 * Heads);
        _scale = 1 / MathF.Sqrt(_size);
    }

    /// <summary>Writes what each token takes from its text to <see cref="EncoderScratch.Result"/>.</summary>
    /// <param name="lengths">Tokens of each text, one text behind another.</param>
    /// <param name="rows">Their sum.</param>
    /// <param name="scratch"><see cref="EncoderScratch.Normal"/> is the input.</param>
    public void Apply(ReadOnlySpan<int> lengths, int rows, EncoderScratch scratch)
    {
        _queryKeyValue.Multiply(rows, scratch.Normal, scratch.Wide);
        int first = 0;
        foreach (int length in lengths)
        {
            for (int head = 0; head < Heads; head++)
            {
                AttendTo(head, first, length, scratch);
            }

            first += length;
        }

        _output.Multiply(rows, scratch.Context, scratch.Result);
    }

    // A block of rows reaches into the next text. What is written there is written again when it is that text's turn.
    private void AttendTo(int head, int first, int length, EncoderScratch scratch)
    {
        int stride = _queryKeyValue.Outputs;
        int part = stride / 3;
        int columns = (int)_width;
        int keys = (length + columns - 1) / columns * columns;
        ReadOnlySpan<float> queries = scratch.Wide.AsSpan((first * stride) + (head * _size));
        Span<float> keyPanels = scratch.Panels.AsSpan(0, keys * _size);
        PackKeys(queries[part..], stride, length, keyPanels);
        MatrixKernel.Multiply(_width, length, _size, queries, stride, keyPanels, scratch.Scores, keys);
        for (int row = 0; row < length; row++)
        {
            Span<float> scores = scratch.Scores.AsSpan(row * keys, length);
            TensorPrimitives.Multiply(scores, _scale, scores);
            TensorPrimitives.Subtract(scores, TensorPrimitives.Max<float>(scores), scores);
            TensorPrimitives.Exp(scores, scores);
            TensorPrimitives.Divide(scores, TensorPrimitives.Sum<float>(scores), scores);
        }

        Span<float> valuePanels = scratch.Panels.AsSpan(0, length * _size);
        PackValues(queries[(2 * part)..], stride, length, valuePanels);
        MatrixKernel.Multiply(
            _width, length, length, scratch.Scores, keys, valuePanels, scratch.Context.AsSpan((first * part) + (head * _size)), part);
    }

    // Keys stand in rows and are needed in columns. Columns without a key give sums that nobody reads.
    private void PackKeys(ReadOnlySpan<float> keys, int stride, int length, Span<float> panels)
    {
        int columns = (int)_width;
        panels.Clear();
        for (int key = 0; key < length; key++)
        {
            ReadOnlySpan<float> from = keys.Slice(key * stride, _size);
            Span<float> to = panels[((key / columns * columns * _size) + (key % columns))..];
            for (int i = 0; i < from.Length; i++)
            {
                to[i * columns] = from[i];
            }
        }
    }

    private void PackValues(ReadOnlySpan<float> values, int stride, int length, Span<float> panels)
    {
        int columns = (int)_width;
        for (int column = 0; column < _size; column += columns)
        {
            for (int value = 0; value < length; value++)
            {
                values.Slice((value * stride) + column, columns).CopyTo(panels.Slice((column * length) + (value * columns), columns));
            }
        }
    }
}
