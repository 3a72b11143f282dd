using System.Globalization;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Faults;

/// <summary>The same few calls each time, one of whose I/O steps fails; then a look at what became of the memory and its file.</summary>
internal sealed class IoRun(Memory memory, string path, Action<CrashWrite> acknowledge, int number = 0)
{
    private readonly CrashLedger _ledger = new();
    private readonly List<string> _failed = [];
    private readonly List<string> _torn = [];
    private readonly List<string> _untyped = [];
    private readonly List<string> _unusable = [];
    private readonly List<string> _ids = [];
    private int _number = number;
    private bool _bytesRemain;

    /// <summary>Gets the number of the last call.</summary>
    public int Number => _number;

    private string Key => $"write {_number}";

    private string Text => string.Create(CultureInfo.InvariantCulture, $"Fact {_number} is worth {_number * 7919 % 1000} points.");

    public static async Task<IoVerdict> RunAsync(string path, int step, FaultKind kind, bool sticky, CancellationToken cancellationToken)
    {
        Memory memory = Open(path);
        IoRun run = new(memory, path, static _ => { });
        FaultLibrary.Arm(step, kind, sticky);
        await run.CallsAsync(rounds: 1, cancellationToken);

        // A fault that has not come yet is one of closing. After it there is nothing to go on with but the file.
        bool isOver = FaultLibrary.Hits == 0;
        if (isOver)
        {
            await run.CloseAsync();
        }

        (int hits, int steps) = (FaultLibrary.Hits, FaultLibrary.Steps);
        FaultLibrary.Disarm();
        if (!isOver)
        {
            await run.ProbeAsync(cancellationToken);
            await run.CloseAsync();
        }

        CrashVerdict verdict = await CrashCheck.RunAsync(path, run._ledger, pending: null, cancellationToken);
        await run.FailedAsync(cancellationToken);
        return new IoVerdict(steps, hits, [.. run._torn, .. verdict.Torn], verdict.Lost, run._untyped, run._unusable);
    }

    public static Memory Open(string path, HistoryDurability durability = HistoryDurability.Full) =>
        new MemoryBuilder()
            .UseHistory(History(path, durability))
            .UseModels()
            .Build();

