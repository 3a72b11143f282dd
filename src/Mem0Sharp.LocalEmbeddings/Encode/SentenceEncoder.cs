using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace Mem0Sharp.LocalEmbeddings;

/// <summary>Universal Sentence Encoder Lite behind its tokenizer: ids of pieces become a unit vector.</summary>
/// <remarks>
/// <para>Two transformer layers, the mean over a text's tokens, tanh, length 1. About 4.7 million multiply-adds a token. Source: Cer et al.
/// 2018, arXiv:1803.11175.</para>
/// <para>Several texts go through the matrices together, so that a matrix is read once for all of them; attention stays within a
/// text. Immutable and thread-safe; scratch memory is pooled, one for each thread that ever encoded at the same time.</para>
/// </remarks>
internal sealed class SentenceEncoder
{
    /// <summary>The length of a vector.</summary>
    public const int Dimensions = 512;

    /// <summary>Most tokens of one call.</summary>
    public const int MostTokens = 128;

    private const int Layers = 2;
    private const float LeastSquare = 1e-12f;

    private readonly ConcurrentBag<EncoderScratch> _pool = [];
    private readonly WeightTensor _embedding;
    private readonly float[] _timing;
    private readonly TransformerLayer[] _layers;
    private readonly Matrix _output;

    public SentenceEncoder(WeightFile file, VectorWidth width)
    {
        _embedding = file.Tensor(WeightFormat.Embedding);
        _timing = TimingOf(file.Vector(WeightFormat.Timing));
        _layers = [.. Enumerable.Range(0, Layers).Select(layer => new TransformerLayer(file, layer, width))];
        _output = new Matrix(file, WeightFormat.Output, width);
    }

    /// <summary>Gets how many scratch memories there are that nobody uses.</summary>
    public int ScratchCount => _pool.Count;

    /// <summary>Encodes texts.</summary>
    /// <param name="ids">The ids of all texts, one text behind another; <see cref="MostTokens"/> at most.</param>
    /// <param name="lengths">How many ids each text has, 1 or more. Their sum is the number of ids.</param>
    /// <param name="destination">Takes a vector for each text, shape [texts, <see cref="Dimensions"/>].</param>
    public void Encode(ReadOnlySpan<int> ids, ReadOnlySpan<int> lengths, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Length, MostTokens, nameof(ids));
        EncoderScratch scratch = _pool.TryTake(out EncoderScratch? used) ? used : new EncoderScratch();
        Embed(ids, lengths, scratch.Tokens);
        foreach (TransformerLayer layer in _layers)
        {
            layer.Apply(lengths, ids.Length, scratch);
        }

        Average(lengths, scratch);
        _output.Multiply(lengths.Length, scratch.Normal, scratch.Result);
        Span<float> vectors = scratch.Result.AsSpan(0, lengths.Length * Dimensions);
        TensorPrimitives.Tanh(vectors, vectors);
        for (int text = 0; text < lengths.Length; text++)
        {
            ReadOnlySpan<float> vector = vectors.Slice(text * Dimensions, Dimensions);
            float square = MathF.Max(TensorPrimitives.SumOfSquares(vector), LeastSquare);
            TensorPrimitives.Multiply(vector, 1 / MathF.Sqrt(square), destination.Slice(text * Dimensions, Dimensions));
        }

        _pool.Add(scratch);
    }

    // Sine then cosine of the position times each frequency; the position is that within the text, from 0.
    private static float[] TimingOf(float[] frequencies)
    {
        int size = 2 * frequencies.Length;
        float[] timing = new float[MostTokens * size];
        for (int position = 0; position < MostTokens; position++)
        {
            for (int i = 0; i < frequencies.Length; i++)
            {
                float angle = position * frequencies[i];
                timing[(position * size) + i] = MathF.Sin(angle);
                timing[(position * size) + frequencies.Length + i] = MathF.Cos(angle);
            }
        }

        return timing;
    }

    private static void Average(ReadOnlySpan<int> lengths, EncoderScratch scratch)
    {
        int row = 0;
        for (int text = 0; text < lengths.Length; text++)
        {
            Span<float> mean = scratch.Normal.AsSpan(text * Dimensions, Dimensions);
            mean.Clear();
            for (int end = row + lengths[text]; row < end; row++)
            {
                TensorPrimitives.Add(mean, scratch.Tokens.AsSpan(row * Dimensions, Dimensions), mean);
            }

            TensorPrimitives.Divide(mean, lengths[text], mean);
        }
    }

    // Twice the piece's row: the original adds the timing signal to a copy of it, and that to the row.
    private void Embed(ReadOnlySpan<int> ids, ReadOnlySpan<int> lengths, Span<float> tokens)
    {
        int size = _embedding.Columns;
        int row = 0;
        foreach (int length in lengths)
        {
            for (int position = 0; position < length; position++, row++)
            {
                Span<float> token = tokens.Slice(row * size, size);
                _embedding.CopyRow(ids[row], token);
                TensorPrimitives.MultiplyAdd(token, 2, _timing.AsSpan(position * size, size), token);
            }
        }
    }
}
