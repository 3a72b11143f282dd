namespace Mem0Sharp.Tests.Hosting;

/// <summary>A vector store that counts what is done to it.</summary>
internal sealed class DisposalCountingStore : DelegatingVectorStore, IDisposable
{
    public int Disposals { get; private set; }

    public int Searches { get; private set; }

    public override Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        Searches++;
        return base.SearchAsync(query, cancellationToken);
    }

    public void Dispose() => Disposals++;

    public override ValueTask DisposeAsync()
    {
        Disposals++;
        return base.DisposeAsync();
    }
}
