using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mem0Sharp;

/// <summary>Multiplies rows with one query by the instruction that multiplies bytes with bytes, thirty-two at once, and adds the products up.</summary>
/// <remarks>
/// A query's codes have 16 bits: q = 256h + l, where h has a sign and l has none. The instruction multiplies bytes without a sign with bytes that
/// have one, so l goes with the row's codes as they are, and h with those codes and 128 more; what this adds, 128 times the sum of all h, is taken
/// off again. Sums wrap and come out right, since the product does not overflow (<see cref="CodedQuery"/>). Nothing is checked here: <see cref="CodeScan"/>
/// does. While rows come from the cache this takes two thirds of the time of <see cref="CodeKernel{TLanes, TSum, TRow}"/>; from memory, as long.
/// </remarks>
internal static class VnniKernel
{
    /// <summary>The query's bytes are put in order for each call: with fewer rows that is not worth it.</summary>
    public const int LeastRows = 16;

    /// <summary>They lie on the stack.</summary>
    public const int MostCodes = 4_096;

    private const int Width = 32;
    private const int Line = 64;
    private const int Ahead = 2048;

    public static bool IsSupported => AvxVnni.IsSupported;

    /// <summary>Multiplies rows with one query. The parameters are those of the kernel for other instructions.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static unsafe void One(ref sbyte first, int rows, int stride, ref short query, ref int dots)
    {
        byte* space = stackalloc byte[(2 * stride) + Line];
        byte* bytes = space + (-(nint)space & (Line - 1));
        int added = Split(ref query, stride, bytes);
        Vector256<sbyte> sign = Vector256.Create(sbyte.MinValue);
        Vector128<int> addeds = Vector128.Create(added);

        // Four rows go together, from two places that lie apart, as in the other kernel.
        int half = rows / 4 * 2;
        for (int row = 0; row < half; row += 2)
        {
            ref sbyte a = ref Unsafe.Add(ref first, (nint)row * stride);
            ref sbyte b = ref Unsafe.Add(ref a, stride);
            ref sbyte c = ref Unsafe.Add(ref a, (nint)half * stride);
            ref sbyte d = ref Unsafe.Add(ref c, stride);
            Vector256<int> lowA = default, lowB = default, lowC = default, lowD = default;
            Vector256<int> highA = default, highB = default, highC = default, highD = default;
            for (nint i = 0; i < stride; i += Width)
            {
                // To fetch what is not there does nothing.
                Sse.Prefetch0((byte*)Unsafe.AsPointer(ref a) + (2 * i) + Ahead);
                Sse.Prefetch0((byte*)Unsafe.AsPointer(ref c) + (2 * i) + Ahead);
                Vector256<byte> low = Vector256.Load(bytes + (2 * i));
                Vector256<sbyte> high = Vector256.Load(bytes + (2 * i) + Width).AsSByte();
                Vector256<sbyte> rowA = Vector256.LoadUnsafe(ref a, (nuint)i);
                Vector256<sbyte> rowB = Vector256.LoadUnsafe(ref b, (nuint)i);
                Vector256<sbyte> rowC = Vector256.LoadUnsafe(ref c, (nuint)i);
                Vector256<sbyte> rowD = Vector256.LoadUnsafe(ref d, (nuint)i);
                lowA = AvxVnni.MultiplyWideningAndAdd(lowA, low, rowA);
                highA = AvxVnni.MultiplyWideningAndAdd(highA, (rowA ^ sign).AsByte(), high);
                lowB = AvxVnni.MultiplyWideningAndAdd(lowB, low, rowB);
                highB = AvxVnni.MultiplyWideningAndAdd(highB, (rowB ^ sign).AsByte(), high);
                lowC = AvxVnni.MultiplyWideningAndAdd(lowC, low, rowC);
                highC = AvxVnni.MultiplyWideningAndAdd(highC, (rowC ^ sign).AsByte(), high);
                lowD = AvxVnni.MultiplyWideningAndAdd(lowD, low, rowD);
                highD = AvxVnni.MultiplyWideningAndAdd(highD, (rowD ^ sign).AsByte(), high);
            }

            Vector256<int> sums = Avx2.HorizontalAdd(
                Avx2.HorizontalAdd(lowA + (highA << 8), lowB + (highB << 8)),
                Avx2.HorizontalAdd(lowC + (highC << 8), lowD + (highD << 8)));
            Vector128<int> totals = sums.GetLower() + sums.GetUpper() - addeds;
            totals.GetLower().StoreUnsafe(ref dots, (nuint)row);
            totals.GetUpper().StoreUnsafe(ref dots, (nuint)(row + half));
        }

        for (int row = 2 * half; row < rows; row++)
        {
            ref sbyte codes = ref Unsafe.Add(ref first, (nint)row * stride);
            Vector256<int> low = default, high = default;
            for (nint i = 0; i < stride; i += Width)
            {
                Vector256<sbyte> some = Vector256.LoadUnsafe(ref codes, (nuint)i);
                low = AvxVnni.MultiplyWideningAndAdd(low, Vector256.Load(bytes + (2 * i)), some);
                high = AvxVnni.MultiplyWideningAndAdd(high, (some ^ sign).AsByte(), Vector256.Load(bytes + (2 * i) + Width).AsSByte());
            }

            Unsafe.Add(ref dots, row) = Vector256.Sum(low + (high << 8)) - added;
        }
    }

    /// <summary>Writes the bytes of a query: of each 32 codes the low ones, then the high ones.</summary>
    /// <returns>What the high ones add to a product too much.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe int Split(ref short query, int stride, byte* bytes)
    {
        Vector256<short> lowByte = Vector256.Create((short)byte.MaxValue);
        Vector256<byte> all = Vector256.Create((byte)(sbyte.MaxValue + 1));
        Vector256<int> added = default;
        for (nint i = 0; i < stride; i += Width)
        {
            Vector256<short> a = Vector256.LoadUnsafe(ref query, (nuint)i);
            Vector256<short> b = Vector256.LoadUnsafe(ref query, (nuint)i + (Width / 2));
            Vector256<sbyte> high = Vector256.Narrow(a >> 8, b >> 8);
            Vector256.Narrow((a & lowByte).AsUInt16(), (b & lowByte).AsUInt16()).Store(bytes + (2 * i));
            high.AsByte().Store(bytes + (2 * i) + Width);
            added = AvxVnni.MultiplyWideningAndAdd(added, all, high);
        }

        return Vector256.Sum(added) << 8;
    }
}
