namespace Mem0Sharp.Tests.History.Sqlite;

public sealed class SqliteHistoryStoreTests : HistoryStoreContract
{
    private readonly MemoryFile _file = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    protected override IHistoryStore Create() => _file.Store();

    protected override IHistoryStore CreateOther() => new SqliteHistoryStore(new SqliteHistoryOptions { Path = _file.Path + ".other" });
}
