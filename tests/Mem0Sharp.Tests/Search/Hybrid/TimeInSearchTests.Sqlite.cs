using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Search.Hybrid;

/// <content>The bytes of the file.</content>
public sealed partial class TimeInSearchTests
{
    [Fact]
    public async Task SearchAsync_WithEverySignalOfTime_WritesNothing()
    {
        string memoryId = (await AddAsync("tea with Ann", daysAgo: 1)).Facts.Single().Item!.Id;
        await AddAsync("tea with Ben", daysAgo: 20);
        FileRows rows = FileRows.Of(_fixture);
        byte[][] unasked = await FilesAsync(_ => Task.CompletedTask);

        byte[][] asked = await FilesAsync(AskAsync);

        asked.Should().BeEquivalentTo(unasked, options => options.WithStrictOrdering());
        FileRows.Of(_fixture).Rows.Should().Be(rows.Rows);
        byte[][] rated = await FilesAsync(memory => memory.FeedbackAsync(memoryId, MemoryFeedback.Positive, cancellationToken: Token));
        rated.Should().NotBeEquivalentTo(unasked, options => options.WithStrictOrdering(), "feedback is a write");

        async Task AskAsync(Memory memory)
        {
            foreach (string question in (string[])["Who has tea now?", "Who had tea yesterday?", "Who had tea before May 2025?", "Who has tea now?"])
            {
                (await memory.SearchAsync(question, Alice, ByScore(Month, Month), Token)).Should().HaveCount(2);
                _fixture.Time.Advance(Month);
            }
        }
    }

    /// <summary>Opens the file, does something, closes it, and reads its bytes and those of what is beside it.</summary>
    private async Task<byte[][]> FilesAsync(Func<Memory, Task> work)
    {
        await _fixture.ReopenAsync();
        await _fixture.Memory.CountAsync(Alice, cancellationToken: Token);
        await work(_fixture.Memory);
        await _fixture.Memory.DisposeAsync();
        return
        [
            .. Directory.GetFiles(System.IO.Path.GetDirectoryName(_fixture.Path)!).Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
        ];
    }
}
