using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class RetrievalFileTests
{
    private const string Good = "{\"id\":\"a\",\"text\":\"t\"}\n{\"query\":\"q\",\"relevant\":[\"a\"]}";

    [Fact]
    public async Task ReadAsync_OfDocumentsAndQueries_HasThemByScope()
    {
        IReadOnlyList<RetrievalScope> scopes = await ReadAsync(TinyRetrieval.Lines);

        scopes.Select(scope => scope.Id).Should().Equal("all", "other");
        scopes[0].Documents.Select(document => document.Id).Should().Equal("violin", "bees", "lighthouse");
        scopes[0].Documents[1].Text.Should().Be("Theo keeps bees on the roof.");
        scopes[0].Documents[1].Evidence.Should().Equal("bees");
        scopes[0].Questions.Select(question => question.Text).Should().Equal("Who plays the violin?", "Who is busy?", "What is on the roof?");
        scopes[0].Questions[1].Category.Should().Be("people");
        scopes[0].Questions[1].Evidence.Should().BeEquivalentTo("bees", "violin");
        scopes[0].Questions[2].Category.Should().BeNull();
        scopes[1].Questions.Select(question => question.Text).Should().Equal("Who plays the violin in Vienna?");
    }

    [Theory]
    [InlineData("", "holds 0 documents and 0 queries")]
    [InlineData("{\"id\":\"a\",\"text\":\"t\"}", "holds 1 documents and 0 queries")]
    [InlineData("\n{", "Line 2: This is no JSON")]
    [InlineData("[]", "Line 1: This is neither a document")]
    [InlineData("{\"text\":\"t\"}", "Line 1: This is neither a document")]
    [InlineData("{\"id\":\"a\",\"query\":\"q\"}", "Line 1: This is neither a document")]
    [InlineData("{\"id\":\"a\"}", "Line 1: 'text' is missing")]
    [InlineData("{\"id\":1,\"text\":\"t\"}", "Line 1: 'id' has something that is no text")]
    [InlineData("{\"id\":\"a\",\"text\":\" \"}", "Line 1: 'text' has something that is no text")]
    [InlineData("{\"id\":\"a\",\"text\":\"t\",\"scope\":2}", "Line 1: 'scope' has something that is no text")]
    [InlineData("{\"id\":\"a\",\"text\":\"t\",\"scope\":\"b c\"}", "Line 1: *white space")]
    [InlineData("{\"query\":\"q\"}", "Line 1: 'relevant' is no list")]
    [InlineData("{\"query\":\"q\",\"relevant\":\"a\"}", "Line 1: 'relevant' is no list")]
    [InlineData("{\"query\":\"q\",\"relevant\":[]}", "Line 1: 'relevant' is no list")]
    [InlineData("{\"query\":\"q\",\"relevant\":[1]}", "Line 1: 'relevant' has something that is no text")]
    [InlineData("{\"query\":\"\",\"relevant\":[\"a\"]}", "Line 1: 'query' has something that is no text")]
    [InlineData(Good + "\n{\"id\":\"a\",\"text\":\"u\"}", "Line 3: There is another document 'a'")]
    [InlineData(Good + "\n\n{\"query\":\"q\",\"relevant\":[\"a\",\"b\"]}", "Line 4: There is no document 'b'")]
    [InlineData(
        Good + "\n{\"id\":\"b\",\"text\":\"u\",\"scope\":\"c\"}\n{\"query\":\"q\",\"relevant\":[\"a\",\"b\"]}", "Line 4: The relevant documents are of different scopes")]
    public async Task ReadAsync_OfWhatIsInAnotherFormat_SaysWhatAndWhere(string lines, string message)
    {
        Func<Task> read = () => ReadAsync(lines);

        await read.Should().ThrowAsync<FormatException>().WithMessage($"*{message}*");
    }

    [Fact]
    public async Task ReadAsync_OfATextThatNoMemoryHolds_NamesTheLine()
    {
        Func<Task> read = () => ReadAsync($$"""{"id":"a","text":"{{new string('t', MemoryLimits.TextLength + 1)}}"}""");

        await read.Should().ThrowAsync<FormatException>().WithMessage("Line 1: *100001 characters*");
    }

    private static Task<IReadOnlyList<RetrievalScope>> ReadAsync(string lines) =>
        RetrievalFile.ReadAsync(new StringReader(lines), TestContext.Current.CancellationToken);
}