    /// <summary>Makes each kind of write, some of them twice.</summary>
    public async Task CallsAsync(int rounds, CancellationToken cancellationToken)
    {
        for (int round = 0; round < rounds; round++)
        {
            await CallAsync("add", AddAsync);
            await CallAsync("add", AddAsync);
            await CallAsync("infer", InferAsync);
            await CallAsync("update", UpdateAsync);
            await CallAsync("batch", BatchAsync);
            await CallAsync("delete", DeleteAsync);
            await CallAsync("restore", RestoreAsync);
            await CallAsync("erase", EraseAsync);
            await CallAsync("reembed", ReembedAsync);
            await CallAsync("add", AddAsync);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task CallAsync(string kind, Func<Task<CrashWrite?>> call)
    {
        _number++;
        try
        {
            if (await call() is { } write)
            {
                _ledger.Add(write);
                acknowledge(write);
            }
        }
        catch (MemoryStoreException exception) when (exception.IsCommitted)
        {
            // It happened, it says; the file is looked at for the rest.
            if (string.Equals(kind, "erase", StringComparison.Ordinal))
            {
                _bytesRemain = true;
                _ledger.Erase(_ids[0]);
                _ids.RemoveAt(0);
            }
        }
        catch (MemoryException)
        {
            _failed.Add(Key);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _untyped.Add($"{kind}: {exception}");
        }
    }

    private async Task<CrashWrite?> AddAsync()
    {
        MemoryAddResult added = await memory.AddAsync(
            Text, CrashChild.Scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, ChangedBy = Key, Metadata = new JsonObject { ["n"] = _number } });
        return Added("add", added);
    }

    private async Task<CrashWrite?> InferAsync() => Added("infer", await memory.AddAsync(
        $"I own boat number {_number}. I play tune {_number}.", CrashChild.Scope, new MemoryAddOptions { ChangedBy = Key, IdempotencyKey = Key }));

    private async Task<CrashWrite?> UpdateAsync() => _ids.Count == 0
        ? null
        : One((await memory.UpdateAsync(_ids[0], MemoryPatch.ForText(Text), new MemoryUpdateOptions { ChangedBy = Key, IdempotencyKey = Key })).Item);

    private async Task<CrashWrite?> BatchAsync()
    {
        if (_ids.Count == 0)
        {
            return null;
        }

        string[] ids = [.. _ids];
        BatchUpdateResult batch = await memory.BatchUpdateAsync(
            ids.Select(id => new MemoryUpdate(id, Text)), new BatchUpdateOptions { AllOrNothing = true, ChangedBy = Key });
        return new CrashWrite(_number, "batch", ids, [.. batch.Select(item => item.Item!.Version)], [.. batch.Select(item => item.Item!.Text)]);
    }

    private async Task<CrashWrite?> DeleteAsync()
    {
        if (_ids.Count == 0)
        {
            return null;
        }

        MemoryItem gone = await memory.DeleteAsync(_ids[^1], new MemoryDeleteOptions { ChangedBy = Key });
        return new CrashWrite(_number, "delete", [gone.Id], [gone.Version], [null]);
    }

    private async Task<CrashWrite?> RestoreAsync() => _ids.Count == 0
        ? null
        : One((await memory.RestoreAsync(_ids[^1], 1, new MemoryRestoreOptions { ChangedBy = Key, Force = true })).Item);

    private async Task<CrashWrite?> EraseAsync()
    {
        if (_ids.Count == 0)
        {
            return null;
        }

        string id = _ids[0];
        await memory.EraseAsync(id);
        _ids.RemoveAt(0);
        return new CrashWrite(_number, "erase", [id], [0], [null]);
    }

    private async Task<CrashWrite?> ReembedAsync()
    {
        await FaultModels.MoveAsync(memory, History(path, HistoryDurability.Full));
        return new CrashWrite(_number, "reembed", [], [], []);
    }

    private static SqliteHistoryStore History(string path, HistoryDurability durability) =>
        new(new SqliteHistoryOptions { Path = path, Durability = durability, BusyTimeout = TimeSpan.FromSeconds(1) });

    private CrashWrite Added(string kind, MemoryAddResult added)
    {
        MemoryItem[] items = [.. added.Items];
        _ids.AddRange(items.Select(item => item.Id).Except(_ids, StringComparer.Ordinal));
        return new CrashWrite(
            _number, kind, [.. items.Select(item => item.Id)], [.. items.Select(item => item.Version)], [.. items.Select(item => item.Text)]);
    }

    private CrashWrite One(MemoryItem item) => new(_number, "update", [item.Id], [item.Version], [item.Text]);

    /// <summary>The cause is gone: the same memory must be of use again.</summary>
    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        _number++;
        try
        {
            CrashWrite added = (await AddAsync())!;
            _ledger.Add(added);
            _number++;
            _ledger.Add(One((await memory.UpdateAsync(
                added.Ids[0], MemoryPatch.ForText(Text), new MemoryUpdateOptions { ChangedBy = Key }, cancellationToken)).Item));
            MemorySearchResults found = await memory.SearchAsync(
                Text, CrashChild.Scope, new MemorySearchOptions { Mode = MemorySearchMode.Vector, Top = MemoryLimits.Top }, cancellationToken);
            if (!found.Any(hit => string.Equals(hit.Item.Id, added.Ids[0], StringComparison.Ordinal)))
            {
                _unusable.Add("a new memory is not found");
            }

            // Of an erase that said so, the bytes are still there until the file is opened again.
            _torn.AddRange((await memory.CheckAsync(cancellationToken)).Problems
                .Where(problem => !(_bytesRemain && problem.Contains("erase is not finished", StringComparison.Ordinal)))
                .Select(problem => "before it was closed: " + problem));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _unusable.Add(exception.ToString());
        }
    }

    private async Task CloseAsync()
    {
        try
        {
            await memory.DisposeAsync();
        }
        catch (Exception exception) when (exception is not MemoryException)
        {
            _untyped.Add($"close: {exception}");
        }
    }

    /// <summary>A write that failed, and did not say that it is committed, is not there.</summary>
    private async Task FailedAsync(CancellationToken cancellationToken)
    {
        await using Memory reopened = CrashChild.Open(path);
        await foreach (HistoryEntry row in reopened.HistoryAsync(new HistoryFilter(), cancellationToken))
        {
            if (row.ChangedBy is { } key && _failed.Contains(key, StringComparer.Ordinal))
            {
                _torn.Add($"{key} failed and is in the file, version {row.Version}");
            }
        }
    }
}
