using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mem0Sharp;

/// <summary>Writes a vector as codes of one byte, a quarter of its size, and says how far they are from it.</summary>
internal static class Int8Code
{
    /// <summary>The largest code. −128 is none: the codes of −x are those of x, negated.</summary>
    public const int Largest = 127;

    /// <summary>A row whose components are all less has no codes but 0: what it is divided by could not be told from 0.</summary>
    private const float LeastComponent = 1e-30f;

    /// <summary>Writes the codes of a row.</summary>
    /// <param name="unit">The row. All its components are finite.</param>
    /// <param name="codes">As many as <see cref="CodeFormat.Stride"/> says. Those beyond the dimensions become 0.</param>
    /// <returns>What the codes stand for. The error is what they really leave out, and not only what they might.</returns>
    public static CodeScale Write(ReadOnlySpan<float> unit, Span<sbyte> codes)
    {
        codes[unit.Length..].Clear();
        codes = codes[..unit.Length];
        float largest = LargestOf(unit);
        if (!(largest >= LeastComponent))
        {
            codes.Clear();
            return new CodeScale(0, LengthOf(unit));
        }

        float scale = largest / Largest;
        return new CodeScale(scale, RoundUp.Length(Write(unit, codes, scale, Largest / largest)));
    }

    // Compiled well at once: a store that opens writes all its codes before a method is found to be worth it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float LargestOf(ReadOnlySpan<float> vector)
    {
        ref float from = ref MemoryMarshal.GetReference(vector);
        Vector256<float> most = Vector256<float>.Zero;
        int i = 0;
        for (; i <= vector.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            most = Vector256.Max(most, Vector256.Abs(Vector256.LoadUnsafe(ref from, (nuint)i)));
        }

        float largest = 0;
        for (int lane = 0; lane < Vector256<float>.Count; lane++)
        {
            largest = MathF.Max(largest, most[lane]);
        }

        for (; i < vector.Length; i++)
        {
            largest = MathF.Max(largest, MathF.Abs(vector[i]));
        }

        return largest;
    }

    /// <summary>Writes the codes, and returns the sum of the squares of what they leave out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Write(ReadOnlySpan<float> unit, Span<sbyte> codes, float scale, float inverse)
    {
        ref float from = ref MemoryMarshal.GetReference(unit);
        ref sbyte to = ref MemoryMarshal.GetReference(codes);
        Vector256<double> scales = Vector256.Create((double)scale);
        Vector256<double> sums = Vector256<double>.Zero;
        int i = 0;
        for (; i <= unit.Length - CodeFormat.Block; i += CodeFormat.Block)
        {
            Vector256<float> a = Vector256.LoadUnsafe(ref from, (nuint)i);
            Vector256<float> b = Vector256.LoadUnsafe(ref from, (nuint)i + 8);
            Vector256<float> c = Vector256.LoadUnsafe(ref from, (nuint)i + 16);
            Vector256<float> d = Vector256.LoadUnsafe(ref from, (nuint)i + 24);
            Vector256<float> codeA = Vector256.Round(a * inverse);
            Vector256<float> codeB = Vector256.Round(b * inverse);
            Vector256<float> codeC = Vector256.Round(c * inverse);
            Vector256<float> codeD = Vector256.Round(d * inverse);
            sums += LeftOut(a, codeA, scales) + LeftOut(b, codeB, scales) + (LeftOut(c, codeC, scales) + LeftOut(d, codeD, scales));
            Vector256.Narrow(
                Vector256.Narrow(Vector256.ConvertToInt32(codeA), Vector256.ConvertToInt32(codeB)),
                Vector256.Narrow(Vector256.ConvertToInt32(codeC), Vector256.ConvertToInt32(codeD))).StoreUnsafe(ref to, (nuint)i);
        }

        double sum = Vector256.Sum(sums);
        for (; i < unit.Length; i++)
        {
            float code = MathF.Round(unit[i] * inverse);
            double leftOut = unit[i] - ((double)scale * code);
            sum += leftOut * leftOut;
            codes[i] = (sbyte)code;
        }

        return sum;
    }

    // In double precision, where the product of a scale and a code is exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> LeftOut(Vector256<float> components, Vector256<float> codes, Vector256<double> scales)
    {
        (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(components);
        (Vector256<double> lowerCodes, Vector256<double> upperCodes) = Vector256.Widen(codes);
        lower -= lowerCodes * scales;
        upper -= upperCodes * scales;
        return (lower * lower) + (upper * upper);
    }

    private static float LengthOf(ReadOnlySpan<float> vector)
    {
        double sum = 0;
        foreach (float component in vector)
        {
            sum += (double)component * component;
        }

        return RoundUp.Length(sum);
    }
}
