using System.Buffers;

namespace Mem0Sharp;

/// <summary>A list that starts in the caller's scratch and grows into pooled arrays.</summary>
/// <param name="scratch">Memory for the first terms.</param>
internal ref struct LexicalTermList(Span<LexicalTerm> scratch) : IDisposable
{
    private Span<LexicalTerm> _terms = scratch;
    private LexicalTerm[]? _rented;
    private int _count;

    /// <summary>Gets the terms added so far, in a place that the next <see cref="Add"/> may leave.</summary>
    public readonly Span<LexicalTerm> Terms => _terms[.._count];

    /// <summary>Adds <paramref name="term"/> at the end.</summary>
    public void Add(LexicalTerm term)
    {
        if (_count == _terms.Length)
        {
            Grow();
        }

        _terms[_count++] = term;
    }

    /// <summary>Returns the pooled array, if there is one.</summary>
    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<LexicalTerm>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private void Grow()
    {
        LexicalTerm[] larger = ArrayPool<LexicalTerm>.Shared.Rent(Math.Max(64, _count * 2));
        _terms.CopyTo(larger);
        Dispose();
        _rented = larger;
        _terms = larger;
    }
}
