using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>Asks the host's extractor what texts name. Thread-safe.</summary>
/// <remarks>No text is worth less for it: where the extractor fails, the rules say what a text names, and the failure is logged.</remarks>
/// <param name="extractor">The extractor, or null: then the rules say it, whenever somebody asks.</param>
/// <param name="logger">Where a failure is logged.</param>
internal sealed class EntityStage(IEntityExtractor? extractor, ILogger logger)
{
    /// <summary>Finds what texts name.</summary>
    /// <returns>As many as texts, in their order; null for a text of which the rules say it.</returns>
    public async Task<IReadOnlyList<MemoryEntity>?[]> FindAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        IReadOnlyList<MemoryEntity>?[] found = new IReadOnlyList<MemoryEntity>?[texts.Count];
        if (extractor is null || texts.Count == 0)
        {
            return found;
        }

        try
        {
            IReadOnlyList<IReadOnlyList<MemoryEntity>> answer =
                await extractor.ExtractAsync(texts, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<MemoryEntity>[] usable = [.. answer.Select(Usable)];
            if (usable.Length != texts.Count)
            {
                throw new ModelResponseException(
                    "entities", FormattableString.Invariant($"The extractor gave {usable.Length} lists of entities for {texts.Count} texts."));
            }

            return usable;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not OutOfMemoryException)
        {
            MemoryLog.EntitiesFailed(logger, texts.Count, exception.GetType().Name);
            return found;
        }
    }

    /// <summary>Keeps what can be kept: each entity once, of a kind there is, neither blank nor too long, and of whole characters.</summary>
    public static IReadOnlyList<MemoryEntity> Usable(IEnumerable<MemoryEntity> entities) =>
    [
        .. entities
            .Where(entity => Enum.IsDefined(entity.Kind) && !string.IsNullOrWhiteSpace(entity.Text))
            .Select(entity => entity with { Text = entity.Text.Trim() })
            .Where(entity => entity.Text.Length <= MemoryLimits.EntityLength && Validate.IsWellFormed(entity.Text))
            .Distinct()
            .Take(MemoryLimits.Entities),
    ];
}
