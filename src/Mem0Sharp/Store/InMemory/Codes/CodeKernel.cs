using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Mem0Sharp;

/// <summary>The loops over rows of codes, once for all instructions: the compiler makes one of each for the lanes it is given.</summary>
/// <remarks>
/// Nothing is checked here: <see cref="CodeScan"/> does. No loop calls a method that is not inlined, or the sums would be kept in memory.
/// Sums are whole numbers, so that their order does not matter.
/// </remarks>
internal static class CodeKernel<TLanes, TSum, TRow>
    where TLanes : struct, ICodeLanes<TSum, TRow>
    where TSum : struct
    where TRow : struct
{
    /// <summary>A line of the cache.</summary>
    private const int Line = 64;

    // Far enough that a line is there when its turn comes; what lies there is of the same table most of the time.
    private const int Ahead = 2048;

    // Rows are read anew for each few queries. So many of them stay in the first-level cache, beside the queries.
    private const int BytesAtOnce = 16 * 1024;

    /// <summary>Multiplies rows with one query.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void One(ref sbyte first, int rows, int stride, ref short query, ref int dots)
    {
        // Two rows go together, from two places that lie apart: more is on its way from memory than where one line follows the other.
        int half = rows / 2;
        for (int row = 0; row < half; row++)
        {
            ref sbyte upper = ref Unsafe.Add(ref first, (nint)row * stride);
            ref sbyte lower = ref Unsafe.Add(ref upper, (nint)half * stride);
            TSum evenA = default, oddA = default, evenB = default, oddB = default;
            nint i = 0;
            for (; i <= stride - (4 * TLanes.Width); i += 4 * TLanes.Width)
            {
                ref sbyte a = ref Unsafe.Add(ref upper, i);
                ref sbyte b = ref Unsafe.Add(ref lower, i);
                ref short with = ref Unsafe.Add(ref query, i);
                Prefetch(ref upper, i, 4 * TLanes.Width);
                Prefetch(ref lower, i, 4 * TLanes.Width);
                evenA = TLanes.MultiplyAdd(evenA, TLanes.Load(ref a), ref with);
                evenB = TLanes.MultiplyAdd(evenB, TLanes.Load(ref b), ref with);
                oddA = TLanes.MultiplyAdd(oddA, TLanes.Load(ref Unsafe.Add(ref a, TLanes.Width)), ref Unsafe.Add(ref with, TLanes.Width));
                oddB = TLanes.MultiplyAdd(oddB, TLanes.Load(ref Unsafe.Add(ref b, TLanes.Width)), ref Unsafe.Add(ref with, TLanes.Width));
                evenA = TLanes.MultiplyAdd(evenA, TLanes.Load(ref Unsafe.Add(ref a, 2 * TLanes.Width)), ref Unsafe.Add(ref with, 2 * TLanes.Width));
                evenB = TLanes.MultiplyAdd(evenB, TLanes.Load(ref Unsafe.Add(ref b, 2 * TLanes.Width)), ref Unsafe.Add(ref with, 2 * TLanes.Width));
                oddA = TLanes.MultiplyAdd(oddA, TLanes.Load(ref Unsafe.Add(ref a, 3 * TLanes.Width)), ref Unsafe.Add(ref with, 3 * TLanes.Width));
                oddB = TLanes.MultiplyAdd(oddB, TLanes.Load(ref Unsafe.Add(ref b, 3 * TLanes.Width)), ref Unsafe.Add(ref with, 3 * TLanes.Width));
            }

            for (; i < stride; i += TLanes.Width)
            {
                Prefetch(ref upper, i, TLanes.Width);
                Prefetch(ref lower, i, TLanes.Width);
                evenA = TLanes.MultiplyAdd(evenA, TLanes.Load(ref Unsafe.Add(ref upper, i)), ref Unsafe.Add(ref query, i));
                evenB = TLanes.MultiplyAdd(evenB, TLanes.Load(ref Unsafe.Add(ref lower, i)), ref Unsafe.Add(ref query, i));
            }

            ref int to = ref Unsafe.Add(ref dots, row);
            to = TLanes.Total(TLanes.Add(evenA, oddA));
            Unsafe.Add(ref to, half) = TLanes.Total(TLanes.Add(evenB, oddB));
        }

        if (2 * half < rows)
        {
            // The last of an odd number, or the only one.
            ref sbyte codes = ref Unsafe.Add(ref first, 2 * (nint)half * stride);
            TSum even = default, odd = default;
            nint i = 0;
            for (; i <= stride - (2 * TLanes.Width); i += 2 * TLanes.Width)
            {
                ref sbyte from = ref Unsafe.Add(ref codes, i);
                ref short with = ref Unsafe.Add(ref query, i);
                Prefetch(ref codes, i, 2 * TLanes.Width);
                even = TLanes.MultiplyAdd(even, TLanes.Load(ref from), ref with);
                odd = TLanes.MultiplyAdd(odd, TLanes.Load(ref Unsafe.Add(ref from, TLanes.Width)), ref Unsafe.Add(ref with, TLanes.Width));
            }

            for (; i < stride; i += TLanes.Width)
            {
                even = TLanes.MultiplyAdd(even, TLanes.Load(ref Unsafe.Add(ref codes, i)), ref Unsafe.Add(ref query, i));
            }

            Unsafe.Add(ref dots, 2 * half) = TLanes.Total(TLanes.Add(even, odd));
        }
    }

    /// <summary>Multiplies rows with several queries, and reads them from memory once.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="stride">The codes of a row, and of a query.</param>
    /// <param name="queries">The first query.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="dots">As many as there are rows for each query.</param>
    public static void Several(ref sbyte first, int rows, int stride, ref short queries, int count, ref int dots)
    {
        // Two rows go together.
        int most = Math.Max(2, BytesAtOnce / stride) & -2;
        for (int start = 0; start < rows; start += most)
        {
            int block = Math.Min(most, rows - start);
            ref sbyte from = ref Unsafe.Add(ref first, (nint)start * stride);
            int query = 0;
            for (; query <= count - 6; query += 6)
            {
                Six(ref from, block, stride, ref Unsafe.Add(ref queries, (nint)query * stride), ref At(ref dots, query, rows, start), rows);
            }

            if (query <= count - 4)
            {
                Four(ref from, block, stride, ref Unsafe.Add(ref queries, (nint)query * stride), ref At(ref dots, query, rows, start), rows);
                query += 4;
            }

            if (query <= count - 2)
            {
                Two(ref from, block, stride, ref Unsafe.Add(ref queries, (nint)query * stride), ref At(ref dots, query, rows, start), rows);
                query += 2;
            }

            if (query < count)
            {
                One(ref from, block, stride, ref Unsafe.Add(ref queries, (nint)query * stride), ref At(ref dots, query, rows, start));
            }
        }
    }

    private static ref int At(ref int dots, int query, int rows, int row) => ref Unsafe.Add(ref dots, ((nint)query * rows) + row);

    // Twelve sums, two rows and a product: as many as there are registers, all but one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Six(ref sbyte first, int rows, int stride, ref short query0, ref int dots, nint apart)
    {
        ref short query1 = ref Unsafe.Add(ref query0, stride);
        ref short query2 = ref Unsafe.Add(ref query1, stride);
        ref short query3 = ref Unsafe.Add(ref query2, stride);
        ref short query4 = ref Unsafe.Add(ref query3, stride);
        ref short query5 = ref Unsafe.Add(ref query4, stride);
        for (int row = 0; row < rows; row += 2)
        {
            // The last row of an odd number goes with itself.
            nint next = row + 1 < rows ? 1 : 0;
            ref sbyte upper = ref Unsafe.Add(ref first, (nint)row * stride);
            ref sbyte lower = ref Unsafe.Add(ref upper, next * stride);
            TSum a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
            TSum b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
            for (nint i = 0; i < stride; i += TLanes.Width)
            {
                Prefetch(ref upper, 2 * i, 2 * TLanes.Width);
                TRow a = TLanes.Load(ref Unsafe.Add(ref upper, i));
                TRow b = TLanes.Load(ref Unsafe.Add(ref lower, i));
                a0 = TLanes.MultiplyAdd(a0, a, ref Unsafe.Add(ref query0, i));
                b0 = TLanes.MultiplyAdd(b0, b, ref Unsafe.Add(ref query0, i));
                a1 = TLanes.MultiplyAdd(a1, a, ref Unsafe.Add(ref query1, i));
                b1 = TLanes.MultiplyAdd(b1, b, ref Unsafe.Add(ref query1, i));
                a2 = TLanes.MultiplyAdd(a2, a, ref Unsafe.Add(ref query2, i));
                b2 = TLanes.MultiplyAdd(b2, b, ref Unsafe.Add(ref query2, i));
                a3 = TLanes.MultiplyAdd(a3, a, ref Unsafe.Add(ref query3, i));
                b3 = TLanes.MultiplyAdd(b3, b, ref Unsafe.Add(ref query3, i));
                a4 = TLanes.MultiplyAdd(a4, a, ref Unsafe.Add(ref query4, i));
                b4 = TLanes.MultiplyAdd(b4, b, ref Unsafe.Add(ref query4, i));
                a5 = TLanes.MultiplyAdd(a5, a, ref Unsafe.Add(ref query5, i));
                b5 = TLanes.MultiplyAdd(b5, b, ref Unsafe.Add(ref query5, i));
            }

            ref int to = ref Unsafe.Add(ref dots, row);
            to = TLanes.Total(a0);
            Unsafe.Add(ref to, next) = TLanes.Total(b0);
            Unsafe.Add(ref to, apart) = TLanes.Total(a1);
            Unsafe.Add(ref to, apart + next) = TLanes.Total(b1);
            Unsafe.Add(ref to, 2 * apart) = TLanes.Total(a2);
            Unsafe.Add(ref to, (2 * apart) + next) = TLanes.Total(b2);
            Unsafe.Add(ref to, 3 * apart) = TLanes.Total(a3);
            Unsafe.Add(ref to, (3 * apart) + next) = TLanes.Total(b3);
            Unsafe.Add(ref to, 4 * apart) = TLanes.Total(a4);
            Unsafe.Add(ref to, (4 * apart) + next) = TLanes.Total(b4);
            Unsafe.Add(ref to, 5 * apart) = TLanes.Total(a5);
            Unsafe.Add(ref to, (5 * apart) + next) = TLanes.Total(b5);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Four(ref sbyte first, int rows, int stride, ref short query0, ref int dots, nint apart)
    {
        ref short query1 = ref Unsafe.Add(ref query0, stride);
        ref short query2 = ref Unsafe.Add(ref query1, stride);
        ref short query3 = ref Unsafe.Add(ref query2, stride);
        for (int row = 0; row < rows; row += 2)
        {
            nint next = row + 1 < rows ? 1 : 0;
            ref sbyte upper = ref Unsafe.Add(ref first, (nint)row * stride);
            ref sbyte lower = ref Unsafe.Add(ref upper, next * stride);
            TSum a0 = default, a1 = default, a2 = default, a3 = default;
            TSum b0 = default, b1 = default, b2 = default, b3 = default;
            for (nint i = 0; i < stride; i += TLanes.Width)
            {
                Prefetch(ref upper, 2 * i, 2 * TLanes.Width);
                TRow a = TLanes.Load(ref Unsafe.Add(ref upper, i));
                TRow b = TLanes.Load(ref Unsafe.Add(ref lower, i));
                a0 = TLanes.MultiplyAdd(a0, a, ref Unsafe.Add(ref query0, i));
                b0 = TLanes.MultiplyAdd(b0, b, ref Unsafe.Add(ref query0, i));
                a1 = TLanes.MultiplyAdd(a1, a, ref Unsafe.Add(ref query1, i));
                b1 = TLanes.MultiplyAdd(b1, b, ref Unsafe.Add(ref query1, i));
                a2 = TLanes.MultiplyAdd(a2, a, ref Unsafe.Add(ref query2, i));
                b2 = TLanes.MultiplyAdd(b2, b, ref Unsafe.Add(ref query2, i));
                a3 = TLanes.MultiplyAdd(a3, a, ref Unsafe.Add(ref query3, i));
                b3 = TLanes.MultiplyAdd(b3, b, ref Unsafe.Add(ref query3, i));
            }

            ref int to = ref Unsafe.Add(ref dots, row);
            to = TLanes.Total(a0);
            Unsafe.Add(ref to, next) = TLanes.Total(b0);
            Unsafe.Add(ref to, apart) = TLanes.Total(a1);
            Unsafe.Add(ref to, apart + next) = TLanes.Total(b1);
            Unsafe.Add(ref to, 2 * apart) = TLanes.Total(a2);
            Unsafe.Add(ref to, (2 * apart) + next) = TLanes.Total(b2);
            Unsafe.Add(ref to, 3 * apart) = TLanes.Total(a3);
            Unsafe.Add(ref to, (3 * apart) + next) = TLanes.Total(b3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Two(ref sbyte first, int rows, int stride, ref short query0, ref int dots, nint apart)
    {
        ref short query1 = ref Unsafe.Add(ref query0, stride);
        for (int row = 0; row < rows; row += 2)
        {
            nint next = row + 1 < rows ? 1 : 0;
            ref sbyte upper = ref Unsafe.Add(ref first, (nint)row * stride);
            ref sbyte lower = ref Unsafe.Add(ref upper, next * stride);
            TSum a0 = default, a1 = default, b0 = default, b1 = default;
            for (nint i = 0; i < stride; i += TLanes.Width)
            {
                Prefetch(ref upper, 2 * i, 2 * TLanes.Width);
                TRow a = TLanes.Load(ref Unsafe.Add(ref upper, i));
                TRow b = TLanes.Load(ref Unsafe.Add(ref lower, i));
                a0 = TLanes.MultiplyAdd(a0, a, ref Unsafe.Add(ref query0, i));
                b0 = TLanes.MultiplyAdd(b0, b, ref Unsafe.Add(ref query0, i));
                a1 = TLanes.MultiplyAdd(a1, a, ref Unsafe.Add(ref query1, i));
                b1 = TLanes.MultiplyAdd(b1, b, ref Unsafe.Add(ref query1, i));
            }

            ref int to = ref Unsafe.Add(ref dots, row);
            to = TLanes.Total(a0);
            Unsafe.Add(ref to, next) = TLanes.Total(b0);
            Unsafe.Add(ref to, apart) = TLanes.Total(a1);
            Unsafe.Add(ref to, apart + next) = TLanes.Total(b1);
        }
    }

    /// <summary>Has the processor fetch what lies some way behind a place, so much of it. Arm has no such instruction in .NET.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Prefetch(ref sbyte codes, nint place, int length)
    {
        if (Sse.IsSupported)
        {
            // A pointer, which may point past the end: to fetch what is not there does nothing. It is not pinned: where the
            // collector moves the codes just now, another line is fetched.
            byte* ahead = (byte*)Unsafe.AsPointer(ref codes) + place + Ahead;
            Sse.Prefetch0(ahead);
            if (length > Line)
            {
                Sse.Prefetch0(ahead + Line);
            }
        }
    }
}
