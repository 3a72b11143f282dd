namespace Mem0Sharp;

/// <content>How it is.</content>
public sealed partial class Memory
{
    /// <summary>Looks whether everything works that calls need: for a host's health check.</summary>
    /// <param name="cancellationToken">Ends the work: give it the time that the check may take.</param>
    /// <returns>
    /// The checks "history" (it opens, and can be written), "embedding_space" (it is of the embedder's model), "vector_store" (it answers
    /// and can be brought up to date) and "embedder" (it answers a live call with the right dimension). What fails for now, as a service
    /// that cannot be reached, is degraded; what will go on failing is unhealthy.
    /// </returns>
    /// <remarks>
    /// Never throws what it finds. Changes nothing, embeds one word (not from the cache, within <see cref="MemoryOptions.EmbeddingTimeout"/>),
    /// and waits for the write lock as a write does. Whether all that is stored is sound, <see cref="CheckAsync"/> looks.
    /// </remarks>
    public Task<MemoryHealthReport> CheckHealthAsync(CancellationToken cancellationToken = default) => RunAsync(
        MemoryTelemetryNames.CheckHealth, null, () => new HealthChecks(_parts, cancellationToken).OfAllAsync());

    /// <summary>Looks at one memory closely: why it is not found, for instance.</summary>
    /// <param name="id">Its id. A deleted memory can be looked at too.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>
    /// The checks "record" (it exists; unhealthy with a <see cref="MemoryNotFoundException"/> when it does not, and then the only one),
    /// "history" (its versions follow each other and are what was written), "embedding" (its text has one), "vector_store" (its vector finds
    /// it, or after a delete does not) and "embedder" (it gives the text the vector that is stored).
    /// </returns>
    /// <exception cref="MemoryValidationException">It is no id.</exception>
    /// <remarks>Never throws what it finds. Changes nothing, and embeds the text anew, not from the cache.</remarks>
    public Task<MemoryHealthReport> DiagnoseAsync(string id, CancellationToken cancellationToken = default)
    {
        Validate.Id(id, nameof(id));
        return RunAsync(MemoryTelemetryNames.DiagnoseMemory, id, () => new HealthChecks(_parts, cancellationToken).OfOneAsync(id, _within));
    }
}
