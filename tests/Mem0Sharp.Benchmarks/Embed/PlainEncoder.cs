using Mem0Sharp.LocalEmbeddings;

namespace Mem0Sharp.Benchmarks;

/// <summary>The package's encoder as it would first be written: the same weights as float32, row after row, in plain loops on one thread.</summary>
/// <remarks>Shares the tokenizer and the reading of the weights with the package, and none of the arithmetic.</remarks>
internal sealed class PlainEncoder(WeightFile file)
{
    private readonly SentencePieceTokenizer _tokenizer = new(file.Pieces, file.Scores);
    private readonly WeightTensor _embedding = file.Tensor(WeightFormat.Embedding);
    private readonly float[] _frequencies = file.Vector(WeightFormat.Timing);
    private readonly PlainLayer[] _layers = [new(file, 0), new(file, 1)];
    private readonly PlainMatrix _output = new(file, WeightFormat.Output);

    /// <summary>Gets the vector of a text.</summary>
    public float[] Encode(string text)
    {
        int[] ids = _tokenizer.Tokenize(text, SentenceEncoder.MostTokens).Ids;
        float[] tokens = Embed(ids);
        foreach (PlainLayer layer in _layers)
        {
            tokens = layer.Apply(tokens);
        }

        return Normalize(_output.Multiply(Mean(tokens, ids.Length)));
    }

    private static float[] Mean(float[] tokens, int count)
    {
        float[] mean = new float[tokens.Length / count];
        for (int i = 0; i < tokens.Length; i++)
        {
            mean[i % mean.Length] += tokens[i] / count;
        }

        return mean;
    }

    private static float[] Normalize(float[] vector)
    {
        float square = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = MathF.Tanh(vector[i]);
            square += vector[i] * vector[i];
        }

        float length = MathF.Sqrt(square);
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] /= length;
        }

        return vector;
    }

    private float[] Embed(int[] ids)
    {
        int size = _embedding.Columns;
        float[] tokens = new float[ids.Length * size];
        for (int position = 0; position < ids.Length; position++)
        {
            Span<float> token = tokens.AsSpan(position * size, size);
            _embedding.CopyRow(ids[position], token);
            for (int i = 0; i < _frequencies.Length; i++)
            {
                float angle = position * _frequencies[i];
                token[i] = (2 * token[i]) + MathF.Sin(angle);
                token[_frequencies.Length + i] = (2 * token[_frequencies.Length + i]) + MathF.Cos(angle);
            }
        }

        return tokens;
    }
}
