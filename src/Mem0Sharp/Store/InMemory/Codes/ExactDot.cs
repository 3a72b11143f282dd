using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mem0Sharp;

/// <summary>The product of two vectors, the same to the last bit on every processor: what a score is.</summary>
/// <remarks>
/// <para>
/// A sum of floats depends on the order in which they are added, and the usual order depends on the width of the registers. This one does
/// not: component i goes to sum i mod 32, of which wide registers hold more and narrow ones fewer, and the 32 sums are added in pairs, each
/// with the one half of them away. A product is rounded before it is added, as where no fused multiply-add is.
/// </para>
/// <para>
/// The components left over, fewer than 32, go to the last sums: the vectors' last 32 components are read, and those already counted
/// become 0. Adding 0 changes nothing: a sum that begins with +0 is never −0. Vectors of fewer than 32 are added one by one.
/// </para>
/// </remarks>
internal static class ExactDot
{
    /// <summary>The number of sums.</summary>
    public const int Lanes = 32;

    /// <summary>Returns the product of two vectors of the same length.</summary>
    public static float Of(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ref float x = ref MemoryMarshal.GetReference(left);
        ref float y = ref MemoryMarshal.GetReference(right[..left.Length]);
        return left.Length < Lanes ? OfFew(ref x, ref y, left.Length)
            : Vector512.IsHardwareAccelerated ? Of512(ref x, ref y, left.Length)
            : Vector256.IsHardwareAccelerated ? Of256(ref x, ref y, left.Length)
            : Vector128.IsHardwareAccelerated ? Of128(ref x, ref y, left.Length)
            : OfMany(ref x, ref y, left.Length);
    }

    /// <summary>Returns how many roundings a component goes through at most: its own product, and the additions after it.</summary>
    public static int Roundings(int dimensions) =>
        dimensions < Lanes ? dimensions : ((dimensions + Lanes - 1) / Lanes) + 5;

    /// <summary>Of fewer than 32 components, on every processor.</summary>
    internal static float OfFew(ref float x, ref float y, int length)
    {
        float sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += Unsafe.Add(ref x, i) * Unsafe.Add(ref y, i);
        }

