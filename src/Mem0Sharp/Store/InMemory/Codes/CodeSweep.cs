using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mem0Sharp;

/// <summary>Finds the rows that a bound does not exclude, several at a time, with the very operations of <see cref="CodedQuery.Upper"/>.</summary>
/// <remarks>Spans are checked by <see cref="CodeScan"/>.</remarks>
internal static class CodeSweep
{
    /// <summary>Eight rows at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int By256(
        ReadOnlySpan<int> dots, ReadOnlySpan<float> scales, ReadOnlySpan<float> errors, in CodedQuery query, float least, Span<int> survivors)
    {
        ref int dot = ref MemoryMarshal.GetReference(dots);
        ref float scale = ref MemoryMarshal.GetReference(scales);
        ref float error = ref MemoryMarshal.GetReference(errors);
        ref int survivor = ref MemoryMarshal.GetReference(survivors);
        Vector256<float> queryScale = Vector256.Create(query.Scale);
        Vector256<float> length = Vector256.Create(query.Length);
        Vector256<float> slack = Vector256.Create(query.Slack);
        Vector256<float> leasts = Vector256.Create(least);
        int found = 0;
        int row = 0;
        for (; row <= dots.Length - Vector256<float>.Count; row += Vector256<float>.Count)
        {
            Vector256<float> upper =
                (Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref dot, (nuint)row)) * queryScale * Vector256.LoadUnsafe(ref scale, (nuint)row))
                + ((Vector256.LoadUnsafe(ref error, (nuint)row) * length) + slack);
            uint bits = Vector256.GreaterThanOrEqual(upper, leasts).ExtractMostSignificantBits();
            for (; bits != 0; bits &= bits - 1)
            {
                Unsafe.Add(ref survivor, found++) = row + BitOperations.TrailingZeroCount(bits);
            }
        }

        return One(dots, scales, errors, query, least, survivors, row, found);
    }

    /// <summary>Four rows at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int By128(
        ReadOnlySpan<int> dots, ReadOnlySpan<float> scales, ReadOnlySpan<float> errors, in CodedQuery query, float least, Span<int> survivors)
    {
        ref int dot = ref MemoryMarshal.GetReference(dots);
        ref float scale = ref MemoryMarshal.GetReference(scales);
        ref float error = ref MemoryMarshal.GetReference(errors);
        ref int survivor = ref MemoryMarshal.GetReference(survivors);
        Vector128<float> queryScale = Vector128.Create(query.Scale);
        Vector128<float> length = Vector128.Create(query.Length);
        Vector128<float> slack = Vector128.Create(query.Slack);
        Vector128<float> leasts = Vector128.Create(least);
        int found = 0;
        int row = 0;
        for (; row <= dots.Length - Vector128<float>.Count; row += Vector128<float>.Count)
        {
            Vector128<float> upper =
                (Vector128.ConvertToSingle(Vector128.LoadUnsafe(ref dot, (nuint)row)) * queryScale * Vector128.LoadUnsafe(ref scale, (nuint)row))
                + ((Vector128.LoadUnsafe(ref error, (nuint)row) * length) + slack);
            uint bits = Vector128.GreaterThanOrEqual(upper, leasts).ExtractMostSignificantBits();
            for (; bits != 0; bits &= bits - 1)
            {
                Unsafe.Add(ref survivor, found++) = row + BitOperations.TrailingZeroCount(bits);
            }
        }

        return One(dots, scales, errors, query, least, survivors, row, found);
    }

    /// <summary>One row after the other, from one on, after so many were found.</summary>
    public static int One(
        ReadOnlySpan<int> dots,
        ReadOnlySpan<float> scales,
        ReadOnlySpan<float> errors,
        in CodedQuery query,
        float least,
        Span<int> survivors,
        int row = 0,
        int found = 0)
    {
        for (; row < dots.Length; row++)
        {
            if (query.Upper(dots[row], scales[row], errors[row]) >= least)
            {
                survivors[found++] = row;
            }
        }

        return found;
    }
}
