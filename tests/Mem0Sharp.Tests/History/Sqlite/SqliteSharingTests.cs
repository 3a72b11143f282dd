using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History.Sqlite;

/// <summary>Several stores on one file, as several processes have them.</summary>
public sealed class SqliteSharingTests : IDisposable
{
    private readonly MemoryFile _file = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task OpenAsync_AfterClosing_FindsEverythingAgain()
    {
        HistoryPosition position;
        await using (SqliteHistoryStore first = await _file.OpenAsync())
        {
            position = (await first.CommitAsync([Append(FullMemory.Item), Add("b"), Delete("b")], Token)).After;
        }

        await using SqliteHistoryStore second = _file.Store();

        HistoryState state = await second.OpenAsync(Token);
        (state.Position, state.Space).Should().Be((position, Space));
        (await second.GetPositionAsync(Token)).Should().Be(position with { Sequence = 3 });
        FullMemory.ShouldBeSame((await second.GetHeadsAsync([FullMemory.Item.Id], Token))[0]!.Item, FullMemory.Item);
        (await second.ReadAsync(["b"], Token).CountAsync(Token)).Should().Be(2);
        (await second.CommitAsync([Add("c")], Token)).Results[0].Entry!.Sequence.Should().Be(4);
    }

    [Fact]
    public async Task CommitAsync_ByAnotherStore_IsSeenByTheNextRead()
    {
        await using SqliteHistoryStore a = await _file.OpenAsync();
        await using SqliteHistoryStore b = await _file.OpenAsync();
        HistoryPosition start = await b.GetPositionAsync(Token);
        start.Sequence.Should().Be(0);

        await a.CommitAsync([Add("a1"), Add("a2")], Token);

        (await b.GetPositionAsync(Token)).Should().Be(start with { Sequence = 2 });
        (await b.GetHeadsAsync(["a1"], Token))[0]!.Item.Text.Should().Be("text of a1");
        (await b.ReadChangesAsync(1, Token).SingleAsync(Token)).Head.Item.Id.Should().Be("a2");
        HistoryCommit own = await b.CommitAsync([Update("a1", "changed by b")], Token);
        own.Before.Should().Be(start with { Sequence = 2 });
        (await b.GetPositionAsync(Token)).Should().Be(start with { Sequence = 3 }, "its own commits count too");
        (await a.GetPositionAsync(Token)).Should().Be(start with { Sequence = 3 });
        (await a.ReadChangesAsync(2, Token).SingleAsync(Token)).Head.Item.Text.Should().Be("changed by b");
    }

    /// <summary>What is changed goes to the end of the log, from a page that was not read yet: it must be found there.</summary>
    [Fact]
    public async Task ReadChangesAsync_WhileAnotherStoreUpdatesWhatIsStillToBeRead_MissesNone()
    {
        const int Seed = 20261128;
        const int Memories = 3_000;
        Random random = new(Seed);
        await using SqliteHistoryStore a = await _file.OpenAsync();
        await using SqliteHistoryStore b = await _file.OpenAsync();
        string[] ids = [.. Enumerable.Range(0, Memories).Select(n => $"m{n}")];
        await a.CommitAsync([.. ids.Select(id => Add(id))], Token);
        Dictionary<string, int> versions = [];
        List<long> sequences = [];
        int page = 0;
        await foreach (HistoryChange change in a.ReadChangesAsync(0, Token))
        {
            if (versions.Count % 256 == 1 && page++ < 8)
            {
                await b.CommitAsync([.. random.GetItems(ids, 40).Distinct(StringComparer.Ordinal).Select(id => Update(id, $"{id} of page {page}"))], Token);
            }

            versions[change.Head.Item.Id] = change.Head.Item.Version;
            sequences.Add(change.Head.Sequence);
        }

        versions.Keys.Should().BeEquivalentTo(ids, "seed {0}", Seed);
        sequences.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task ReadPagesAsync_ThatLends_HasTheSameChanges()
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();
        await store.CommitAsync([.. Enumerable.Range(0, 1_500).Select(n => Add($"m{n}", text: $"text {n}"))], Token);
        await store.CommitAsync([Delete("m3"), Delete("m700")], Token);
        List<HistoryChange> expected = await store.ReadChangesAsync(0, Token).ToListAsync(Token);
        int next = 0;
        await foreach (HistoryPage page in store.ReadPagesAsync(0, lends: true, prepare: null, Token))
        {
            using (page)
            {
                foreach (HistoryChange change in page.Changes)
                {
                    change.Head.Sequence.Should().Be(expected[next].Head.Sequence);
                    change.Vector.Span.SequenceEqual(expected[next++].Vector.Span).Should().BeTrue();
                }

                page.Through.Should().Be(next == 0 ? page.Through : expected[next - 1].Head.Sequence);
            }
        }

        next.Should().Be(1_500);
    }

    [Fact]
    public async Task CommitAsync_AfterAnotherStoreChangedWhatThisOneReadOrWrote_DecidesOnTheNewest()
    {
        await using SqliteHistoryStore a = await _file.OpenAsync();
        await using SqliteHistoryStore b = await _file.OpenAsync();
        await a.CommitAsync([Add("written"), Add("read"), Add("erased")], Token);
        (await a.GetHeadsAsync(["read", "erased"], Token)).Should().NotContainNulls();
        await b.CommitAsync([Update("written", "by b"), Update("read", "by b too")], Token);
        HistoryErasure erasure = await b.EraseAsync(new HistoryErasureRequest { MemoryIds = ["erased"], ErasedAt = Noon }, Token);

        Dictionary<string, MemoryHead?> seen = [];
        HistoryCommit commit = await a.CommitAsync([Looking("written"), Looking("read"), Looking("erased"), Update("written", "by a")], Token);

        seen.Values.Select(head => head?.Item.Text).Should().Equal("by b", "by b too", null);
        commit.Before.Should().Be(erasure.After);
        commit.Results[^1].Entry!.Version.Should().Be(3);
        commit.Results[^1].Entry!.OldHash.Should().Be((await b.ReadAsync(["written"], Token).ToListAsync(Token))[1].NewHash);

        HistoryWrite Looking(string id) => new(id, head =>
        {
            seen[id] = head;
            return null;
        });
    }

