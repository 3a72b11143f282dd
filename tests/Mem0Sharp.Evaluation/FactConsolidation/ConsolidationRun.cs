namespace Mem0Sharp.Evaluation;

/// <summary>Adds the facts of a source in their order, as they are, to a scope of their own, then asks the questions about them.</summary>
internal sealed class ConsolidationRun(Memory memory, EvaluationConsole console)
{
    private const int Top = 10;

    public async Task<ConsolidationResult> RunAsync(ConsolidationSource source, CancellationToken cancellationToken)
    {
        ConsolidationResult result = new(source);
        MemoryScope scope = MemoryScope.ForUser(source.Name);
        ProgressLine progress = new(console, source.Facts.Count + source.Questions.Count);
        foreach (string fact in source.Facts)
        {
            MemoryAddResult added = await memory.AddAsync(fact, scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, cancellationToken);
            result.Refused += added.Facts.Count(outcome => outcome.Outcome != FactOutcome.Added);
            progress.Step($"facts added ({source.Name})");
        }

        KeywordIndex keywords = new(source.Facts);
        foreach (ConsolidationQuestion question in source.Questions)
        {
            CountKeywords(result, keywords, question);
            await CountSearchesAsync(result, scope, question, cancellationToken);
            progress.Step($"questions asked ({source.Name})");
        }

        progress.Clear();
        return result;
    }

    private static void CountKeywords(ConsolidationResult result, KeywordIndex keywords, ConsolidationQuestion question)
    {
        IReadOnlyList<string> facts = result.Source.Facts;
        IReadOnlyList<(int Text, double Score)> hits = keywords.Search(question.Text, NearTies.Depth);
        IReadOnlyList<int[]> ties = NearTies.Find(question.Text, hits.Count, place => (facts[hits[place].Text], hits[place].Score));
        result.Keywords += IsAnswered(question, hits.Select(hit => facts[hit.Text]));
        result.KeywordsNewest += IsAnswered(question, NearTies.NewestFirst(hits, ties, hit => hit.Text).Select(hit => facts[hit.Text]));
    }

    private async Task CountSearchesAsync(
        ConsolidationResult result, MemoryScope scope, ConsolidationQuestion question, CancellationToken cancellationToken)
    {
        MemorySearchResults byScore = await SearchAsync(new MemorySearchOptions { Top = NearTies.Depth, NewestAmongNearTies = false });
        MemorySearchResults newest = await SearchAsync(new MemorySearchOptions { Top = Top, NewestAmongNearTies = true });
        MemorySearchResults byDefault = await SearchAsync(new MemorySearchOptions { Top = Top });
        MemorySearchOptions nearest = new() { Mode = MemorySearchMode.Vector, Top = Top, NewestAmongNearTies = false };
        result.Vectors += IsAnswered(question, Texts(await SearchAsync(nearest)));
        result.VectorsNewest += IsAnswered(question, Texts(await SearchAsync(new MemorySearchOptions { Mode = MemorySearchMode.Vector, Top = Top })));
        result.Score += IsAnswered(question, Texts(byScore));
        result.Newest += IsAnswered(question, Texts(newest));
        result.Default += IsAnswered(question, Texts(byDefault));
        result.InFirstTen += Texts(byScore).Take(Top).Any(question.IsAnsweredBy) ? 1 : 0;
        int[]? first = NearTies.Find(question.Text, byScore.Count, place => (byScore[place].Item.Text, byScore[place].Score))
            .FirstOrDefault(places => places[0] == 0);
        bool isTied = first is not null && first.Skip(1).Any(place => question.IsAnsweredBy(byScore[place].Item.Text));
        result.NearTied += isTied && IsAnswered(question, Texts(byScore)) == 0 ? 1 : 0;

        Task<MemorySearchResults> SearchAsync(MemorySearchOptions options) =>
            memory.SearchAsync(question.Text, scope, options, cancellationToken);
    }

    private static IEnumerable<string> Texts(MemorySearchResults results) => results.Select(result => result.Item.Text);

    private static int IsAnswered(ConsolidationQuestion question, IEnumerable<string> hits) =>
        hits.FirstOrDefault() is { } first && question.IsAnsweredBy(first) ? 1 : 0;
}
