using System.Collections.Concurrent;

namespace Mem0Sharp;

/// <summary>Which rows have which terms: an inverted index, and the terms of each row, by which it is taken out again.</summary>
/// <remarks>
/// One thread writes; any number reads meanwhile. A reader may find rows that its state of the store does not have, and leaves them out
/// itself; a row must not be taken out before nobody can see it. A term that no row has any longer is forgotten, its word with it: what the index
/// holds are the words of the texts that are there now. A text of n different terms is added and removed in n steps. Some 20 bytes for each
/// term of a row, and about 200 for each different term.
/// </remarks>
internal sealed class KeywordTable
{
    private const int SegmentBits = 10;
    private readonly ConcurrentDictionary<string, TermList> _lists = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TermList>.AlternateLookup<ReadOnlySpan<char>> _listOf;
    private readonly List<TermList?> _numbered = [];
    private readonly Stack<int> _free = new();
    private RowTerm[]?[][] _rows = [];

    public KeywordTable() => _listOf = _lists.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Gets how many different terms the rows have.</summary>
    public int TermCount => _lists.Count;

    /// <summary>Gets a term and the rows that have it; null when none has.</summary>
    public TermList? Find(ReadOnlySpan<char> term) => _listOf.TryGetValue(term, out TermList? list) ? list : null;

    /// <summary>Gets how often the text of a row has a term, 0 or more.</summary>
    /// <param name="row">A row that the reader's state has.</param>
    /// <param name="number">The term's number.</param>
    public int OccurrencesIn(int row, int number)
    {
        RowTerm[] terms = TermsOf(row);
        int at = Find(terms, number);
        return at < 0 ? 0 : terms[at].Occurrences;
    }

    /// <summary>Adds a row.</summary>
    /// <returns>How many terms its text has, repetitions among them.</returns>
    public int Add(int row, string text)
    {
        using KeywordTerms terms = KeywordTerms.Of(text);
        RowTerm[] own = terms.Count == 0 ? [] : new RowTerm[terms.Count];
        for (int i = 0; i < own.Length; i++)
        {
            own[i] = Add(row, ListOf(terms[i]), terms.Occurrences(i));
        }

        SetSorted(row, own);
        return terms.Length;
    }

    /// <summary>Adds a row with a text whose terms were found before.</summary>
    /// <returns>How many terms its text has, repetitions among them.</returns>
    public int Add(int row, TermBatch batch, int text)
    {
        int count = batch.Count(text);
        RowTerm[] own = count == 0 ? [] : new RowTerm[count];
        for (int i = 0; i < own.Length; i++)
        {
            TermList list = batch.Known(text, i) is { } known && IsHere(known) ? known : ListOf(batch.Term(text, i));
            own[i] = Add(row, list, batch.Occurrences(text, i));
        }

        SetSorted(row, own);
        return batch.Length(text);
    }

    /// <summary>Adds a row with the same text as another one.</summary>
    public void Copy(int row, int to)
    {
        RowTerm[] terms = TermsOf(row);
        RowTerm[] own = terms.Length == 0 ? [] : new RowTerm[terms.Length];
        for (int i = 0; i < own.Length; i++)
        {
            own[i] = terms[i] with { Place = _numbered[terms[i].Term]!.Rows.Add(to, terms[i].Occurrences) };
        }

        Set(to, own);
    }

    /// <summary>Takes out a row that nobody can see.</summary>
    public void Remove(int row)
    {
        foreach (RowTerm term in TermsOf(row))
        {
            TermList list = _numbered[term.Term]!;
            list.Rows.RemoveAt(term.Place);
            if (list.Rows.Live == 0)
            {
                _lists.TryRemove(list.Term, out _);
                _numbered[term.Term] = null;
                _free.Push(term.Term);
            }
            else if (list.Rows.IsSparse)
            {
                list.Rows.Compact((moved, place) => Move(moved, list.Number, place));
            }
        }

        Set(row, []);
    }

    // Between finding and adding a term, another may have got its number, or the index be another one.
    private bool IsHere(TermList list) => list.Number < _numbered.Count && ReferenceEquals(_numbered[list.Number], list);

    private static RowTerm Add(int row, TermList list, int occurrences) =>
        new() { Term = list.Number, Occurrences = occurrences, Place = list.Rows.Add(row, occurrences) };

    private static int Find(RowTerm[] terms, int number)
    {
        int low = 0;
        int high = terms.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int found = terms[middle].Term;
            if (found == number)
            {
                return middle;
            }

            (low, high) = found < number ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    private RowTerm[] TermsOf(int row)
    {
        RowTerm[]?[][] rows = Volatile.Read(ref _rows);
        return row >> SegmentBits < rows.Length && Volatile.Read(ref rows[row >> SegmentBits][row & ((1 << SegmentBits) - 1)]) is { } terms ? terms : [];
    }

    private void SetSorted(int row, RowTerm[] terms)
    {
        terms.AsSpan().Sort(static (left, right) => left.Term.CompareTo(right.Term));
        Set(row, terms);
    }

    private void Set(int row, RowTerm[] terms)
    {
        int segment = row >> SegmentBits;
        if (segment >= _rows.Length)
        {
            RowTerm[]?[][] larger = new RowTerm[]?[segment + 1][];
            _rows.CopyTo(larger, 0);
            for (int added = _rows.Length; added <= segment; added++)
            {
                larger[added] = new RowTerm[]?[1 << SegmentBits];
            }

            Volatile.Write(ref _rows, larger);
        }

        Volatile.Write(ref _rows[segment][row & ((1 << SegmentBits) - 1)], terms);
    }

    private void Move(int row, int number, int place)
    {
        // The row that is being taken out is among them no more.
        RowTerm[] terms = TermsOf(row);
        terms[Find(terms, number)].Place = place;
    }

    private TermList ListOf(ReadOnlySpan<char> term)
    {
        if (_listOf.TryGetValue(term, out TermList? known))
        {
            return known;
        }

        if (!_free.TryPop(out int number))
        {
            number = _numbered.Count;
            _numbered.Add(null);
        }

        TermList made = new(term.ToString(), number);
        _numbered[number] = made;
        _lists.TryAdd(made.Term, made);
        return made;
    }
}
