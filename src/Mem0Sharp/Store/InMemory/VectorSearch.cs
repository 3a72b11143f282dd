using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Mem0Sharp;

/// <summary>Finds the rows of a scope whose vectors are nearest to a question's: exactly, by a first look at their int8 codes.</summary>
/// <remarks>
/// The codes of a scope's rows, a quarter of their vectors' bytes, are read in one go; they leave few rows whose scores must be worked out. Of
/// few rows all scores are. The result is that of working out all scores, to the bit. Many may search at once.
/// </remarks>
internal sealed class VectorSearch(RowTable rows, ScopeDirectory scopes, FieldIndexes fields, int threads)
{
    /// <summary>Of fewer rows, a look at each is quicker than an index is made.</summary>
    public const int LeastRowsForAnIndex = 1024;

    /// <summary>Of fewer rows all scores are worked out.</summary>
    private const int LeastRowsForCodes = 384;

    /// <summary>With fewer bytes of codes another thread is not worth it.</summary>
    private const long LeastBytesForThreads = 4L << 20;

    // Where more of a scope's rows would be left, a look at each in their order costs as little.
    private const int ShareWorthAnIndex = 4;
    private const int RowsBetweenTokenChecks = 1024;
    private const int CacheLine = 64;

    // How many rows ahead of the one that is looked at are asked for, where they do not lie together.
    private const int RowsAhead = 4;

    private readonly ConcurrentBag<ScanQuery> _spare = [];

    public VectorMatch[] Search(VectorQuery query, double length, long stamp, CancellationToken cancellationToken)
    {
        if (scopes.MostSelective(query.Scope, stamp) is not { } scope)
        {
            return [];
        }

        int count = scope.At(stamp).Rows;
        ScanQuery scan = Take();
        try
        {
            scan.Begin(query, length, count, stamp);
            int[]? few = query.Filter is not null && count >= LeastRowsForAnIndex ? fields.Candidates(query.Filter, count / ShareWorthAnIndex) : null;
            return few is not null ? Compare(scan, few)
                : count < LeastRowsForCodes ? Compare(scan, scope, cancellationToken)
                : Scan(scan, scope, count, cancellationToken);
        }
        finally
        {
            GiveBack(scan);
        }
    }

    /// <summary>Works out the scores of rows that an index led to.</summary>
    private static VectorMatch[] Compare(ScanQuery scan, int[] few)
    {
        BestMatches best = scan.Best();
        foreach (int row in few)
        {
            scan.Compare(row, ref best);
        }

        return best.ToArray();
    }

    /// <summary>Works out the scores of all rows of a scope.</summary>
    private static VectorMatch[] Compare(ScanQuery scan, ScopeEntry scope, CancellationToken cancellationToken)
    {
        BestMatches best = scan.Best();
        int untilCheck = RowsBetweenTokenChecks;
        foreach (RowExtent extent in scope.Owner?.Extents ?? [])
        {
            for (int row = extent.Start; row < extent.Start + extent.Count; row++)
            {
                scan.Compare(row, ref best);
            }
        }

        foreach (long entry in scope.Others.Entries)
        {
            if (--untilCheck == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                untilCheck = RowsBetweenTokenChecks;
            }

            if (entry != PostingList.Gap)
            {
                scan.Compare(PostingList.RowOf(entry), ref best);
            }
        }

        return best.ToArray();
    }

    private VectorMatch[] Scan(ScanQuery scan, ScopeEntry scope, int count, CancellationToken cancellationToken)
    {
        RowExtent[] extents = scope.Owner?.Extents ?? [];
        if (threads > 1 && (long)count * rows.Stride >= LeastBytesForThreads && extents.Length > 1)
        {
            ScanTeam team = new(extents, (found, part) => ScanExtents(found, part, cancellationToken), Take, threads);
            team.Run(scan, GiveBack);
        }
        else
        {
            ScanExtents(scan, extents, cancellationToken);
        }

        ScanOthers(scan, scope.Others.Entries, cancellationToken);
        return scan.Finish();
    }

    private void ScanExtents(ScanQuery scan, ReadOnlySpan<RowExtent> extents, CancellationToken cancellationToken)
    {
        Span<int> dots = stackalloc int[RowPage.Rows];
        Span<int> survivors = stackalloc int[RowPage.Rows];
        int untilCheck = RowsBetweenTokenChecks;
        foreach (RowExtent extent in extents)
        {
            if ((untilCheck -= extent.Count) <= 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                untilCheck = RowsBetweenTokenChecks;
            }

            if (rows.PageIfAny(extent.Start) is { } page)
            {
                int place = RowTable.Place(extent.Start);
                Span<int> own = dots[..extent.Count];
                CodeScan.Dots(ref MemoryMarshal.GetReference(page.Codes(place, extent.Count)), extent.Count, rows.Stride, scan.Codes, own);
                int left = CodeScan.Survivors(
                    own, page.Scales.AsSpan(place, extent.Count), page.Errors.AsSpan(place, extent.Count), scan.Bound, scan.Least, survivors);
                foreach (int at in survivors[..left])
                {
                    scan.Offer(extent.Start + at, own[at], page.Scales[place + at], page.Errors[place + at]);
                }
            }
        }
    }

    private void ScanOthers(ScanQuery scan, ReadOnlySpan<long> entries, CancellationToken cancellationToken)
    {
        for (int i = 0; i < entries.Length; i++)
        {
            if (i % RowsBetweenTokenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (i + RowsAhead < entries.Length && entries[i + RowsAhead] is not PostingList.Gap and var ahead)
            {
                Prefetch(PostingList.RowOf(ahead));
            }

            if (entries[i] != PostingList.Gap && PostingList.RowOf(entries[i]) is var row && rows.PageIfAny(row) is { } page)
            {
                int place = RowTable.Place(row);
                (float scale, float error) = (page.Scales[place], page.Errors[place]);
                int dot = CodeScan.Dot(ref MemoryMarshal.GetReference(page.Codes(place)), rows.Stride, scan.Codes);
                if (scan.Bound.Upper(dot, scale, error) >= scan.Least)
                {
                    scan.Offer(row, dot, scale, error);
                }
            }
        }
    }

    private unsafe void Prefetch(int row)
    {
        if (Sse.IsSupported && rows.PageIfAny(row) is { } page)
        {
            ref sbyte first = ref MemoryMarshal.GetReference(page.Codes(RowTable.Place(row)));
            fixed (sbyte* codes = &first)
            {
                for (int line = 0; line < rows.Stride; line += CacheLine)
                {
                    Sse.Prefetch0(codes + line);
                }
            }
        }
    }

    private ScanQuery Take() => _spare.TryTake(out ScanQuery? scan) ? scan : new ScanQuery(rows);

    private void GiveBack(ScanQuery scan)
    {
        scan.End();
        _spare.Add(scan);
    }
}
