namespace Mem0Sharp.Evaluation;

/// <summary>Texts that are searched together, and the questions about them: no question finds a text of another scope.</summary>
/// <param name="id">Whose memories they become.</param>
/// <param name="documents">The texts, in the order in which they are added.</param>
/// <param name="questions">All questions that the data has.</param>
internal sealed class RetrievalScope(string id, IReadOnlyList<RetrievalDocument> documents, IReadOnlyList<RetrievalQuestion> questions)
{
    private readonly ILookup<string, RetrievalDocument> _carriers = documents
        .SelectMany(document => document.Evidence, (document, evidence) => (document, evidence))
        .ToLookup(carried => carried.evidence, carried => carried.document, StringComparer.Ordinal);

    public string Id => id;

    public MemoryScope Scope { get; } = MemoryScope.ForUser(id);

    public IReadOnlyList<RetrievalDocument> Documents => documents;

    public IReadOnlyList<RetrievalQuestion> Questions => questions;

    /// <summary>Gets the questions that count: those with evidence that a text carries, with no more than that evidence.</summary>
    /// <remarks>Taken from the texts, not from the memories that they became: a text that was lost on the way is a miss.</remarks>
    public IReadOnlyList<RetrievalQuestion> Counted { get; } = CountedOf(documents, questions);

    /// <summary>Looks whether a question has any word in common with the texts that carry its evidence.</summary>
    /// <remarks>Words as the library's keyword index has them: stems, without stop words. Where there is none, words find no evidence.</remarks>
    public bool SharesWord(RetrievalQuestion question)
    {
        HashSet<string> asked = TermsOf(question.Text);
        return question.Evidence.SelectMany(evidence => _carriers[evidence]).Distinct().Any(document => asked.Overlaps(TermsOf(document.Text)));
    }

    private static RetrievalQuestion[] CountedOf(IReadOnlyList<RetrievalDocument> documents, IReadOnlyList<RetrievalQuestion> questions)
    {
        HashSet<string> carried = new(documents.SelectMany(document => document.Evidence), StringComparer.Ordinal);
        return
        [
            .. questions
                .Select(question => question with { Evidence = question.Evidence.Where(carried.Contains).ToHashSet(StringComparer.Ordinal) })
                .Where(question => question.Evidence.Count > 0),
        ];
    }

    private static HashSet<string> TermsOf(string text)
    {
        using KeywordTerms terms = KeywordTerms.Of(text);
        HashSet<string> words = new(terms.Count, StringComparer.Ordinal);
        for (int place = 0; place < terms.Count; place++)
        {
            words.Add(terms[place].ToString());
        }

        return words;
    }
}
