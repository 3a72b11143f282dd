using System.Runtime.InteropServices;

namespace Mem0Sharp;

/// <summary>Which rows have which terms: an inverted index, and the terms of each row, by which it is taken out again.</summary>
/// <remarks>
/// Rows are numbered without gaps, as the vectors' are. A term that no row has any longer is forgotten, its word with it: what the index
/// holds are the words of the texts that are there now. A text of n different terms is added and removed in n steps, and a row that
/// moves takes as many as it has terms. Some 16 bytes for each term of a row, and about 120 for each different term. Not thread-safe.
/// </remarks>
internal sealed class KeywordTable
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _numberOf;
    private readonly List<TermRows> _terms = [];
    private readonly List<int> _free = [];
    private readonly List<RowTerm[]> _rows = [];
    private readonly List<int> _lengths = [];

    public KeywordTable() => _numberOf = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Gets how many different terms the rows have.</summary>
    public int TermCount => _numbers.Count;

    /// <summary>Gets how many terms the text of a row has, repetitions among them.</summary>
    public int LengthOf(int row) => _lengths[row];

    /// <summary>Gets the rows that have a term; none when no row has it.</summary>
    public ReadOnlySpan<RowCount> RowsWith(ReadOnlySpan<char> term, out int number) =>
        _numberOf.TryGetValue(term, out number) ? CollectionsMarshal.AsSpan(_terms)[number].Rows : [];

    /// <summary>Gets how often the text of a row has a term, 0 or more.</summary>
    public int OccurrencesIn(int row, int number)
    {
        RowTerm[] terms = _rows[row];
        int at = Find(terms, number);
        return at < 0 ? 0 : CollectionsMarshal.AsSpan(_terms)[number].Rows[terms[at].Place].Occurrences;
    }

    /// <summary>Adds a row behind the last one.</summary>
    public void Append(string text)
    {
        _rows.Add([]);
        _lengths.Add(0);
        Fill(_rows.Count - 1, text);
    }

    /// <summary>Gives a row another text.</summary>
    public void Replace(int row, string text)
    {
        Empty(row);
        Fill(row, text);
    }

    /// <summary>Removes a row; the last one takes its place.</summary>
    public void SwapRemove(int row)
    {
        Empty(row);
        int last = _rows.Count - 1;
        if (row != last)
        {
            Span<TermRows> terms = CollectionsMarshal.AsSpan(_terms);
            foreach (RowTerm term in _rows[last])
            {
                terms[term.Term].Renumber(term.Place, row);
            }

            _rows[row] = _rows[last];
            _lengths[row] = _lengths[last];
        }

        _rows.RemoveAt(last);
        _lengths.RemoveAt(last);
    }

    private static int Find(ReadOnlySpan<RowTerm> terms, int number)
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

    private void Fill(int row, string text)
    {
        using KeywordTerms terms = KeywordTerms.Of(text);
        RowTerm[] own = terms.Count == 0 ? [] : new RowTerm[terms.Count];
        for (int i = 0; i < own.Length; i++)
        {
            int number = NumberOf(terms[i]);
            own[i] = new RowTerm(number, CollectionsMarshal.AsSpan(_terms)[number].Add(new RowCount(row, terms.Occurrences(i))));
        }

        Array.Sort(own, static (left, right) => left.Term.CompareTo(right.Term));
        _rows[row] = own;
        _lengths[row] = terms.Length;
    }

    private void Empty(int row)
    {
        foreach (RowTerm term in _rows[row])
        {
            ref TermRows rows = ref CollectionsMarshal.AsSpan(_terms)[term.Term];
            if (rows.RemoveAt(term.Place) is { } moved)
            {
                RowTerm[] others = _rows[moved];
                others[Find(others, term.Term)] = term;
            }

            if (rows.Count == 0)
            {
                _numbers.Remove(rows.Term);
                rows = default;
                _free.Add(term.Term);
            }
        }

        _rows[row] = [];
        _lengths[row] = 0;
    }

    private int NumberOf(ReadOnlySpan<char> term)
    {
        if (_numberOf.TryGetValue(term, out int number))
        {
            return number;
        }

        string word = term.ToString();
        if (_free.Count > 0)
        {
            number = _free[^1];
            _free.RemoveAt(_free.Count - 1);
            _terms[number] = new TermRows(word);
        }
        else
        {
            number = _terms.Count;
            _terms.Add(new TermRows(word));
        }

        _numbers.Add(word, number);
        return number;
    }
}
