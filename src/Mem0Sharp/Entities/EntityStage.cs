using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>Asks the host's extractor what texts name. Thread-safe.</summary>
/// <remarks>No text is worth less for it: where the extractor fails, the rules say what a text names, and the failure is logged.</remarks>
/// <param name="extractor">The extractor, or null: then the rules say it, whenever somebody asks.</param>
/// <param name="logger">Where a failure is logged.</param>
internal sealed class EntityStage(IEntityExtractor? extractor, ILogger logger)
{
    /// <summary>Begins a write: what is found for it is kept as long as it lasts.</summary>
    /// <returns>What was found by now, by text; null where nobody is asked.</returns>
    public Dictionary<string, IReadOnlyList<MemoryEntity>?>? Begin() => extractor is null ? null : new(StringComparer.Ordinal);

    /// <summary>Finds what texts name, and asks for none that was asked for before: a write that meets a change comes round again.</summary>
    /// <param name="known">What <see cref="Begin"/> gave; what is found comes into it, null for a text of which the rules say it.</param>
    /// <param name="texts">The texts; any number, a text any number of times.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task FindAsync(
        Dictionary<string, IReadOnlyList<MemoryEntity>?>? known, IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        if (known is null)
        {
            return;
        }

        string[] asked = [.. texts.Where(text => !known.ContainsKey(text)).Distinct(StringComparer.Ordinal)];
        if (asked.Length > 0)
        {
            IReadOnlyList<MemoryEntity>?[] found = await AskAsync(extractor!, asked, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < asked.Length; i++)
            {
                known[asked[i]] = found[i];
            }
        }
    }

    private async Task<IReadOnlyList<MemoryEntity>?[]> AskAsync(IEntityExtractor asked, string[] texts, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<IReadOnlyList<MemoryEntity>> answer =
                await asked.ExtractAsync(texts, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<MemoryEntity>[] usable = [.. answer.Select(Usable)];
            if (usable.Length != texts.Length)
            {
                throw new ModelResponseException(
                    "entities", FormattableString.Invariant($"The extractor gave {usable.Length} lists of entities for {texts.Length} texts."));
            }

            return usable;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not OutOfMemoryException)
        {
            MemoryLog.EntitiesFailed(logger, texts.Length, exception.GetType().Name);
            return new IReadOnlyList<MemoryEntity>?[texts.Length];
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
