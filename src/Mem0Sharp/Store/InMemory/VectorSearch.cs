using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Mem0Sharp;

/// <summary>Finds the rows of a scope whose vectors are nearest to a question's: exactly, by a first look at their int8 codes.</summary>
/// <remarks>
/// The codes of a scope's rows, a quarter of their vectors' bytes, are read in one go; they leave few rows whose scores must be worked out. Of
/// few rows all scores are. The result is that of working out all scores, to the bit. Many may search at once.
/// </remarks>
internal sealed class VectorSearch(RowTable rows, ScopeDirectory scopes, FieldIndexes fields, RowFinder finder, int threads)
{
    /// <summary>Of fewer rows, a look at each is quicker than an index is made.</summary>
    public const int LeastRowsForAnIndex = 1024;

    /// <summary>Of fewer rows all scores are worked out.</summary>
    private const int LeastRowsForCodes = 64;

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
            if (query.MemoryIds is { } ids)
            {
                return Compare(scan, finder.Find(ids, scope, stamp, cancellationToken));
            }

            int[]? few = CandidatesOf(query, count);
            if ((few?.Length ?? count) < LeastRowsForCodes)
            {
                return few is not null ? Compare(scan, few) : Compare(scan, scope, cancellationToken);
            }

            scan.WriteCodes();
            if (few is not null)
            {
                ScanRows(scan, few, cancellationToken);
            }
            else
            {
                Scan(scan.Alone, scope, count, cancellationToken);
            }

