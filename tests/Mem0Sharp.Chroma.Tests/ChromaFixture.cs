namespace Mem0Sharp.Chroma.Tests;

/// <summary>A real memory over a real file, with its vectors in a collection of a real server.</summary>
internal sealed class ChromaFixture : IAsyncDisposable
{
    public static readonly MemoryScope Alice = MemoryScope.ForUser("alice");
    public static readonly MemorySearchOptions ByVector = new() { Mode = MemorySearchMode.Vector, Top = MemoryLimits.Top };
    private static readonly MemoryAddOptions Verbatim = new() { Mode = MemoryAddMode.Verbatim };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mem0sharp-");
    private readonly List<Memory> _memories = [];

    public ChromaFixture(ChromaStoreOptions options) => Options = options;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public ChromaStoreOptions Options { get; }

    public DeterministicEmbeddingGenerator Embeddings { get; } = new();

    private string Path => System.IO.Path.Combine(_folder.FullName, "memories.db");

    public static async Task<MemoryItem> StoreAsync(Memory memory, string text, MemoryScope? scope = null) =>
        (await memory.AddAsync(text, scope ?? Alice, Verbatim, Token)).Facts.Single().Item!;

    /// <summary>Opens the file as another process would, over the same collection.</summary>
    public Memory Open(HttpClient? http = null) => Open(new ChromaVectorStore(Options, http));

    /// <summary>Opens the file over a store of its own in this process: what is written by it, the collection does not have.</summary>
    public Memory OpenElsewhere() => Open(store: null);

    /// <summary>Expects searches to find each memory that the file has, as it is there, and nothing else.</summary>
    public static async Task HasEverythingAsync(Memory memory, MemoryScope? scope = null)
    {
        List<MemoryItem> kept = await memory.GetAllAsync(scope ?? Alice, cancellationToken: Token).ToListAsync(Token);
        MemorySearchResults found = await memory.SearchAsync("anything", scope ?? Alice, ByVector, Token);
        Facts(found.Select(hit => hit.Item)).Should().Equal(Facts(kept));

        static IEnumerable<string> Facts(IEnumerable<MemoryItem> items) => items.Select(item => $"{item.Id} v{item.Version} {item.Text}").Order(StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Memory memory in _memories)
        {
            await memory.DisposeAsync();
        }

        Embeddings.Dispose();
        _folder.Delete(recursive: true);
    }

    private Memory Open(IVectorStore? store)
    {
        MemoryBuilder builder = new MemoryBuilder().UseSqlite(Path).UseEmbeddings(Embeddings);
        Memory memory = (store is null ? builder : builder.UseVectorStore(store)).Build();
        _memories.Add(memory);
        return memory;
    }
}
