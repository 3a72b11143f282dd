using Mem0Sharp.Testing;

namespace Mem0Sharp.Evaluation;

/// <summary>A memory of its own, in a file, with the texts of a unit.</summary>
/// <remarks>Where texts are extracted, the model's replies are recorded ones. Each scope of the data is a user of its own.</remarks>
internal sealed class RetrievalMemory : IAsyncDisposable
{
    private readonly ScriptedChatClient? _model;

    private RetrievalMemory(IRetrievalUnit unit, RetrievalEmbedder embedder, string databasePath)
    {
        MemoryBuilder builder = new MemoryBuilder()
            .UseEmbeddings(embedder.Generator)
            .UseSqlite(databasePath)
            .UseTimeProvider(new SteppingClock());
        _model = unit.Model is { } reply ? ScriptedChatClient.From(request => reply(request.Options)) : null;
        if (_model is not null)
        {
            builder.UseChatClient(_model);
        }

        Memory = builder.Build();
    }

    public Memory Memory { get; }

    /// <summary>Gets what became of each text.</summary>
    public List<FactResult> Added { get; } = [];

    /// <summary>Gets the number of memories.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the number of calls of a model that were recorded.</summary>
    public int ModelCalls => _model?.Requests.Count ?? 0;

    /// <summary>Makes one and adds the texts.</summary>
    /// <param name="unit">What memories are made of.</param>
    /// <param name="embedder">What makes vectors.</param>
    /// <param name="databasePath">The memory file to make.</param>
    /// <param name="progress">Told after each scope.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<RetrievalMemory> FillAsync(
        IRetrievalUnit unit, RetrievalEmbedder embedder, string databasePath, ProgressLine progress, CancellationToken cancellationToken)
    {
        RetrievalMemory filled = new(unit, embedder, databasePath);
        try
        {
            foreach (RetrievalScope scope in unit.Scopes)
            {
                IReadOnlyList<FactResult> results = await unit.AddAsync(filled.Memory, scope, cancellationToken);
                filled.Added.AddRange(results);
                filled.Count += await filled.Memory.CountAsync(scope.Scope, cancellationToken: cancellationToken);
                progress.Step($"texts added ({unit.Name}, {embedder.Name})", results.Count);
            }

            return filled;
        }
        catch
        {
            await filled.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Memory.DisposeAsync();
        _model?.Dispose();
    }
}