        return sum;
    }

    /// <summary>Of 32 components or more, without vectors.</summary>
    internal static float OfMany(ref float x, ref float y, int length)
    {
        Span<float> sums = stackalloc float[Lanes];
        sums.Clear();
        for (int i = 0; i < length; i++)
        {
            // Those left over go to the last sums, and not to the first.
            int lane = i < (length & -Lanes) ? i & (Lanes - 1) : i - (length - Lanes);
            sums[lane] += Unsafe.Add(ref x, i) * Unsafe.Add(ref y, i);
        }

        for (int half = Lanes / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
            {
                sums[lane] += sums[lane + half];
            }
        }

        return sums[0];
    }

    /// <summary>Of 32 components or more, on vectors of 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Of128(ref float x, ref float y, int length)
    {
        Vector128<float> a = default, b = default, c = default, d = default;
        Vector128<float> e = default, f = default, g = default, h = default;
        int i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            a += Vector128.LoadUnsafe(ref x, (nuint)i) * Vector128.LoadUnsafe(ref y, (nuint)i);
            b += Vector128.LoadUnsafe(ref x, (nuint)i + 4) * Vector128.LoadUnsafe(ref y, (nuint)i + 4);
            c += Vector128.LoadUnsafe(ref x, (nuint)i + 8) * Vector128.LoadUnsafe(ref y, (nuint)i + 8);
            d += Vector128.LoadUnsafe(ref x, (nuint)i + 12) * Vector128.LoadUnsafe(ref y, (nuint)i + 12);
            e += Vector128.LoadUnsafe(ref x, (nuint)i + 16) * Vector128.LoadUnsafe(ref y, (nuint)i + 16);
            f += Vector128.LoadUnsafe(ref x, (nuint)i + 20) * Vector128.LoadUnsafe(ref y, (nuint)i + 20);
            g += Vector128.LoadUnsafe(ref x, (nuint)i + 24) * Vector128.LoadUnsafe(ref y, (nuint)i + 24);
            h += Vector128.LoadUnsafe(ref x, (nuint)i + 28) * Vector128.LoadUnsafe(ref y, (nuint)i + 28);
        }

        if (i < length)
        {
            int last = length - Lanes;
            Vector128<int> counted = Vector128.Create(i - last);
            a += Rest128(ref x, last, counted, 0) * Vector128.LoadUnsafe(ref y, (nuint)last);
            b += Rest128(ref x, last, counted, 4) * Vector128.LoadUnsafe(ref y, (nuint)last + 4);
            c += Rest128(ref x, last, counted, 8) * Vector128.LoadUnsafe(ref y, (nuint)last + 8);
            d += Rest128(ref x, last, counted, 12) * Vector128.LoadUnsafe(ref y, (nuint)last + 12);
            e += Rest128(ref x, last, counted, 16) * Vector128.LoadUnsafe(ref y, (nuint)last + 16);
            f += Rest128(ref x, last, counted, 20) * Vector128.LoadUnsafe(ref y, (nuint)last + 20);
            g += Rest128(ref x, last, counted, 24) * Vector128.LoadUnsafe(ref y, (nuint)last + 24);
            h += Rest128(ref x, last, counted, 28) * Vector128.LoadUnsafe(ref y, (nuint)last + 28);
        }

        return Sum((a + e) + (c + g) + ((b + f) + (d + h)));
    }

    /// <summary>Of 32 components or more, on vectors of 256 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Of256(ref float x, ref float y, int length)
    {
        Vector256<float> a = default, b = default, c = default, d = default;
        int i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            a += Vector256.LoadUnsafe(ref x, (nuint)i) * Vector256.LoadUnsafe(ref y, (nuint)i);
            b += Vector256.LoadUnsafe(ref x, (nuint)i + 8) * Vector256.LoadUnsafe(ref y, (nuint)i + 8);
            c += Vector256.LoadUnsafe(ref x, (nuint)i + 16) * Vector256.LoadUnsafe(ref y, (nuint)i + 16);
            d += Vector256.LoadUnsafe(ref x, (nuint)i + 24) * Vector256.LoadUnsafe(ref y, (nuint)i + 24);
        }

        if (i < length)
        {
            int last = length - Lanes;
            Vector256<int> counted = Vector256.Create(i - last);
            a += Rest256(ref x, last, counted, 0) * Vector256.LoadUnsafe(ref y, (nuint)last);
            b += Rest256(ref x, last, counted, 8) * Vector256.LoadUnsafe(ref y, (nuint)last + 8);
            c += Rest256(ref x, last, counted, 16) * Vector256.LoadUnsafe(ref y, (nuint)last + 16);
            d += Rest256(ref x, last, counted, 24) * Vector256.LoadUnsafe(ref y, (nuint)last + 24);
        }

        Vector256<float> sums = (a + c) + (b + d);
        return Sum(sums.GetLower() + sums.GetUpper());
    }

    /// <summary>Of 32 components or more, on vectors of 512 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Of512(ref float x, ref float y, int length)
    {
        Vector512<float> a = default, b = default;
        int i = 0;
        for (; i <= length - Lanes; i += Lanes)
        {
            a += Vector512.LoadUnsafe(ref x, (nuint)i) * Vector512.LoadUnsafe(ref y, (nuint)i);
            b += Vector512.LoadUnsafe(ref x, (nuint)i + 16) * Vector512.LoadUnsafe(ref y, (nuint)i + 16);
        }

        if (i < length)
        {
            int last = length - Lanes;
            Vector512<int> counted = Vector512.Create(i - last);
            a += Rest512(ref x, last, counted, 0) * Vector512.LoadUnsafe(ref y, (nuint)last);
            b += Rest512(ref x, last, counted, 16) * Vector512.LoadUnsafe(ref y, (nuint)last + 16);
        }

        Vector512<float> sums = a + b;
        Vector256<float> halves = sums.GetLower() + sums.GetUpper();
        return Sum(halves.GetLower() + halves.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Vector128<float> sums) => sums[0] + sums[2] + (sums[1] + sums[3]);

    // Four of the last components; those already counted are 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Rest128(ref float x, int last, Vector128<int> counted, int lane) =>
        Vector128.LoadUnsafe(ref x, (nuint)(last + lane))
        & Vector128.GreaterThanOrEqual(Vector128<int>.Indices + Vector128.Create(lane), counted).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Rest256(ref float x, int last, Vector256<int> counted, int lane) =>
        Vector256.LoadUnsafe(ref x, (nuint)(last + lane))
        & Vector256.GreaterThanOrEqual(Vector256<int>.Indices + Vector256.Create(lane), counted).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Rest512(ref float x, int last, Vector512<int> counted, int lane) =>
        Vector512.LoadUnsafe(ref x, (nuint)(last + lane))
        & Vector512.GreaterThanOrEqual(Vector512<int>.Indices + Vector512.Create(lane), counted).AsSingle();
}
