using System.Buffers;
using System.Collections.Concurrent;
using System.Numerics;

namespace Mem0Sharp;

/// <summary>Ranks the memories of a scope by the words that they share with a text.</summary>
/// <remarks>
/// For each word, either all rows that have it are looked at or all rows of the scope, whichever are fewer: a word that everybody uses
/// costs a small scope nothing, and a rare word costs a large one nothing. How often a word occurs, how many memories there are and how
/// long they are is counted within the scope alone, and added up in the order of the words: others' memories change no bit of a score.
/// Many may search at once.
/// </remarks>
internal sealed class KeywordSearch(
    RowTable rows, ScopeDirectory scopes, KeywordTable keywords, FieldIndexes fields, ConcurrentDictionary<string, int> rowOf)
{
    private const int RowsBetweenTokenChecks = 1024;
    private const int StackTop = 64;
    private const int LeastSums = 256;

    // Where more would be left of the rows that have a word, a look at each of these costs as little.
    private const int ShareWorthAnIndex = 4;

    // One sum for each row of the store, all zero between searches: a search touches those of its matches and cleans them after it.
    private readonly ConcurrentBag<double[]> _spareSums = [];

    // What the last search counted: a search for the scores of some memories mostly follows one for the best.
    private volatile KeywordWeights? _last;

    public VectorMatch[] Search(KeywordQuery query, long stamp, CancellationToken cancellationToken)
    {
        using KeywordTerms terms = KeywordTerms.Of(query.Text);
        if (terms.Count == 0 || scopes.MostSelective(query.Scope, stamp) is not { } entry)
        {
            return [];
        }

        if (query.MemoryIds is { } ids && _last is { } last && last.IsOf(query, stamp) && ScoresOf(ids, query, last, in terms, stamp) is { } known)
        {
            return known;
        }

        int most = entry.At(stamp).Rows;
        int[] members = ArrayPool<int>.Shared.Rent(most);
        int[] touched = ArrayPool<int>.Shared.Rent(most);
        long[] hits = ArrayPool<long>.Shared.Rent(most);
        double[] sums = TakeSums();
        try
        {
            Members scope = MembersOf(query.Scope, entry, stamp, members, cancellationToken);
            int count = 0;
            double possible = 0;
            double[] weights = new double[terms.Count];
            for (int i = 0; i < terms.Count && scope.Terms > 0; i++)
            {
                TermList? term = keywords.Find(terms[i]);
                ReadOnlySpan<long> having = term is null ? [] : term.Rows.Entries;
                int found = having.Length <= scope.Count
                    ? FindAmong(having, scope, hits, cancellationToken)
                    : FindIn(Written(ref scope), term!.Number, hits, cancellationToken);
                double weight = weights[i] = Bm25.Weight(scope.Count, found);
                possible += weight * Bm25.MostSaturation;
                foreach (long hit in hits.AsSpan(0, found))
                {
                    int row = PostingList.RowOf(hit);
                    ref double sum = ref sums[row];
                    if (sum == 0)
                    {
                        touched[count++] = row;
                    }

                    sum += weight * Bm25.Saturation(PostingList.CountOf(hit), rows.State(row).Length, (double)scope.Terms / scope.Count);
                }
            }

            _last = new KeywordWeights(query.Text, query.Scope, stamp, weights, possible, scope.Count == 0 ? 0 : (double)scope.Terms / scope.Count);
            VectorMatch[] best = Best(query, stamp, touched.AsSpan(0, count), sums, possible);

            // Not in the finally: sums that were left half done are let go.
            _spareSums.Add(sums);
            return best;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(members);
            ArrayPool<int>.Shared.Return(touched);
            ArrayPool<long>.Shared.Return(hits);
        }
    }

    /// <summary>Scores some memories by what is known of the scope already; null where one of them changed since, and must be looked for.</summary>
    private VectorMatch[]? ScoresOf(
        IReadOnlyCollection<string> ids, KeywordQuery query, KeywordWeights known, in KeywordTerms terms, long stamp)
    {
        BestMatches best = new(new BestMatches.Entry[Math.Min(query.Top, ids.Count)], rows, stamp);
        TermList?[] lists = new TermList?[terms.Count];
        for (int i = 0; i < lists.Length; i++)
        {
            lists[i] = keywords.Find(terms[i]);
        }

        foreach (string id in ids.Distinct(StringComparer.Ordinal))
        {
            if (!rowOf.TryGetValue(id, out int row) || rows.ItemAt(row, stamp) is not { } item || !string.Equals(item.Id, id, StringComparison.Ordinal))
            {
                return null;
            }

            double sum = 0;
            for (int i = 0; i < lists.Length; i++)
            {
                // In the order in which the search adds them up.
                if (lists[i] is { } list && keywords.OccurrencesIn(row, list.Number) is > 0 and var occurrences)
                {
                    sum += known.Weights[i] * Bm25.Saturation(occurrences, rows.State(row).Length, known.MeanLength);
                }
            }

            if (sum > 0 && query.Scope.Contains(item) && IsWanted(item, query) && query.Filter?.Matches(item) != false)
            {
                best.Offer(sum / known.Possible, row);
            }
        }

        return best.ToArray();
    }

    private static bool IsWanted(MemoryItem item, KeywordQuery query) =>
        !(query.ActiveAt is { } now && item.IsExpired(now)) && !(item.Trust < query.MinTrust);

    /// <summary>Counts the memories of a scope and their terms.</summary>
    private Members MembersOf(MemoryScope scope, ScopeEntry entry, long stamp, int[] buffer, CancellationToken cancellationToken)
    {
        Members members = new(scope, entry, stamp, buffer);
        if (members.NamesOneId)
        {
            (members.Count, members.Terms) = entry.At(stamp);
            return members;
        }

        foreach (int row in Written(ref members))
        {
            cancellationToken.ThrowIfCancellationRequested();
            members.Terms += rows.State(row).Length;
        }

        return members;
    }

    /// <summary>Finds those of the rows that have a term which are of a scope.</summary>
    private int FindAmong(ReadOnlySpan<long> having, in Members scope, long[] hits, CancellationToken cancellationToken)
    {
        int count = 0;
        for (int i = 0; i < having.Length; i++)
        {
            CheckNow(i, cancellationToken);
            long entry = having[i];
            if (entry != PostingList.Gap && IsOf(PostingList.RowOf(entry), scope))
            {
                hits[count++] = entry;
            }
        }

        return count;
    }

    /// <summary>Finds those of a scope's rows that have a term.</summary>
    private int FindIn(ReadOnlySpan<int> members, int term, long[] hits, CancellationToken cancellationToken)
    {
        int count = 0;
        for (int i = 0; i < members.Length; i++)
        {
            CheckNow(i, cancellationToken);
            if (keywords.OccurrencesIn(members[i], term) is > 0 and var occurrences)
            {
                hits[count++] = ((long)members[i] << 32) | (uint)occurrences;
            }
        }

        return count;
    }

    private bool IsOf(int row, in Members scope)
    {
        if (scope.Owner == 0)
        {
            return rows.ItemAt(row, scope.Stamp) is { } item && scope.Scope.Contains(item);
        }

        if (rows.PageIfAny(row) is not { } page)
        {
            return false;
        }

        // All rows of a user lie beside each other, so that no memory must be looked at. By reference: a copy would read the stamps in any order.
        ref readonly RowState state = ref page.States[RowTable.Place(row)];
        return state.IsIn(scope.Stamp) && state.Owner == scope.Owner;
    }

    /// <summary>Writes the rows of a scope down, where that was not done.</summary>
    private ReadOnlySpan<int> Written(ref Members scope)
    {
        if (!scope.IsWritten)
        {
            int count = 0;
            foreach (RowExtent extent in scope.Entry.Owner?.Extents ?? [])
            {
                for (int row = extent.Start; row < extent.Start + extent.Count; row++)
                {
                    if (IsOf(row, scope))
                    {
                        scope.Buffer[count++] = row;
                    }
                }
            }

            foreach (long entry in scope.Entry.Others.Entries)
            {
                if (entry != PostingList.Gap && IsOf(PostingList.RowOf(entry), scope))
                {
                    scope.Buffer[count++] = PostingList.RowOf(entry);
                }
            }

            (scope.Count, scope.IsWritten) = (count, true);
        }

        return scope.Buffer.AsSpan(0, scope.Count);
    }

    /// <summary>Takes the best of the rows that have any of the terms, or of those among them to which an index leads, and cleans the sums.</summary>
    private VectorMatch[] Best(KeywordQuery query, long stamp, ReadOnlySpan<int> touched, double[] sums, double possible)
    {
        int top = Math.Min(query.Top, touched.Length);
        BestMatches.Entry[]? rented = null;
        Span<BestMatches.Entry> heap = top <= StackTop
            ? stackalloc BestMatches.Entry[StackTop]
            : rented = ArrayPool<BestMatches.Entry>.Shared.Rent(top);
        BestMatches best = new(heap[..top], rows, stamp);
        HashSet<string>? among = query.MemoryIds?.ToHashSet(StringComparer.Ordinal);

        // The rows of an index may be anybody's, and of any state: those that were touched are of the scope.
        int[]? few = query.Filter is not null && touched.Length >= VectorSearch.LeastRowsForAnIndex
            ? fields.Candidates(query.Filter, touched.Length / ShareWorthAnIndex)
            : null;
        foreach (int row in few is null ? touched : few)
        {
            double score = row < sums.Length ? sums[row] / possible : 0;
            if (score > 0
                && score >= best.Worst
                && rows.ItemAt(row, stamp) is { } item
                && IsWanted(item, query)
                && best.Accepts(score, row)
                && among?.Contains(item.Id) != false
                && query.Filter?.Matches(item) != false)
            {
                best.Offer(score, row);
            }
        }

        foreach (int row in touched)
        {
            sums[row] = 0;
        }

        VectorMatch[] matches = best.ToArray();
        if (rented is not null)
        {
            ArrayPool<BestMatches.Entry>.Shared.Return(rented);
        }

        return matches;
    }

    private double[] TakeSums()
    {
        // One that is too short was of a smaller store.
        int bound = rows.Bound;
        while (_spareSums.TryTake(out double[]? sums))
        {
            if (sums.Length >= bound)
            {
                return sums;
            }
        }

        return new double[BitOperations.RoundUpToPowerOf2((uint)Math.Max(bound, LeastSums))];
    }

    private static void CheckNow(int step, CancellationToken cancellationToken)
    {
        if (step % RowsBetweenTokenChecks == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The rows of a scope, written down when they are first gone through.</summary>
    private ref struct Members(MemoryScope scope, ScopeEntry entry, long stamp, int[] buffer)
    {
        public readonly MemoryScope Scope => scope;

        public readonly ScopeEntry Entry => entry;

        public readonly long Stamp => stamp;

        public readonly int[] Buffer => buffer;

        /// <summary>Gets the number that all rows of the scope have, and no others; 0 where there is none such.</summary>
        public readonly int Owner { get; } = IsOfOneId(scope) && scope.UserId is not null ? entry.Owner?.Number ?? 0 : 0;

        public readonly bool NamesOneId => IsOfOneId(scope);

        public int Count { get; set; }

        public long Terms { get; set; }

        public bool IsWritten { get; set; }

        private static bool IsOfOneId(MemoryScope scope) =>
            (scope.UserId is null ? 0 : 1) + (scope.AgentId is null ? 0 : 1) + (scope.RunId is null ? 0 : 1) + (scope.AppId is null ? 0 : 1) == 1;
    }
}