    [Fact]
    public async Task CommitAsync_ThatFailed_LeavesNothingForTheNextToKnow()
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();
        await store.CommitAsync([Add("a")], Token);
        MemoryHead? seen = null;

        // The second write has an item that no record can be made of, after the first was appended: all of it is taken back.
        Func<Task> failing = () => store.CommitAsync(
            [Update("a", "never"), new HistoryWrite("b", _ => new HistoryAppend { Event = MemoryEvent.Add, Item = null! })], Token);
        await failing.Should().ThrowAsync<NullReferenceException>();
        HistoryCommit next = await store.CommitAsync(
            [
                new HistoryWrite("a", head =>
                {
                    seen = head;
                    return null;
                }),
                Update("a", "after"),
            ],
            Token);

        seen!.Item.Text.Should().Be("text of a");
        next.Before.Sequence.Should().Be(1);
        (next.Results[1].Entry!.Sequence, next.Results[1].Entry!.Version).Should().Be((2, 2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EraseAsync_OfWhatWasReadBefore_LeavesItInNoCache(bool byAnother)
    {
        await using SqliteHistoryStore store = await _file.OpenAsync();
        await using SqliteHistoryStore other = await _file.OpenAsync();
        await store.CommitAsync([Add("a"), Add("kept")], Token);
        WeakReference read = await ReadAsync(store);

        await (byAnother ? other : store).EraseAsync(new HistoryErasureRequest { MemoryIds = ["a"], ErasedAt = Noon }, Token);
        (await store.GetPositionAsync(Token)).Sequence.Should().Be(3);

        GC.Collect();
        read.IsAlive.Should().BeFalse("what is erased is in no cache");

        static async Task<WeakReference> ReadAsync(SqliteHistoryStore store) => new((await store.GetHeadsAsync(["a"], Token))[0]!.Item);
    }

    [Fact]
    public async Task CommitAsync_SpaceBoundByAnotherStore_IsRespected()
    {
        await using SqliteHistoryStore a = await _file.OpenAsync();
        await using SqliteHistoryStore b = await _file.OpenAsync();
        await a.CommitAsync([Add("a")], Token);
        StoredEmbedding other = new(new EmbeddingSpace("model-b", 1), new float[] { 1 });

        HistoryCommit commit = await b.CommitAsync(
            [new HistoryWrite("b", _ => new HistoryAppend { Event = MemoryEvent.Add, Item = Item("b"), Embedding = other })], Token);

        commit.Results[0].Error.Should().BeOfType<EmbeddingSpaceException>();
    }

    [Fact]
    public async Task ResetAsync_ByAnotherStore_IsSeenAsANewEpoch()
    {
        await using SqliteHistoryStore a = await _file.OpenAsync();
        await using SqliteHistoryStore b = await _file.OpenAsync();
        await a.CommitAsync([Add("a")], Token);
        HistoryPosition before = await b.GetPositionAsync(Token);
        before.Sequence.Should().Be(1);

        await a.ResetAsync(Token);

        (await b.GetPositionAsync(Token)).Should().Be(before with { Epoch = before.Epoch + 1 });
        (await b.GetHeadsAsync(["a"], Token)).Should().Equal([null]);
        HistoryCommit commit = await b.CommitAsync([Add("a")], Token);
        commit.Before.Epoch.Should().Be(before.Epoch + 1);
        commit.Results[0].Entry!.Sequence.Should().Be(2);
    }

    [Fact]
    public async Task ResetAsync_WithAnotherStoreOpen_LeavesNoTextInTheFiles()
    {
        const string Secret = "xylophone-secret";
        await using SqliteHistoryStore a = await _file.OpenAsync();
        await using SqliteHistoryStore b = await _file.OpenAsync();
        await a.CommitAsync([Add("a", text: Secret), Update("a", Secret + " twice")], Token);
        (await b.GetHeadsAsync(["a"], Token)).Should().HaveCount(1);
        FilesHolding(Secret).Should().NotBeEmpty("else the search would prove nothing");

        await a.ResetAsync(Token);

        FilesHolding(Secret).Should().BeEmpty();
    }

    [Fact]
    public async Task OpenAsync_NewFileByEightStoresAtOnce_GivesEachTheSameFile()
    {
        SqliteHistoryStore[] stores = [.. Enumerable.Range(0, 8).Select(_ => _file.Store())];

        await Task.WhenAll(stores.Select((store, index) => Task.Run(
            async () =>
            {
                await store.OpenAsync(Token);
                await store.CommitAsync([Add($"m{index}")], Token);
            },
            Token)));

        foreach (SqliteHistoryStore store in stores)
        {
            (await store.GetPositionAsync(Token)).Sequence.Should().Be(8);
            (await store.CountAsync(MemoryScope.ForUser("alice"), null, null, Token)).Should().Be(8);
            await store.DisposeAsync();
        }
    }

    private string[] FilesHolding(string text) =>
        [.. _file.FileNames.Where(name => ReadShared(name).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0)];

    private byte[] ReadShared(string name)
    {
        using FileStream stream = new(Path.Combine(_file.Folder, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
