namespace Mem0Sharp;

/// <content>Embeddings that are made later than what they are of.</content>
public sealed partial class Memory
{
    /// <summary>
    /// Makes the embeddings of texts that were stored while the embedder could not be reached (<see cref="MemoryOptions.EmbedsLater"/>). The memory does
    /// so by itself, unless <see cref="MemoryOptions.ProcessesQueue"/> says otherwise.
    /// </summary>
    /// <param name="cancellationToken">Ends the work; what is committed stays.</param>
    /// <returns>How many were made. From then on their memories are found by their vectors.</returns>
    /// <exception cref="MemoryNetworkException">The embedder cannot be reached still.</exception>
    public Task<int> EmbedMissingAsync(CancellationToken cancellationToken = default) =>
        RunAsync(MemoryTelemetryNames.EmbedMissing, null, async () =>
        {
            int count = await _parts.Late.EmbedAsync(cancellationToken).ConfigureAwait(false);
            MemoryTelemetry.Count(count);
            return count;
        });

    /// <summary>
    /// Moves the memory file to the model of <see cref="MemoryBuilder.UseEmbeddings"/> from another one that filled it: every text is embedded
    /// anew, those of earlier versions and deleted memories too. Where the file is of that model, nothing is done.
    /// </summary>
    /// <param name="progress">Told after each page of texts, or null.</param>
    /// <param name="cancellationToken">Ends the work; what was embedded by then is kept for the next call.</param>
    /// <returns>How many texts were embedded by this call.</returns>
    /// <exception cref="MemoryNetworkException">The embedder cannot be reached; what was embedded by then is kept for the next call.</exception>
    /// <exception cref="EmbeddingSpaceException">Another process moves the file to a third model.</exception>
    /// <remarks>
    /// Meanwhile the former model counts, here and in other processes, where it is given by <see cref="MemoryBuilder.UsePreviousEmbeddings"/>:
    /// memories are found and changed as before. Without it every other call is an <see cref="EmbeddingSpaceException"/> until this is done.
    /// Versions, history and ids stay as they are. All changes over in one transaction; a crash before leaves the file with its former model,
    /// and this can be called again. The file holds both sets of vectors until then, and keeps the room for later ones.
    /// </remarks>
    public Task<int> ReembedAsync(IProgress<ReembedProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RunAsync(MemoryTelemetryNames.Reembed, null, async () =>
        {
            int count = await _parts.Reembedding.RunAsync(progress, cancellationToken).ConfigureAwait(false);
            MemoryTelemetry.Count(count);
            return count;
        });
}
