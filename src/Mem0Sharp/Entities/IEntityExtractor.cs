namespace Mem0Sharp;

/// <summary>Finds what texts name, in place of the rules: a model, a service, a dictionary of the host's own.</summary>
/// <remarks>
/// Asked when a text is stored, once for the texts of a write, never when one is searched: what it finds is kept with the memory. Must be
/// thread-safe. One that throws fails no write: the rules find what those texts name then, and the log has a warning (event 214).
/// </remarks>
public interface IEntityExtractor
{
    /// <summary>Finds what texts name.</summary>
    /// <param name="texts">The texts, 1 or more.</param>
    /// <param name="cancellationToken">Ends the work, with the write that asked.</param>
    /// <returns>
    /// As many lists as texts, in their order. Of each list the first <see cref="MemoryLimits.Entities"/> count, each once; what is blank
    /// or longer than <see cref="MemoryLimits.EntityLength"/> is left out.
    /// </returns>
    Task<IReadOnlyList<IReadOnlyList<MemoryEntity>>> ExtractAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default);
}
