using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Faults;

/// <summary>Writes to one of the files of the process that is killed, and says before and after each write what it does, until it is no more.</summary>
internal sealed class CrashChild(Memory memory, string path, int file, int number, Random random, TextWriter output)
{
    public const string Name = "crash-child";

    /// <summary>The first character of a line that says what is about to be done, and of one that says what was done.</summary>
    public const char Begins = '?', Done = '!';

    public static readonly MemoryScope Scope = MemoryScope.ForUser("alice");

    private readonly List<string> _ids = [];
    private readonly List<string> _deleted = [];
    private int _number = number;

    /// <summary>Makes the memory that the child writes with and the parent looks with.</summary>
    public static Memory Open(string path) =>
        new MemoryBuilder().UseSqlite(path).UseModels()
            .Configure(options => options.ProcessesQueue = false).Build();

    /// <summary>Writes to all files at once. Returns only when one of them fails.</summary>
    /// <param name="seed">Says what is written.</param>
    /// <param name="files">The path of each, and the number of the last write to it: an erased write is not in the file, but its key is.</param>
    /// <param name="output">Where it says what it does.</param>
    public static async Task<int> RunAsync(int seed, IReadOnlyList<string> files, TextWriter output)
    {
        // A write never gives its thread back: without this the last files would wait for a thread of theirs.
        ThreadPool.SetMinThreads(files.Count, 1);
        await await Task.WhenAny(files.Chunk(2).Select((pair, file) => Task.Run(
            () => RunAsync(pair[0], file, FaultArguments.Number(pair[1]), seed + file, output))));
        return 0;
    }

    private static async Task RunAsync(string path, int file, int number, int seed, TextWriter output)
    {
        await using Memory memory = Open(path);
#pragma warning disable RS0030 // Seeded: the parent prints the seed it came from.
        await new CrashChild(memory, path, file, number, new Random(seed), output).RunAsync();
#pragma warning restore RS0030
    }

    private async Task RunAsync()
    {
        await foreach (HistoryEntry row in memory.HistoryAsync(new HistoryFilter()))
        {
            _ids.Remove(row.MemoryId);
            _deleted.Remove(row.MemoryId);
            (row.IsDeleted ? _deleted : _ids).Add(row.MemoryId);
        }

        while (true)
        {
            _number++;
            await (random.Next(100) switch
            {
                _ when _ids.Count < 5 => AddAsync(),
                < 25 => AddAsync(),
                < 33 => InferAsync(),
                < 37 => KeepAsync(),
                < 70 => UpdateAsync(),
                < 80 => BatchAsync(),
                < 88 => DeleteAsync(),
                < 95 => RestoreAsync(),
                < 96 => ReembedAsync(),
                _ => EraseAsync(),
            });
        }
    }

    private string Key => $"write {_number}";

    private string Text => $"Fact {_number} is worth {random.Next(1_000_000)} points.";

    private async Task AddAsync()
    {
        Say(Begins, "add", [], [], []);
        MemoryAddResult added = await memory.AddAsync(
            Text, Scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, ChangedBy = Key, IdempotencyKey = Key, Metadata = new JsonObject { ["n"] = _number } });
        SayAdded("add", added);
    }

    private async Task InferAsync()
    {
        Say(Begins, "infer", [], [], []);
        MemoryAddResult added = await memory.AddAsync(
            $"I own boat number {_number}. I play tune {_number}.", Scope, new MemoryAddOptions { ChangedBy = Key, IdempotencyKey = Key });
        SayAdded("infer", added);
    }

    /// <summary>Keeps an add, and does it: what was acknowledged first is that it is kept.</summary>
    private async Task KeepAsync()
    {
        Say(Begins, "keep", [], [], []);
        await memory.AddAsync(
            Text, Scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, ChangedBy = Key, Queue = MemoryQueueMode.Always });
        Say(Done, "keep", [], [], []);
        Say(Begins, "process", [], [], []);
        SayAdded("process", (await memory.ProcessQueueAsync()).Single().Added!);
    }

    private async Task UpdateAsync()
    {
        string id = Pick(_ids);
        Say(Begins, "update", [id], [], []);
        MemoryPatch patch = random.Next(2) == 0
            ? MemoryPatch.ForText(Text)
            : new MemoryPatch { Metadata = new JsonObject { ["n"] = _number } };
        SayUpdated("update", (await memory.UpdateAsync(id, patch, new MemoryUpdateOptions { ChangedBy = Key, IdempotencyKey = Key })).Item);
    }

    private async Task BatchAsync()
    {
        string[] ids = [.. _ids.Take(2 + random.Next(20))];
        Say(Begins, "batch", ids, [], []);
        BatchUpdateResult batch = await memory.BatchUpdateAsync(
            ids.Select(id => new MemoryUpdate(id, Text)), new BatchUpdateOptions { AllOrNothing = true, ChangedBy = Key, IdempotencyKey = Key });
        Say(Done, "batch", ids, [.. batch.Select(item => item.Item!.Version)], [.. batch.Select(item => item.Item!.Text)]);
    }

    private async Task DeleteAsync()
    {
        string id = Pick(_ids);
        Say(Begins, "delete", [id], [], []);
        MemoryItem gone = await memory.DeleteAsync(id, new MemoryDeleteOptions { ChangedBy = Key });
        _ids.Remove(id);
        _deleted.Add(id);
        Say(Done, "delete", [id], [gone.Version], [null]);
    }

    private async Task RestoreAsync()
    {
        if (_deleted.Count == 0)
        {
            await DeleteAsync();
            return;
        }

        string id = Pick(_deleted);
        Say(Begins, "restore", [id], [], []);
        MemoryItem back = (await memory.RestoreAsync(id, 1, new MemoryRestoreOptions { ChangedBy = Key, Force = true })).Item;
        _deleted.Remove(id);
        _ids.Add(id);
        SayUpdated("restore", back);
    }

    private async Task EraseAsync()
    {
        string id = Pick(_ids);
        Say(Begins, "erase", [id], [], []);
        await memory.EraseAsync(id);
        _ids.Remove(id);
        Say(Done, "erase", [id], [0], [null]);
    }

    private async Task ReembedAsync()
    {
        Say(Begins, "reembed", [], [], []);
        await FaultModels.MoveAsync(memory, new SqliteHistoryStore(new SqliteHistoryOptions { Path = path }));
        Say(Done, "reembed", [], [], []);
    }

    private void SayAdded(string kind, MemoryAddResult added)
    {
        MemoryItem[] items = [.. added.Items];
        _ids.AddRange(items.Select(item => item.Id).Except(_ids, StringComparer.Ordinal));
        Say(Done, kind, [.. items.Select(item => item.Id)], [.. items.Select(item => item.Version)], [.. items.Select(item => item.Text)]);
    }

    private void SayUpdated(string kind, MemoryItem item) => Say(Done, kind, [item.Id], [item.Version], [item.Text]);

    private void Say(char when, string kind, IReadOnlyList<string> ids, IReadOnlyList<int> versions, IReadOnlyList<string?> texts)
    {
        // One write of the whole line: what is killed in the middle leaves half a line, which the parent passes over.
        output.Write($"{file}{when}{JsonSerializer.Serialize(new CrashWrite(_number, kind, ids, versions, texts))}\n");
        output.Flush();
    }

    private string Pick(List<string> ids) => ids[random.Next(ids.Count)];
}
