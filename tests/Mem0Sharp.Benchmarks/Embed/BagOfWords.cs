namespace Mem0Sharp.Benchmarks;

/// <summary>The least that an embedding of words can be: ASCII letters lowered, split at all else, hashed, counted, divided by the length.</summary>
internal static class BagOfWords
{
    public static void Embed(string text, Span<float> vector)
    {
        const uint offset = 2166136261;
        vector.Clear();
        uint hash = offset;
        foreach (char c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                hash = (hash ^ (uint)(c | 0x20)) * 16777619;
            }
            else if (hash != offset)
            {
                vector[(int)(hash % (uint)vector.Length)]++;
                hash = offset;
            }
        }

        if (hash != offset)
        {
            vector[(int)(hash % (uint)vector.Length)]++;
        }

        float sum = 0;
        foreach (float count in vector)
        {
            sum += count * count;
        }

        float length = MathF.Sqrt(sum);
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] /= length;
        }
    }
}