            return scan.Finish();
        }
        finally
        {
            GiveBack(scan);
        }
    }

    /// <summary>Searches for several, in one pass over the rows where they are of the same scope.</summary>
    public VectorMatch[][] SearchMany(IReadOnlyList<VectorQuery> queries, double[] lengths, long stamp, CancellationToken cancellationToken)
    {
        VectorMatch[][] matches = new VectorMatch[queries.Count][];
        foreach (int[] together in Together(queries))
        {
            ScopeEntry? scope = scopes.MostSelective(queries[together[0]].Scope, stamp);
            int count = scope?.At(stamp).Rows ?? 0;
            if (scope is null
                || together.Length == 1
                || count < LeastRowsForCodes
                || Array.Exists(together, i => queries[i].Filter is not null || queries[i].MemoryIds is not null))
            {
                foreach (int i in together)
                {
                    matches[i] = Search(queries[i], lengths[i], stamp, cancellationToken);
                }

                continue;
            }

            ScanQuery[] scans = [.. together.Select(_ => Take())];
            try
            {
                for (int i = 0; i < scans.Length; i++)
                {
                    scans[i].Begin(queries[together[i]], lengths[together[i]], count, stamp);
                    scans[i].WriteCodes();
                }

                Scan(new ScanBatch(scans), scope, count, cancellationToken);
                for (int i = 0; i < scans.Length; i++)
                {
                    matches[together[i]] = scans[i].Finish();
                }
            }
            finally
            {
                Array.ForEach(scans, GiveBack);
            }
        }

        return matches;
    }

    /// <summary>Gets the places of questions that ask for the same scope, as many as are answered in one pass.</summary>
    public static IEnumerable<int[]> Together(IReadOnlyList<VectorQuery> queries) =>
        Enumerable.Range(0, queries.Count).GroupBy(i => queries[i].Scope).SelectMany(group => group.Chunk(ScanBatch.MostQueries));

    /// <summary>Begins searches of one scope by looking at the codes of its rows, and leaves the scores that they leave open to others.</summary>
    public void LookAtCodes(ScanQuery[] scans, VectorQuery[] queries, double[] lengths, long stamp, CancellationToken cancellationToken)
    {
        ScopeEntry? scope = scopes.MostSelective(queries[0].Scope, stamp);
        int count = scope?.At(stamp).Rows ?? 0;
        List<ScanQuery> all = [];
        for (int i = 0; i < scans.Length; i++)
        {
            scans[i].Begin(queries[i], lengths[i], count, stamp);
            scans[i].WriteCodes();
            if (queries[i].MemoryIds is { } ids)
            {
                ScanRows(scans[i], scope is null ? [] : finder.Find(ids, scope, stamp, cancellationToken), cancellationToken);
            }
            else if (CandidatesOf(queries[i], count) is { } few)
            {
                ScanRows(scans[i], few, cancellationToken);
            }
            else
            {
                all.Add(scans[i]);
            }
        }

        if (count > 0 && all.Count > 0)
        {
            Scan(all.Count == 1 ? all[0].Alone : new ScanBatch([.. all]), scope!, count, cancellationToken);
        }
    }

    /// <summary>Scans some of a scope's extents.</summary>
    public void ScanExtents(ScanBatch batch, ReadOnlySpan<RowExtent> extents, CancellationToken cancellationToken)
    {
        ScanQuery[] queries = batch.Queries;
        int[]? rented = queries.Length == 1 ? null : ArrayPool<int>.Shared.Rent(queries.Length * RowPage.Rows);
        Span<int> dots = rented ?? stackalloc int[RowPage.Rows];
        Span<int> survivors = stackalloc int[RowPage.Rows];
        int untilCheck = RowsBetweenTokenChecks;
        foreach (RowExtent extent in extents)
        {
            if ((untilCheck -= extent.Count) <= 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                untilCheck = RowsBetweenTokenChecks;
            }

            if (rows.PageIfAny(extent.Start) is not { } page)
            {
                continue;
            }

            int place = RowTable.Place(extent.Start);
            ReadOnlySpan<float> scales = page.Scales.AsSpan(place, extent.Count);
            ReadOnlySpan<float> errors = page.Errors.AsSpan(place, extent.Count);
            ref sbyte first = ref MemoryMarshal.GetReference(page.Codes(place, extent.Count));
            if (queries.Length == 1)
            {
                CodeScan.Dots(ref first, extent.Count, rows.Stride, batch.Codes, dots);
            }
            else
            {
                CodeScan.Dots(ref first, extent.Count, rows.Stride, batch.Codes, queries.Length, dots);
            }

            for (int i = 0; i < queries.Length; i++)
            {
                queries[i].Look(extent.Start, dots.Slice(i * extent.Count, extent.Count), scales, errors, survivors);
            }
        }

        if (rented is not null)
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }

    /// <summary>Makes the questions of a batch for another thread.</summary>
    public ScanBatch Share(ScanBatch batch)
    {
        // Most are of one question, which has its batch already.
        if (batch.Queries.Length == 1)
        {
            ScanQuery part = Take();
            return batch.Share(part.Alone.Queries);
        }

        ScanQuery[] parts = new ScanQuery[batch.Queries.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Take();
        }

        return batch.Share(parts);
    }

    /// <summary>Takes back what <see cref="Share"/> gave.</summary>
    public void GiveBack(ScanBatch part)
    {
        foreach (ScanQuery query in part.Queries)
        {
            GiveBack(query);
        }
    }

    /// <summary>Makes what a question is answered with, to be given back.</summary>
    public ScanQuery Take() => _spare.TryTake(out ScanQuery? scan) ? scan : new ScanQuery(rows);

    /// <summary>Takes back what <see cref="Take"/> gave.</summary>
    public void GiveBack(ScanQuery scan)
    {
        scan.End();
        _spare.Add(scan);
    }

    /// <summary>Gets the rows that an index of the fields of a filter leads to; null where there is none that is worth it.</summary>
    private int[]? CandidatesOf(VectorQuery query, int count) =>
        query.Filter is not null && count >= LeastRowsForAnIndex ? fields.Candidates(query.Filter, count / ShareWorthAnIndex) : null;

    /// <summary>Works out the scores of rows that an index led to, or their ids.</summary>
    private static VectorMatch[] Compare(ScanQuery scan, ReadOnlySpan<int> few)
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

    private void Scan(ScanBatch batch, ScopeEntry scope, int count, CancellationToken cancellationToken)
    {
        RowExtent[] extents = scope.Owner?.Extents ?? [];
        if (threads > 1 && (long)count * rows.Stride >= LeastBytesForThreads && extents.Length > 1)
        {
            new ScanTeam(this, extents, cancellationToken).Run(batch, threads);
        }
        else
        {
            // The largest first: the best of many rows exclude most of the others.
            int largest = LargestOf(extents);
            ScanExtents(batch, extents.AsSpan(largest, Math.Min(1, extents.Length)), cancellationToken);
            ScanExtents(batch, extents.AsSpan(0, largest), cancellationToken);
            ScanExtents(batch, extents.AsSpan(Math.Min(largest + 1, extents.Length)), cancellationToken);
        }

        foreach (ScanQuery scan in batch.Queries)
        {
            ScanOthers(scan, scope.Others.Entries, cancellationToken);
        }
    }

    private static int LargestOf(RowExtent[] extents)
    {
        int largest = 0;
        for (int i = 1; i < extents.Length; i++)
        {
            largest = extents[i].Count > extents[largest].Count ? i : largest;
        }

        return largest;
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

            long entry = entries[i];
            if (entry != PostingList.Gap)
            {
                LookAt(PostingList.RowOf(entry), scan);
            }
        }
    }

    /// <summary>Scans rows that an index led to, or their ids.</summary>
    private void ScanRows(ScanQuery scan, ReadOnlySpan<int> some, CancellationToken cancellationToken)
    {
        for (int i = 0; i < some.Length; i++)
        {
            if (i % RowsBetweenTokenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (i + RowsAhead < some.Length)
            {
                Prefetch(some[i + RowsAhead]);
            }

            LookAt(some[i], scan);
        }
    }

    /// <summary>Looks at the codes of one row.</summary>
    private void LookAt(int row, ScanQuery scan)
    {
        if (rows.PageIfAny(row) is not { } page)
        {
            return;
        }

        int place = RowTable.Place(row);
        (float scale, float error) = (page.Scales[place], page.Errors[place]);
        int dot = CodeScan.Dot(ref MemoryMarshal.GetReference(page.Codes(place)), rows.Stride, scan.Codes);
        if (scan.Bound.Upper(dot, scale, error) >= scan.Least)
        {
            scan.Offer(row, dot, scale, error);
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
}
