namespace Mem0Sharp;

/// <summary>The terms of several texts, found by one thread so that another, which changes the index, has only to add them.</summary>
/// <remarks>
/// Where the index has a term already, it stands here as the index has it. That is looked at again when it is added: meanwhile it may have been
/// forgotten. Made by one thread; afterwards it does not change.
/// </remarks>
/// <param name="index">Finds the terms that are known.</param>
internal sealed class TermBatch(KeywordTable index)
{
    private readonly List<(int First, int Count, int Length)> _texts = [];
    private readonly List<(TermList? Known, int Start, int Length, int Occurrences)> _terms = [];
    private char[] _characters = new char[4_096];
    private int _used;

    /// <summary>Adds a text.</summary>
    public void Add(string text)
    {
        using KeywordTerms terms = KeywordTerms.Of(text);
        _texts.Add((_terms.Count, terms.Count, terms.Length));
        for (int i = 0; i < terms.Count; i++)
        {
            ReadOnlySpan<char> term = terms[i];
            TermList? known = index.Find(term);
            if (known is null)
            {
                Write(term);
                _terms.Add((null, _used - term.Length, term.Length, terms.Occurrences(i)));
            }
            else
            {
                _terms.Add((known, 0, 0, terms.Occurrences(i)));
            }
        }
    }

    /// <summary>Adds what has no terms, so that each change has its place.</summary>
    public void AddNone() => _texts.Add((_terms.Count, 0, 0));

    /// <summary>Gets how many different terms a text has.</summary>
    public int Count(int text) => _texts[text].Count;

    /// <summary>Gets how many terms a text has, repetitions among them.</summary>
    public int Length(int text) => _texts[text].Length;

    /// <summary>Gets how often a term occurs.</summary>
    public int Occurrences(int text, int place) => _terms[_texts[text].First + place].Occurrences;

    /// <summary>Gets a term as the index had it; null where it had none.</summary>
    public TermList? Known(int text, int place) => _terms[_texts[text].First + place].Known;

    /// <summary>Gets a term, in the order that its text's have.</summary>
    public ReadOnlySpan<char> Term(int text, int place)
    {
        (TermList? known, int start, int length, _) = _terms[_texts[text].First + place];
        return known is null ? _characters.AsSpan(start, length) : known.Term;
    }

    private void Write(ReadOnlySpan<char> term)
    {
        if (_used + term.Length > _characters.Length)
        {
            Array.Resize(ref _characters, Math.Max(_used + term.Length, _characters.Length * 2));
        }

        term.CopyTo(_characters.AsSpan(_used));
        _used += term.Length;
    }
}
