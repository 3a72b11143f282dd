using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Postgres.Tests.Faults;

/// <summary>Callers on several hosts that all update one memory, each time with a mark of its own: what is lost, or happens twice, shows.</summary>
internal sealed class UpdateLoad(IReadOnlyList<Memory> hosts, string memoryId)
{
    private readonly ConcurrentBag<string> _acknowledged = [];
    private Task _running = Task.CompletedTask;
    private int _last;

    /// <summary>Gets how many updates were acknowledged.</summary>
    public int Count => _acknowledged.Count;

    /// <summary>Begins to update, until it is told to stop.</summary>
    public void Begin(int callers, CancellationToken stop) => _running = Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(
        async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                string mark = $"m{Interlocked.Increment(ref _last)}";
                await hosts[caller % hosts.Count].UpdateAsync(
                    memoryId, new MemoryPatch { Metadata = new JsonObject { [mark] = 1 } }, cancellationToken: CancellationToken.None);
                _acknowledged.Add(mark);
            }
        },
        CancellationToken.None)));

    /// <summary>Waits until every caller has stopped.</summary>
    public Task EndAsync() => _running;

    /// <summary>Waits for further acknowledged updates.</summary>
    public async Task MoreAsync(int count, CancellationToken cancellationToken)
    {
        int enough = Count + count;
        while (Count < enough)
        {
            await Task.WhenAny(_running, Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken));
            if (_running.IsCompleted)
            {
                await _running;
            }
        }
    }

    /// <summary>Checks that each acknowledged update is there, once, and nothing else.</summary>
    public async Task ShouldBeThereOnceAsync(Memory memory, CancellationToken cancellationToken)
    {
        MemoryItem item = (await memory.GetAsync(memoryId, cancellationToken))!;
        item.Metadata.Keys.Should().BeEquivalentTo(_acknowledged);
        item.Version.Should().Be(Count + 1, "each is one version");
        (await memory.HistoryAsync(memoryId, cancellationToken).CountAsync(cancellationToken)).Should().Be(Count + 1);
        (await memory.CheckAsync(cancellationToken)).Problems.Should().BeEmpty();
    }
}
