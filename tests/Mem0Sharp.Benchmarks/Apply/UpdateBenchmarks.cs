using System.Globalization;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;

namespace Mem0Sharp.Benchmarks;

/// <summary>One update of one memory over a real file, beside one bare INSERT into a file of the same kind.</summary>
/// <remarks>
/// Every update is a new version: read, merged, checked, committed and searchable when it returns. With Full durability most of
/// the time is the disk's, in all three; Relaxed shows what is ours. Ends with an error if a metadata patch embedded anything, or a text patch more than its text.
/// </remarks>
public class UpdateBenchmarks
{
    private const int Dimensions = 384;

    private readonly CountingVectors _embeddings = new(Dimensions);
    private DirectoryInfo _folder = null!;
    private BareInsert _bare = null!;
    private Memory _memory = null!;
    private string _id = null!;
    private int _callsBefore;
    private int _turn;

    /// <summary>Gets or sets what a write survives, of the memory and of the baseline.</summary>
    [Params(HistoryDurability.Full, HistoryDurability.Relaxed)]
    public HistoryDurability Durability { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _folder = Directory.CreateTempSubdirectory("mem0sharp-benchmarks-");
        _bare = new BareInsert(Path.Combine(_folder.FullName, "bare.db"), Durability);
        _memory = new MemoryBuilder()
            .UseSqlite(Path.Combine(_folder.FullName, "memories.db"))
            .UseEmbeddings(_embeddings)
            .Configure(options => options.Durability = Durability)
            .Build();
        MemoryAddResult added = await _memory.AddAsync(
            NextText(), MemoryScope.ForUser("alice"), new MemoryAddOptions { Mode = MemoryAddMode.Verbatim });
        _id = added.Items.Single().Id;
        _callsBefore = _embeddings.Calls;
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _memory.DisposeAsync();
        _bare.Dispose();
        _folder.Delete(recursive: true);
    }

    [GlobalCleanup(Target = nameof(PatchMetadata))]
    public async Task CleanupAfterMetadata()
    {
        await Cleanup();
        if (_embeddings.Calls != _callsBefore)
        {
            throw new InvalidOperationException(
                $"Metadata patches made {_embeddings.Calls - _callsBefore} embedding calls; they may make none.");
        }

        Console.WriteLine($"// {_turn - 1} metadata patches made 0 embedding calls");
    }

    [GlobalCleanup(Target = nameof(PatchText))]
    public async Task CleanupAfterTexts()
    {
        await Cleanup();
        if (_embeddings.Calls - _callsBefore != _turn - 1)
        {
            throw new InvalidOperationException($"{_turn - 1} text patches made {_embeddings.Calls - _callsBefore} embedding calls; each makes one.");
        }

        Console.WriteLine($"// {_turn - 1} text patches made {_embeddings.Calls - _callsBefore} embedding calls");
    }

    [Benchmark(Baseline = true, Description = "bare INSERT")]
    public int Insert() => _bare.Write("018cc251-f401-7683-8b54-45e29c415a5e", NextText());

    [Benchmark(Description = "metadata patch")]
    public async Task<MemoryUpdateResult> PatchMetadata() => Changed(await _memory.UpdateAsync(
        _id, new MemoryPatch { Metadata = MetadataPatch.Merge(new JsonObject { ["turn"] = ++_turn }) }));

    [Benchmark(Description = "text patch")]
    public async Task<MemoryUpdateResult> PatchText() => Changed(await _memory.UpdateAsync(_id, NextText()));

    // An update that changed nothing wrote nothing.
    private static MemoryUpdateResult Changed(MemoryUpdateResult result) => result.Outcome == UpdateOutcome.Updated
        ? result
        : throw new InvalidOperationException("The update changed nothing.");

    private string NextText() => string.Create(CultureInfo.InvariantCulture, $"Alice has a standing order of {++_turn} bottles of water.");
}
