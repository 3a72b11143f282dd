using Mem0Sharp.Postgres.Tests.Servers;
using Npgsql;
using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Postgres.Tests.Faults;

/// <summary>A connection that is cut around a COMMIT, before or behind it: each write happens once, and says what became of it.</summary>
public sealed class LostAnswerTests(PostgresServers servers) : IAsyncLifetime
{
    private static readonly EmbeddingSpace Next = new("next", 2);

    private SharedDatabase _database = null!;
    private PostgresStoreOptions _options = null!;
    private CuttingProxy _proxy = null!;
    private NpgsqlDataSource _source = null!;
    private PostgresHistoryStore _store = null!;
    private PostgresHistoryStore _other = null!;

    public static TheoryData<Cut> Cuts { get; } = [Cut.BeforeItIsForwarded, Cut.BeforeItIsAnswered];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await servers.GetDatabaseAsync(ServerKind.Real);
        _options = _database.TakeEmpty();
        _proxy = new CuttingProxy(_database.Database.ConnectionString);
        _source = NpgsqlDataSource.Create(_proxy.ConnectionString);
        // The proxy knows a COMMIT by its text, which a prepared one is sent without.
        _options.PreparesStatements = false;
        _store = new PostgresHistoryStore(_source, _options);
        _other = new PostgresHistoryStore(_database.Source, _options);
        await _other.OpenAsync(Token);
        await _other.CommitAsync([Add("a"), Add("b"), Late("c")], Token);
    }

    public async ValueTask DisposeAsync()
    {
        // Of those that skip there is nothing.
        if (_proxy is not null)
        {
            await _source.DisposeAsync();
            await _proxy.DisposeAsync();
            await _database.GiveBackAsync(_options);
        }
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task CommitAsync_CutAtItsCommit_HappensOnce(Cut cut)
    {
        HistoryCommit commit = await CutAsync(cut, () => _store.CommitAsync([Update("a", "new"), Add("d")], Token));

        commit.Results.Select(result => result.Head!.Item.Version).Should().Equal(2, 1);
        (commit.Before.Sequence, commit.After.Sequence).Should().Be((3, 5));
        (await _other.GetPositionAsync(Token)).Should().Be(commit.After);
        (await _other.ReadAsync(["a", "d"], Token).Select(row => (row.MemoryId, row.Version)).ToListAsync(Token)).Should().Equal(("a", 1), ("a", 2), ("d", 1));
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task CommitAsync_ThatOnlyTakesACallOutOfTheQueue_CutAtItsCommit_SaysThatItDid(Cut cut)
    {
        QueuedCall queued = await _other.EnqueueAsync(Call("1"), Token);
        HistoryWrite[] writes = [Unchanged("a") with { Unit = new HistoryUnit { Dequeues = queued.Id } }];

        HistoryCommit commit = await CutAsync(cut, () => _store.CommitAsync(writes, Token));

        commit.Results.Single().Error.Should().BeNull();
        (await _other.FindQueuedAsync(queued.Id, Token)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task EraseAsync_CutAtItsCommit_SaysWhatItErased(Cut cut)
    {
        HistoryErasure erasure = await CutAsync(cut, () => _store.EraseAsync(new HistoryErasureRequest { MemoryIds = ["a"], ErasedAt = Noon }, Token));

        erasure.Memories.Should().Equal(new ErasedMemory("a", 2, Noon));
        erasure.After.Sequence.Should().Be(4);
        (await _other.GetErasuresAsync(0, Token)).Should().Equal(erasure.Memories);
        (await _other.CheckAsync(Token)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task ResetAsync_CutAtItsCommit_TakesNothingAwayThatCameAfterIt(Cut cut)
    {
        HistoryPosition before = await _other.GetPositionAsync(Token);
        if (cut is Cut.BeforeItIsAnswered)
        {
            _proxy.Meanwhile = () => _other.CommitAsync([Add("d")], Token);
        }

        HistoryState state = await CutAsync(cut, () => _store.ResetAsync(Token));

        state.Position.Should().Be(before with { Epoch = before.Epoch + 1 });
        (await _other.GetPositionAsync(Token)).Epoch.Should().Be(before.Epoch + 1);
        (await _other.CountAsync(null, null, null, Token)).Should().Be(cut is Cut.BeforeItIsAnswered ? 1 : 0);
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task WritesOfTheQueue_CutAtTheirCommit_HappenOnce(Cut cut)
    {
        QueuedCall call = Call("1");
        (await CutAsync(cut, () => _store.EnqueueAsync(call, Token))).Should().Be(call);
        (await CutAsync(cut, () => _store.NoteAttemptAsync(call with { Attempts = 1 }, Token))).Should().BeTrue();
        (await _other.ReadQueueAsync(Token).ToListAsync(Token)).Should().Equal(call with { Attempts = 1 });
        (await CutAsync(cut, () => _store.DequeueAsync(call.Id, Token))).Should().BeTrue("it was there");
        (await _other.ReadQueueAsync(Token).AnyAsync(Token)).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task AddEmbeddingsAsync_CutAtItsCommit_SaysHowManyItAdded(Cut cut)
    {
        int added = await CutAsync(cut, () => _store.AddEmbeddingsAsync([KeyValuePair.Create("text of c", Embedding("text of c"))], Token));

        added.Should().Be(1);
        (await _other.GetPositionAsync(Token)).Sequence.Should().Be(4, "it is one change");
        (await _other.GetUnembeddedAsync(10, Token)).Should().BeEmpty();
        (await _other.CheckAsync(Token)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Reembedding_CutAtItsCommits_StagesAndReplacesOnce(Cut cut)
    {
        HistoryPosition before = await _other.GetPositionAsync(Token);
        KeyValuePair<string, StoredEmbedding>[] next = [.. ((string[])["a", "b", "c"]).Select(
            id => KeyValuePair.Create($"text of {id}", new StoredEmbedding(Next, new float[] { 1, 0 })))];
        (await CutAsync(cut, () => _store.StageEmbeddingsAsync(next, restarts: true, Token))).Should().Be(3);
        (await CutAsync(cut, () => _store.ReplaceEmbeddingsAsync(Next, Token))).Should().BeTrue();

        (await _other.OpenAsync(Token)).Should().Be(new HistoryState(before with { Epoch = before.Epoch + 1 }, Next));
        (await _other.CheckAsync(Token)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Rejections_CutAtTheirCommit_AreMadeAndLiftedOnce(Cut cut)
    {
        RejectedValue value = new("scope", "value");
        await CutAsync(cut, async () =>
        {
            await _store.AddRejectionsAsync([new Rejection(value, Noon)], Token);
            return true;
        });
        (await _other.GetRejectionsAsync([value], Token)).Should().Equal(Noon);
        (await CutAsync(cut, () => _store.LiftRejectionAsync(value, Token))).Should().BeTrue("it was there");
        (await _other.GetRejectionsAsync([value], Token)).Should().Equal((DateTimeOffset?)null);
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task CommitAsync_CutAtItsCommitAndNotTriedAgain_DoesNotSayThatItMayBe(Cut cut)
    {
        PostgresHistoryStore once = new(_source, new PostgresStoreOptions { Schema = _options.Schema, Partitions = _options.Partitions, PreparesStatements = false, Retries = 0 });
        Func<Task>[] writes = [() => once.CommitAsync([Add("d")], Token), () => once.DequeueAsync((Call("1") with { Id = "q" }).Id, Token)];
        await _other.EnqueueAsync(Call("1") with { Id = "q" }, Token);
        foreach (Func<Task> write in writes)
        {
            _proxy.CutNext(cut);
            MemoryStoreException error = (await write.Should().ThrowAsync<MemoryStoreException>()).Which;

            error.IsTransient.Should().BeFalse("nobody knows whether it happened, and whoever repeats it may do it twice");
            error.Message.Should().Contain("look before you make it again");
        }
    }

    private static HistoryWrite Late(string id) => new(
        id, _ => new HistoryAppend { Event = MemoryEvent.Add, Item = Item(id), Embedding = new StoredEmbedding(Space, default) });

    private static QueuedCall Call(string id) => new()
    {
        Id = id,
        Kind = QueuedCallKind.Add,
        Scope = MemoryScope.ForUser("alice"),
        QueuedAt = Noon,
        Content = "{}",
        Request = "request",
    };

    private async Task<T> CutAsync<T>(Cut cut, Func<Task<T>> write)
    {
        int cuts = _proxy.Cuts;
        _proxy.CutNext(cut);
        T result = await write();
        _proxy.Cuts.Should().Be(cuts + 1, "a connection that nobody cut proves nothing");
        return result;
    }
}
