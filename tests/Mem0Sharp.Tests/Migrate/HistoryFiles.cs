namespace Mem0Sharp.Tests.Migrate;

/// <summary>Histories in files of one folder, and in memory; closed and removed afterwards.</summary>
internal sealed class HistoryFiles : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mem0sharp-migrate-");
    private readonly List<IHistoryStore> _open = [];

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public async Task<IHistoryStore> OpenAsync(string? path)
    {
        IHistoryStore history = path is null ? new InMemoryHistoryStore() : new SqliteHistoryStore(new SqliteHistoryOptions { Path = path, Durability = HistoryDurability.Relaxed });
        _open.Add(history);
        await history.OpenAsync(MemoryFixture.Token);
        return history;
    }

    /// <summary>Opens a new, empty history.</summary>
    public Task<IHistoryStore> NewAsync(bool inFile) => OpenAsync(inFile ? Path($"{_open.Count}.db") : null);

    public async ValueTask DisposeAsync()
    {
        foreach (IHistoryStore history in _open)
        {
            await history.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
