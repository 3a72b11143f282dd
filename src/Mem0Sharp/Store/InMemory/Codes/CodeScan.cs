using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mem0Sharp;

/// <summary>Multiplies rows of codes with queries, by the best instructions that the processor has, and tells which rows are worth an exact score.</summary>
/// <remarks>
/// Whole numbers, the same with all instructions. Rows lie one after the other, each of <see cref="CodeFormat.Stride"/> codes; their memory
/// is not checked. A row that begins at a multiple of 32 bytes is read faster. Blocks of 128 to 256 rows keep the products in the cache.
/// </remarks>
internal static class CodeScan
{
    /// <summary>Multiplies rows with a query.</summary>
    /// <param name="first">The first code of the first row.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="stride">The codes of a row, and of the query.</param>
    /// <param name="query">The codes that <see cref="CodedQuery.Write"/> wrote.</param>
    /// <param name="dots">Receives one product for each row.</param>
    public static void Dots(ref readonly sbyte first, int rows, int stride, ReadOnlySpan<short> query, Span<int> dots)
    {
        ref sbyte row = ref Unsafe.AsRef(in first);
        ref short code = ref MemoryMarshal.GetReference(query[..stride]);
        ref int dot = ref MemoryMarshal.GetReference(dots[..rows]);
        if (VnniKernel.IsSupported && rows >= VnniKernel.LeastRows && stride <= VnniKernel.MostCodes)
        {
            VnniKernel.One(ref row, rows, stride, ref code, ref dot);
        }
        else if (Avx512Lanes.IsSupported)
        {
            CodeKernel<Avx512Lanes, Vector512<int>, Vector512<short>>.One(ref row, rows, stride, ref code, ref dot);
        }
        else if (Avx2Lanes.IsSupported)
        {
            CodeKernel<Avx2Lanes, Vector256<int>, Vector256<short>>.One(ref row, rows, stride, ref code, ref dot);
        }
        else if (AdvSimdLanes.IsSupported)
        {
            CodeKernel<AdvSimdLanes, Vector128<int>, Vector128<short>>.One(ref row, rows, stride, ref code, ref dot);
        }
        else if (Vector128Lanes.IsSupported)
        {
            CodeKernel<Vector128Lanes, Vector128<int>, Vector128<short>>.One(ref row, rows, stride, ref code, ref dot);
        }
        else
        {
            CodeKernel<ScalarLanes, int, int>.One(ref row, rows, stride, ref code, ref dot);
        }
    }

    /// <summary>Multiplies one row with a query.</summary>
    public static int Dot(ref readonly sbyte row, int stride, ReadOnlySpan<short> query)
    {
        int dot = 0;
        Dots(in row, 1, stride, query, new Span<int>(ref dot));
        return dot;
    }

    /// <summary>Multiplies rows with several queries; each row is read from memory once.</summary>
    /// <param name="first">The first code of the first row.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="stride">The codes of a row, and of a query.</param>
    /// <param name="queries">The codes of the queries, one query after the other.</param>
    /// <param name="count">How many queries there are.</param>
    /// <param name="dots">Receives the products: first those of all rows with the first query, then with the second.</param>
    public static void Dots(ref readonly sbyte first, int rows, int stride, ReadOnlySpan<short> queries, int count, Span<int> dots)
    {
        ref sbyte row = ref Unsafe.AsRef(in first);
        ref short code = ref MemoryMarshal.GetReference(queries[..(count * stride)]);
        ref int dot = ref MemoryMarshal.GetReference(dots[..(count * rows)]);
        if (Avx512Lanes.IsSupported)
        {
            CodeKernel<Avx512Lanes, Vector512<int>, Vector512<short>>.Several(ref row, rows, stride, ref code, count, ref dot);
        }
        else if (Avx2Lanes.IsSupported)
        {
            CodeKernel<Avx2Lanes, Vector256<int>, Vector256<short>>.Several(ref row, rows, stride, ref code, count, ref dot);
        }
        else if (AdvSimdLanes.IsSupported)
        {
            CodeKernel<AdvSimdLanes, Vector128<int>, Vector128<short>>.Several(ref row, rows, stride, ref code, count, ref dot);
        }
        else if (Vector128Lanes.IsSupported)
        {
            CodeKernel<Vector128Lanes, Vector128<int>, Vector128<short>>.Several(ref row, rows, stride, ref code, count, ref dot);
        }
        else
        {
            CodeKernel<ScalarLanes, int, int>.Several(ref row, rows, stride, ref code, count, ref dot);
        }
    }

    /// <summary>Finds the rows whose <see cref="CodedQuery.Upper"/> is at least so much: the others cannot be among the best.</summary>
    /// <param name="dots">The products of the rows' codes with the query's.</param>
    /// <param name="scales">The <see cref="CodeScale.Scale"/> of each row.</param>
    /// <param name="errors">The <see cref="CodeScale.Error"/> of each row.</param>
    /// <param name="query">What the query's codes stand for.</param>
    /// <param name="least">The least score wanted. At −1 or below, all rows are found.</param>
    /// <param name="survivors">Receives the offsets of the rows, in order. As long as <paramref name="dots"/>, or longer.</param>
    /// <returns>How many were found.</returns>
    public static int Survivors(
        ReadOnlySpan<int> dots, ReadOnlySpan<float> scales, ReadOnlySpan<float> errors, in CodedQuery query, float least, Span<int> survivors)
    {
        scales = scales[..dots.Length];
        errors = errors[..dots.Length];
        survivors = survivors[..dots.Length];

        // The vectors leave out that no score is below −1.
        return least <= -1 ? CodeSweep.One(dots, scales, errors, query, least, survivors)
            : Vector256.IsHardwareAccelerated ? CodeSweep.By256(dots, scales, errors, query, least, survivors)
            : Vector128.IsHardwareAccelerated ? CodeSweep.By128(dots, scales, errors, query, least, survivors)
            : CodeSweep.One(dots, scales, errors, query, least, survivors);
    }
}
