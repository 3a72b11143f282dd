using System.Globalization;
using BenchmarkDotNet.Attributes;

namespace Mem0Sharp.Benchmarks;

/// <summary>New texts for a hundred memories over a real file: as one batch, beside one update after the other.</summary>
/// <remarks>
/// A batch is one embedding call and one transaction, and so one flush; a hundred updates are a hundred of each. Ends with an error
/// if a batch made more than one embedding call.
/// </remarks>
public class BatchUpdateBenchmarks
{
    private const int Dimensions = 384;
    private const int Size = 100;

    private readonly CountingVectors _embeddings = new(Dimensions);
    private DirectoryInfo _folder = null!;
    private Memory _memory = null!;
    private string[] _ids = null!;
    private int _callsBefore;
    private int _turn;

    /// <summary>Gets or sets what a write survives.</summary>
    [Params(HistoryDurability.Full, HistoryDurability.Relaxed)]
    public HistoryDurability Durability { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _folder = Directory.CreateTempSubdirectory("mem0sharp-benchmarks-");
        _memory = new MemoryBuilder()
            .UseSqlite(Path.Combine(_folder.FullName, "memories.db"))
            .UseEmbeddings(_embeddings)
            .Configure(options => options.Durability = Durability)
            .Build();
        List<string> ids = [];
        for (int i = 0; i < Size; i++)
        {
            MemoryAddResult added = await _memory.AddAsync(
                Text(i), MemoryScope.ForUser("alice"), new MemoryAddOptions { Mode = MemoryAddMode.Verbatim });
            ids.Add(added.Items.Single().Id);
        }

        _ids = [.. ids];
        _callsBefore = _embeddings.Calls;
        _turn = 0;
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _memory.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [GlobalCleanup(Target = nameof(Batch))]
    public async Task CleanupAfterBatches()
    {
        await Cleanup();
        if (_embeddings.Calls - _callsBefore != _turn)
        {
            throw new InvalidOperationException($"{_turn} batches made {_embeddings.Calls - _callsBefore} embedding calls; each may make one.");
        }

        Console.WriteLine($"// {_turn} batches of {Size} new texts made {_embeddings.Calls - _callsBefore} embedding calls");
    }

    [Benchmark(Baseline = true, Description = "100 updates", OperationsPerInvoke = Size)]
    public async Task<int> OneByOne()
    {
        _turn++;
        int updated = 0;
        for (int i = 0; i < Size; i++)
        {
            updated += (await _memory.UpdateAsync(_ids[i], Text(i))).Outcome == UpdateOutcome.Updated ? 1 : 0;
        }

        return All(updated);
    }

    [Benchmark(Description = "one batch of 100", OperationsPerInvoke = Size)]
    public async Task<int> Batch()
    {
        _turn++;
        return All((await _memory.BatchUpdateAsync(_ids.Select((id, i) => new MemoryUpdate(id, Text(i))))).UpdatedCount);
    }

    // An update that changed nothing wrote nothing.
    private static int All(int updated) => updated == Size
        ? updated
        : throw new InvalidOperationException($"{updated} of {Size} memories changed.");

    private string Text(int i) => string.Create(CultureInfo.InvariantCulture, $"Alice has standing order {i} of {_turn} bottles of water.");
}
