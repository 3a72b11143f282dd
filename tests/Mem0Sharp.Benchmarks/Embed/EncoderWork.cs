using Mem0Sharp.LocalEmbeddings;

namespace Mem0Sharp.Benchmarks;

/// <summary>How many multiply-adds the encoder's matrices take, from their shapes. Norms, softmax and the rest are not counted.</summary>
internal static class EncoderWork
{
    private const int Layers = 2;

    /// <summary>Gets the multiply-adds for one text.</summary>
    public static long MultiplyAdds(WeightFile file, int tokens)
    {
        long forEachToken = Size(file, WeightFormat.Widen);
        long forEachPair = 0;
        for (int layer = 0; layer < Layers; layer++)
        {
            forEachToken += Size(file, WeightFormat.QueryKeyValue(layer))
                + Size(file, WeightFormat.AttentionOutput(layer))
                + Size(file, WeightFormat.ForwardIn(layer))
                + Size(file, WeightFormat.ForwardOut(layer));

            // A pair of tokens: a query times a key, and a share times a value, over all heads.
            forEachPair += 2 * file.Tensor(WeightFormat.QueryKeyValue(layer)).Columns / 3;
        }

        return (tokens * forEachToken) + (tokens * (long)tokens * forEachPair) + Size(file, WeightFormat.Output);
    }

    private static long Size(WeightFile file, string name) => (long)file.Tensor(name).Rows * file.Tensor(name).Columns;
}
