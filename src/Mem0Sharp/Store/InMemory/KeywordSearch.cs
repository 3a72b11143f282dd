using System.Buffers;
using System.Collections.Concurrent;
using System.Numerics;

namespace Mem0Sharp;

/// <summary>Ranks the memories of a scope by the words that they share with a text.</summary>
/// <remarks>
/// For each word, either all rows that have it are looked at or all rows of the scope, whichever are fewer: a word that everybody uses
/// costs a small scope nothing, and a rare word costs a large one nothing. How often a word occurs, how many memories there are and how
/// long they are is counted within the scope alone, and added up in the order of the words: others' memories change no bit of a score.
/// Many may search at once, while nothing is changed.
/// </remarks>
internal sealed class KeywordSearch(List<MemoryItem> items, ScopePostings postings, KeywordTable keywords)
{
    private const int RowsBetweenTokenChecks = 1024;
    private const int StackTop = 64;
    private const int LeastSums = 256;

    // One sum for each row of the store, all zero between searches: a search touches those of its matches and cleans them after it.
    private readonly ConcurrentBag<double[]> _spareSums = [];

    public VectorMatch[] Search(KeywordQuery query, CancellationToken cancellationToken)
    {
        using KeywordTerms terms = KeywordTerms.Of(query.Text);
        if (terms.Count == 0 || postings.MostSelective(query.Scope) is not { } rows)
        {
            return [];
        }

        int most = rows.Rows.Count;
        int[] members = ArrayPool<int>.Shared.Rent(most);
        int[] touched = ArrayPool<int>.Shared.Rent(most);
        RowCount[] hits = ArrayPool<RowCount>.Shared.Rent(most);
        double[] sums = TakeSums();
        try
        {
            Members scope = MembersOf(query.Scope, rows, members, cancellationToken);
            int count = 0;
            double possible = 0;
            for (int i = 0; i < terms.Count && scope.Terms > 0; i++)
            {
                ReadOnlySpan<RowCount> having = keywords.RowsWith(terms[i], out int number);
                int found = having.Length <= scope.Count
                    ? FindAmong(having, query.Scope, hits, cancellationToken)
                    : FindIn(scope.Written(rows), number, hits, cancellationToken);
                double weight = Bm25.Weight(scope.Count, found);
                possible += weight * Bm25.MostSaturation;
                foreach (RowCount hit in hits.AsSpan(0, found))
                {
                    ref double sum = ref sums[hit.Row];
                    if (sum == 0)
                    {
                        touched[count++] = hit.Row;
                    }

                    sum += weight * Bm25.Saturation(hit.Occurrences, keywords.LengthOf(hit.Row), (double)scope.Terms / scope.Count);
                }
            }

            VectorMatch[] best = Best(query, touched.AsSpan(0, count), sums, possible);

            // Not in the finally: sums that were left half done are let go.
            _spareSums.Add(sums);
            return best;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(members);
            ArrayPool<int>.Shared.Return(touched);
            ArrayPool<RowCount>.Shared.Return(hits);
        }
    }

    /// <summary>Counts the memories of a scope and their terms.</summary>
    private Members MembersOf(MemoryScope scope, ScopeRows rows, int[] buffer, CancellationToken cancellationToken)
    {
        if (NamesOneId(scope))
        {
            return new Members(buffer, rows.Rows.Count, rows.Terms, isWritten: false);
        }

        int count = 0;
        int step = 0;
        long terms = 0;
        foreach (int row in rows.Rows)
        {
            CheckNow(step++, cancellationToken);
            if (scope.Contains(items[row]))
            {
                buffer[count++] = row;
                terms += keywords.LengthOf(row);
            }
        }

        return new Members(buffer, count, terms, isWritten: true);
    }

    /// <summary>Finds those of the rows that have a term which are of a scope.</summary>
    private int FindAmong(ReadOnlySpan<RowCount> having, MemoryScope scope, RowCount[] hits, CancellationToken cancellationToken)
    {
        int count = 0;
        for (int i = 0; i < having.Length; i++)
        {
            CheckNow(i, cancellationToken);
            if (scope.Contains(items[having[i].Row]))
            {
                hits[count++] = having[i];
            }
        }

        return count;
    }

    /// <summary>Finds those of a scope's rows that have a term.</summary>
    private int FindIn(ReadOnlySpan<int> members, int term, RowCount[] hits, CancellationToken cancellationToken)
    {
        int count = 0;
        for (int i = 0; i < members.Length; i++)
        {
            CheckNow(i, cancellationToken);
            if (keywords.OccurrencesIn(members[i], term) is > 0 and var occurrences)
            {
                hits[count++] = new RowCount(members[i], occurrences);
            }
        }

        return count;
    }

    /// <summary>Takes the best of the rows that have any of the terms, and cleans their sums.</summary>
    private VectorMatch[] Best(KeywordQuery query, ReadOnlySpan<int> touched, double[] sums, double possible)
    {
        int top = Math.Min(query.Top, touched.Length);
        BestMatches.Entry[]? rented = null;
        Span<BestMatches.Entry> heap = top <= StackTop
            ? stackalloc BestMatches.Entry[StackTop]
            : rented = ArrayPool<BestMatches.Entry>.Shared.Rent(top);
        BestMatches best = new(heap[..top], items);
        HashSet<string>? among = query.MemoryIds?.ToHashSet(StringComparer.Ordinal);
        foreach (int row in touched)
        {
            double score = sums[row] / possible;
            sums[row] = 0;
            MemoryItem item = items[row];
            if (!(query.ActiveAt is { } now && item.IsExpired(now))
                && !(item.Trust < query.MinTrust)
                && best.Accepts(score, row)
                && among?.Contains(item.Id) != false
                && query.Filter?.Matches(item) != false)
            {
                best.Offer(score, row);
            }
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
        while (_spareSums.TryTake(out double[]? sums))
        {
            if (sums.Length >= items.Count)
            {
                return sums;
            }
        }

        return new double[BitOperations.RoundUpToPowerOf2((uint)Math.Max(items.Count, LeastSums))];
    }

    private static void CheckNow(int step, CancellationToken cancellationToken)
    {
        if (step % RowsBetweenTokenChecks == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static bool NamesOneId(MemoryScope scope) =>
        (scope.UserId is null ? 0 : 1) + (scope.AgentId is null ? 0 : 1) + (scope.RunId is null ? 0 : 1) + (scope.AppId is null ? 0 : 1) == 1;

    /// <summary>The rows of a scope, written down when they are first gone through.</summary>
    private ref struct Members(int[] buffer, int count, long terms, bool isWritten)
    {
        private bool _isWritten = isWritten;

        public readonly int Count => count;

        public readonly long Terms => terms;

        public ReadOnlySpan<int> Written(ScopeRows rows)
        {
            if (!_isWritten)
            {
                rows.Rows.CopyTo(buffer);
                _isWritten = true;
            }

            return buffer.AsSpan(0, count);
        }
    }
}
