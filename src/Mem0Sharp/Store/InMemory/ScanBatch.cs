namespace Mem0Sharp;

/// <summary>Questions that are answered in one pass over the rows.</summary>
internal sealed class ScanBatch
{
    /// <summary>Most at once: their products with a page of rows stay in the cache.</summary>
    public const int MostQueries = 24;

    private readonly ReadOnlyMemory<short> _codes;

    /// <summary>Puts questions together.</summary>
    /// <param name="queries">The questions, 1 or more.</param>
    public ScanBatch(ScanQuery[] queries)
        : this(queries, queries.Length > 1 ? queries[0].Join(queries) : default)
    {
    }

    private ScanBatch(ScanQuery[] queries, ReadOnlyMemory<short> codes) => (Queries, _codes) = (queries, codes);

    /// <summary>Gets the questions.</summary>
    public ScanQuery[] Queries { get; }

    /// <summary>Gets the codes of all, one question after the other.</summary>
    public ReadOnlySpan<short> Codes => Queries.Length == 1 ? Queries[0].Codes : _codes.Span;

    /// <summary>Makes the same questions for another thread, which looks at other rows.</summary>
    /// <param name="parts">What that thread keeps what it finds in, one for each question.</param>
    public ScanBatch Share(ScanQuery[] parts)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i].Share(Queries[i]);
        }

        return parts.Length == 1 ? parts[0].Alone : new ScanBatch(parts, _codes);
    }

    /// <summary>Adds what another thread found.</summary>
    public void Absorb(ScanBatch part)
    {
        for (int i = 0; i < Queries.Length; i++)
        {
            Queries[i].Absorb(part.Queries[i]);
        }
    }
}
