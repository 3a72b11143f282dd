using Mem0Sharp.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.BadInput;

/// <summary>One call on a copy of a prepared file, cancelled at one point or at none.</summary>
internal sealed class CancelRun : IAsyncDisposable
{
    private static int _copies;

    private readonly CancelPoints _points = new();
    private readonly string _path;

    public CancelRun(string prepared)
    {
        _path = $"{prepared}-{Interlocked.Increment(ref _copies)}";
        File.Copy(prepared, _path);
        ScriptedChatClient chat = ScriptedChatClient.From(request => request.AllText.Contains(CancelCalls.Fact, StringComparison.Ordinal)
            ? CancelCalls.Decided
            : CancelCalls.Extracted);
        Memory = new MemoryBuilder()
            .UseTimeProvider(new ManualTimeProvider(Now))
            .UseHistory(CancelSeam<IHistoryStore>.Before(
                new SqliteHistoryStore(new SqliteHistoryOptions { Path = _path }), _points))
            .UseVectorStore(CancelSeam<IVectorStore>.Before(new InMemoryVectorStore(), _points))
            .UseEmbeddings(
                CancelSeam<IEmbeddingGenerator<string, Embedding<float>>>.Before(new DeterministicEmbeddingGenerator(dimensions: 16), _points), "m")
            .UseChatClient(CancelSeam<IChatClient>.Before(chat, _points))
            .Build();
    }

    public static DateTimeOffset Now { get; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public Memory Memory { get; }

    public int Points => _points.Count;

    private static CancellationToken Token => MemoryFixture.Token;

    /// <summary>Makes the call.</summary>
    /// <returns>Whether it returned; else it was cancelled.</returns>
    public async Task<bool> MakeAsync(Func<Memory, CancellationToken, Task> call, int cancelAt)
    {
        CancellationToken token = _points.Arm(cancelAt);
        try
        {
            await call(Memory, token);
            return true;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            _points.Disarm();
        }
    }

    /// <summary>Writes down all that the file holds, but for ids that are made up anew in every run.</summary>
    public async Task<string> StateAsync()
    {
        List<HistoryEntry> rows = await Memory.HistoryAsync(new HistoryFilter(), Token).ToListAsync(Token);
        IEnumerable<string> lines = rows.Select(row =>
            $"{row.Version} {row.Event} {row.OldText} > {row.NewText} {string.Join(',', row.Item.Tags)} {string.Join(',', row.Item.Links)} {row.Item.Scope.UserId} {row.Item.ReviewOf}");
        return string.Join('\n', lines) + $"\n{Count("rejections")} rejected, {Count("calls")} calls, {await Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)} there";
    }

    public async ValueTask DisposeAsync()
    {
        await Memory.DisposeAsync();
        _points.Dispose();
        File.Delete(_path);
    }

    private long Count(string table)
    {
        using SqliteConnection connection = new($"Data Source={_path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }
}
