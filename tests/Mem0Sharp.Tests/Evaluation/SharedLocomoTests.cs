using Mem0Sharp.Evaluation;
using Mem0Sharp.Tests.Conventions;

namespace Mem0Sharp.Tests.Evaluation;

/// <summary>The data that the figures in docs/measurements.md are of. It is not in the repository, so where it is missing nothing is tested.</summary>
public sealed class SharedLocomoTests
{
    private static readonly string Shared = Path.Combine(RepositoryLayout.Root, "..", "shared");

    [Theory]
    [InlineData("facts", 1210, 820)]
    [InlineData("turns", 2760, 997)]
    [InlineData("sessions", 128, 997)]
    public void Of_EachUnit_HasAsManyTextsAndQuestionsAsTheFiguresAreOf(string unit, int texts, int questions)
    {
        IReadOnlyList<RetrievalScope> scopes = Scopes(unit);

        scopes.Sum(scope => scope.Documents.Count).Should().Be(texts);
        scopes.Sum(scope => scope.Counted.Count).Should().Be(questions);
        scopes.SelectMany(scope => scope.Documents).Max(document => document.Text.Length).Should().BeLessThan(MemoryLimits.TextLength);
    }

    [Theory]
    [InlineData("facts")]
    [InlineData("turns")]
    public void Contains_OfTheVectors_IsTrueForEachTextAndQuestion(string unit)
    {
        EmbeddingFile vectors = EmbeddingFile.Read(File.ReadAllBytes(PathOf("models", "vectors", "use-lite.locomo10.emb8")));

        IEnumerable<string> texts = Scopes(unit).SelectMany(
            scope => scope.Documents.Select(document => document.Text).Concat(scope.Counted.Select(question => question.Text)));

        texts.Should().OnlyContain(text => vectors.Contains(text));
    }

    private static IReadOnlyList<RetrievalScope> Scopes(string unit)
    {
        using FileStream json = File.OpenRead(PathOf("data", "locomo-dev.json"));
        return LocomoUnits.Of(unit, LocomoFile.Read(json)).Scopes;
    }

    private static string PathOf(params string[] names)
    {
        string path = Path.Combine([Shared, .. names]);
        Assert.SkipUnless(File.Exists(path), $"{names[^1]} is not beside this repository.");
        return path;
    }
}
