namespace Mem0Sharp.Chroma.Tests;

/// <summary>Chroma writes without conditions: a host that is late must not bring back what is older.</summary>
public sealed class LateHostTests(SharedServer server)
{
    private static readonly EmbeddingSpace Space = new("model", 2);
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");
    private static readonly MemoryScope Bob = MemoryScope.ForUser("bob");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ApplyAsync_OfAHostThatIsLate_LeavesWhatIsNewer(bool diesThen)
    {
        ChromaStoreOptions options = await server.OptionsAsync();
        using InterruptingHandler handler = new();
        using HttpClient http = new(handler);
        await using ChromaVectorStore late = new(options, http);
        await using ChromaVectorStore other = new(options);
        await late.OpenAsync(Space, Token);
        await other.OpenAsync(Space, Token);
        handler.BeforeWrite = async number =>
        {
            if (number == 1)
            {
                // It has read that there is nothing, and is about to write its first versions.
                await other.ApplyAsync([Item("changed", 1, Alice), Item("moved", 1, Alice), Item("deleted", 1, Alice)], new HistoryPosition(1, 3), Token);
                await other.ApplyAsync(
                    [Item("changed", 2, Alice), Item("moved", 2, Bob), new VectorChange.Delete("deleted", 2)], new HistoryPosition(1, 6), Token);
            }
        };
        handler.AfterWrite = number => diesThen && number == 1 ? throw new HttpRequestException("The host dies.") : Task.CompletedTask;

        Func<Task> apply = () => late.ApplyAsync(
            [Item("changed", 1, Alice), Item("moved", 1, Alice), Item("deleted", 1, Alice)], new HistoryPosition(1, 3), Token);
        if (diesThen)
        {
            await apply.Should().ThrowAsync<MemoryStoreException>();
        }
        else
        {
            await apply.Should().NotThrowAsync();
        }

        foreach (ChromaVectorStore store in (ChromaVectorStore[])[late, other])
        {
            (await FoundAsync(store, Alice)).Should().Equal("changed v2");
            (await FoundAsync(store, Bob)).Should().Equal("moved v2");
            (await store.SearchKeywordsAsync(new KeywordQuery { Text = "deleted moved", Scope = Alice, Top = 9 }, Token)).Should().BeEmpty();
            (await store.CountAsync(Token)).Should().Be(2);
            (await store.OpenAsync(Space, Token)).Should().Be(new HistoryPosition(1, 6), "it never goes back");
        }
    }

    [Fact]
    public async Task ApplyAsync_OfWhatAHostLeftHalfDone_CompletesIt()
    {
        ChromaStoreOptions options = await server.OptionsAsync();
        VectorChange[] first = [Item("a", 1, Alice), Item("b", 1, Alice)];
        VectorChange[] second = [Item("a", 2, Bob), new VectorChange.Delete("b", 2)];
        await using (ChromaVectorStore store = new(options))
        {
            await store.OpenAsync(Space, Token);
            await store.ApplyAsync(first, new HistoryPosition(1, 2), Token);
        }

        using (InterruptingHandler handler = new() { AfterWrite = _ => throw new HttpRequestException("The host dies.") })
        {
            using HttpClient http = new(handler);
            await using ChromaVectorStore dying = new(options, http);
            await dying.OpenAsync(Space, Token);
            Func<Task> apply = () => dying.ApplyAsync(second, new HistoryPosition(1, 4), Token);
            (await apply.Should().ThrowAsync<MemoryStoreException>()).Which.IsTransient.Should().BeTrue();
        }

        await using ChromaVectorStore next = new(options);
        (await next.OpenAsync(Space, Token)).Should().Be(new HistoryPosition(1, 2), "the position is noted last");
        await next.ApplyAsync(second, new HistoryPosition(1, 4), Token);

        (await FoundAsync(next, Alice)).Should().BeEmpty();
        (await FoundAsync(next, Bob)).Should().Equal("a v2");
        (await next.OpenAsync(Space, Token)).Should().Be(new HistoryPosition(1, 4));
    }

    private static async Task<string[]> FoundAsync(ChromaVectorStore store, MemoryScope scope) =>
    [
        .. (await store.SearchAsync(new VectorQuery { Vector = new[] { 1f, 0f }, Scope = scope, Top = 9 }, Token)).Select(match => $"{match.Item.Id} v{match.Item.Version}"),
    ];

    private static VectorChange.Upsert Item(string id, int version, MemoryScope scope) =>
        new(new MemoryItem { Id = id, Text = $"{id} text", Scope = scope, Version = version }, new[] { 1f, 0f });
}
