namespace Mem0Sharp.Tests.History.InMemory;

public sealed class InMemoryHistoryStoreTests : HistoryStoreContract
{
    protected override IHistoryStore Create() => new InMemoryHistoryStore();

    protected override IHistoryStore CreateOther() => new InMemoryHistoryStore();
}
