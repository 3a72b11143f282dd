using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mem0Sharp;

/// <summary>Says which rows are worth a look before others, while nothing is known that excludes any: those near the highest bounds.</summary>
internal static class CodePeaks
{
    private const int FewestGroups = 32;
    private const int MostGroups = 128;

    /// <summary>Returns a bound that so many rows reach at least, and not many more.</summary>
    /// <param name="dots">The products of the rows' codes with the query's.</param>
    /// <param name="scales">The <see cref="CodeScale.Scale"/> of each row.</param>
    /// <param name="errors">The <see cref="CodeScale.Error"/> of each row.</param>
    /// <param name="query">What the query's codes stand for.</param>
    /// <param name="wanted">How many rows, 1 or more.</param>
    /// <returns>Negative infinity where there are too few rows for a choice.</returns>
    /// <remarks>The rows are dealt out to groups, twice as many as are wanted or more; the highest bounds of the groups are sorted.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Of(
        ReadOnlySpan<int> dots, ReadOnlySpan<float> scales, ReadOnlySpan<float> errors, in CodedQuery query, int wanted)
    {
        int groups = (int)Math.Max(FewestGroups, BitOperations.RoundUpToPowerOf2(2 * (uint)wanted));
        if (groups > MostGroups || 2 * groups > dots.Length)
        {
            return float.NegativeInfinity;
        }

        scales = scales[..dots.Length];
        errors = errors[..dots.Length];
        Span<float> highest = stackalloc float[groups];
        highest.Fill(float.NegativeInfinity);
        int row = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref int dot = ref MemoryMarshal.GetReference(dots);
            ref float scale = ref MemoryMarshal.GetReference(scales);
            ref float error = ref MemoryMarshal.GetReference(errors);
            ref float group = ref MemoryMarshal.GetReference(highest);
            Vector256<float> queryScale = Vector256.Create(query.Scale);
            Vector256<float> length = Vector256.Create(query.Length);
            Vector256<float> slack = Vector256.Create(query.Slack);
            for (; row <= dots.Length - Vector256<float>.Count; row += Vector256<float>.Count)
            {
                // The operations of CodedQuery.Upper: a bound that is rounded otherwise would be reached by fewer.
                Vector256<float> upper =
                    (Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref dot, (nuint)row)) * queryScale * Vector256.LoadUnsafe(ref scale, (nuint)row))
                    + ((Vector256.LoadUnsafe(ref error, (nuint)row) * length) + slack);
                nuint place = (nuint)(row & (groups - 1));
                Vector256.Max(Vector256.LoadUnsafe(ref group, place), upper).StoreUnsafe(ref group, place);
            }
        }

        for (; row < dots.Length; row++)
        {
            ref float known = ref highest[row & (groups - 1)];
            known = MathF.Max(known, query.Upper(dots[row], scales[row], errors[row]));
        }

        highest.Sort();
        return highest[^wanted];
    }
}
