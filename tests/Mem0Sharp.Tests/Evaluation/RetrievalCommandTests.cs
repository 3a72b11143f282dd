namespace Mem0Sharp.Tests.Evaluation;

public sealed class RetrievalCommandTests
{
    [Fact]
    public async Task RunAsync_OverATinySet_EndsWithTheFiguresThatCanBeCountedByHand()
    {
        using EvaluationFixture fixture = new();

        int code = await fixture.RunAsync(
            "retrieval", fixture.Write("tiny.jsonl", TinyRetrieval.Lines), "--embedders", "lexical", "--modes", "keyword");

        code.Should().Be(0);
        fixture.Error.ToString().Should().BeEmpty();

        // Of four queries, one has no word of what answers it; the others find it first.
        fixture.Lines.TakeLast(5).Should().Equal(
            "retrieval.lexical.keyword.hit1 0.7500",
            "retrieval.lexical.keyword.r5 0.7500",
            "retrieval.lexical.keyword.r10 0.7500",
            "retrieval.lexical.keyword.mrr 0.7500",
            string.Empty);
        fixture.Lines.Should().ContainInOrder(
            "retrieval: 4 texts in 2 scopes. Questions: 4, 0 without evidence, 0 whose evidence no text carries, 4 asked,",
            "1 of them without a content word in common with any text that carries their evidence");
        Row(fixture, "people").Should().StartWith("people 2 lexical keyword 50.0 [9.5, 90.5] 50.0 [9.5, 90.5]");
        Row(fixture, "places").Should().StartWith("places 1 lexical keyword 100.0 [20.7, 100.0]");
        Row(fixture, "all").Should().StartWith("all 4 lexical keyword 75.0 [30.1, 95.4]");
        Row(fixture, "no word shared").Should().StartWith("no word shared 1 lexical keyword 0.0 [0.0, 79.3]");
    }

    [Fact]
    public async Task RunAsync_WithoutOptions_HasEachEmbedderAndMode()
    {
        using EvaluationFixture fixture = new();

        await fixture.RunAsync("retrieval", fixture.Write("tiny.jsonl", TinyRetrieval.Lines));

        fixture.Lines.Where(line => line.StartsWith("retrieval.", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).Should().Equal(
            from embedder in new[] { "lexical", "use-lite" }
            from mode in new[] { "keyword", "vector", "hybrid" }
            from metric in new[] { "hit1", "r5", "r10", "mrr" }
            select $"retrieval.{embedder}.{mode}.{metric}");
    }

    [Fact]
    public async Task RunAsync_WithTwoDocumentsOfTheSameText_FindsBoth()
    {
        using EvaluationFixture fixture = new();
        const string Twice = """
            {"id": "a", "text": "Nora plays the violin."}
            {"id": "b", "text": "Nora plays the violin."}
            {"query": "Who plays the violin?", "relevant": ["a", "b"]}
            """;

        await fixture.RunAsync("retrieval", fixture.Write("twice.jsonl", Twice), "--embedders", "lexical");

        fixture.Lines.Should().Contain("retrieval.lexical.keyword.r5 1.0000").And.Contain("retrieval.lexical.vector.r5 1.0000");
    }

    [Fact]
    public async Task RunAsync_WithALineThatIsMalformed_NamesTheLineAndIs1()
    {
        using EvaluationFixture fixture = new();

        int code = await fixture.RunAsync("retrieval", fixture.Write("broken.jsonl", TinyRetrieval.Lines + "\n{\"id\":"));

        code.Should().Be(1);
        fixture.Error.ToString().Should().Contain("Line 10: This is no JSON.");
        fixture.Out.ToString().Should().BeEmpty();
    }

    private static string Row(EvaluationFixture fixture, string name) => string.Join(
        ' ',
        fixture.Lines.First(line => line.StartsWith($"{name,-15}", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
