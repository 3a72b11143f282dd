using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mem0Sharp.Testing;

/// <summary>Makes directions out of text with SHA-256, the same on every machine.</summary>
internal static class TextVector
{
    /// <summary>The direction of a text's words: texts that share words point to the same side.</summary>
    public static float[] OfWords(string text, int dimensions)
    {
        int[] sum = new int[dimensions];
        bool any = false;
        foreach (string word in Words(text))
        {
            AddSigns(word, sum);
            any = true;
        }

        // Without words, or with words that cancel out exactly, the text itself still needs a direction.
        return any && sum.Any(component => component != 0) ? Normalize(sum) : OfText(text, dimensions);
    }

    /// <summary>The direction of a text as a whole: texts that differ have nothing in common.</summary>
    public static float[] OfText(string text, int dimensions)
    {
        int[] signs = new int[dimensions];
        AddSigns(text, signs);
        return Normalize(signs);
    }

    public static IEnumerable<string> Words(string text)
    {
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            bool inside = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (inside && start < 0)
            {
                start = i;
            }
            else if (!inside && start >= 0)
            {
                yield return text[start..i].ToLowerInvariant();
                start = -1;
            }
        }
    }

    /// <summary>Adds +1 or −1 to each component, by the bits of SHA-256 in counter mode.</summary>
    private static void AddSigns(string text, int[] sum)
    {
        byte[] input = [0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        for (int i = 0; i < sum.Length; i++)
        {
            int bit = i % SHA256.HashSizeInBits;
            if (bit == 0)
            {
                BinaryPrimitives.WriteInt32LittleEndian(input, i / SHA256.HashSizeInBits);
                SHA256.HashData(input, hash);
            }

            sum[i] += ((hash[bit / 8] >> (bit % 8)) & 1) == 1 ? 1 : -1;
        }
    }

    // Integers until here: no order of adding, and no processor, can change the result.
    private static float[] Normalize(int[] sum)
    {
        double length = Math.Sqrt(sum.Sum(component => (double)component * component));
        return Array.ConvertAll(sum, component => (float)(component / length));
    }
}
