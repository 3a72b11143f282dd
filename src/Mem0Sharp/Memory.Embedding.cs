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

    /// <summary>
    /// Measures what cosines memories have that have nothing to do with each other, by pairs of them that are drawn at random: the
    /// <see cref="MemoryOptions.UnrelatedCosine"/> of an embedder of the host's own, and what a threshold has to be above.
    /// </summary>
    /// <param name="scope">Whose memories, expired ones among them; or null for all there are.</param>
    /// <param name="cancellationToken">Ends the work; nothing is changed.</param>
    /// <returns>
    /// The cosines of up to 10,000 pairs of up to 2,000 memories, no two of the same text; the same memories give the same figures. Null where there are not two
    /// texts with an embedding: <see cref="MeasuredCosines.Pairs"/> says what the figures are worth.
    /// </returns>
    /// <remarks>
    /// Nothing is embedded: it reads the list of the memories, and the embeddings of those that were drawn. While a file is moved to another model
    /// (<see cref="ReembedAsync"/>), they are of the one that counts.
    /// </remarks>
    public Task<MeasuredCosines?> MeasureCosinesAsync(MemoryScope? scope = null, CancellationToken cancellationToken = default) =>
        RunAsync(MemoryTelemetryNames.MeasureCosines, null, () => _parts.Projection.ReadAsync(
            () => new CosineSample(_parts.History, _parts.Embedder).MeasureAsync(scope, cancellationToken), cancellationToken));
}
