using Mem0Sharp.LocalEmbeddings;

namespace Mem0Sharp.Benchmarks;

/// <summary>One transformer layer over the tokens of one text.</summary>
internal sealed class PlainLayer(WeightFile file, int layer)
{
    private const int Heads = 4;

    private readonly PlainMatrix? _widen = layer == 0 ? new(file, WeightFormat.Widen) : null;
    private readonly PlainNorm _attentionNorm = new(file, WeightFormat.AttentionNorm(layer));
    private readonly PlainMatrix _queryKeyValue = new(file, WeightFormat.QueryKeyValue(layer));
    private readonly PlainMatrix _attentionOutput = new(file, WeightFormat.AttentionOutput(layer));
    private readonly PlainNorm _forwardNorm = new(file, WeightFormat.ForwardNorm(layer));
    private readonly PlainMatrix _forwardIn = new(file, WeightFormat.ForwardIn(layer));
    private readonly PlainMatrix _forwardOut = new(file, WeightFormat.ForwardOut(layer));

    public float[] Apply(float[] tokens)
    {
        float[] attended = _attentionOutput.Multiply(Attend(_queryKeyValue.Multiply(_attentionNorm.Apply(tokens))));
        tokens = Sum(_widen?.Multiply(tokens) ?? tokens, attended);
        float[] wide = _forwardIn.Multiply(_forwardNorm.Apply(tokens));
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = MathF.Max(wide[i], 0);
        }

        return Sum(tokens, _forwardOut.Multiply(wide));
    }

    private static float[] Sum(float[] one, float[] other)
    {
        float[] sum = new float[one.Length];
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] = one[i] + other[i];
        }

        return sum;
    }

    // Queries, keys and values stand side by side in a row; the heads side by side in each.
    private float[] Attend(float[] queriesKeysValues)
    {
        int stride = _queryKeyValue.Outputs;
        int part = stride / 3;
        int size = part / Heads;
        int count = queriesKeysValues.Length / stride;
        float[] context = new float[count * part];
        float[] shares = new float[count];
        for (int query = 0; query < count; query++)
        {
            for (int column = 0; column < part; column += size)
            {
                ReadOnlySpan<float> asking = queriesKeysValues.AsSpan((query * stride) + column, size);
                for (int key = 0; key < count; key++)
                {
                    shares[key] = Dot(asking, queriesKeysValues.AsSpan((key * stride) + part + column, size)) / MathF.Sqrt(size);
                }

                SoftMax(shares);
                Span<float> taken = context.AsSpan((query * part) + column, size);
                for (int value = 0; value < count; value++)
                {
                    ReadOnlySpan<float> given = queriesKeysValues.AsSpan((value * stride) + (2 * part) + column, size);
                    for (int i = 0; i < given.Length; i++)
                    {
                        taken[i] += shares[value] * given[i];
                    }
                }
            }
        }

        return context;
    }

    private static float Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        float sum = 0;
        for (int i = 0; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }

    private static void SoftMax(float[] scores)
    {
        float greatest = float.NegativeInfinity;
        foreach (float score in scores)
        {
            greatest = MathF.Max(greatest, score);
        }

        float sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = MathF.Exp(scores[i] - greatest);
            sum += scores[i];
        }

        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] /= sum;
        }
    }
}
