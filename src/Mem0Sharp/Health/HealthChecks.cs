using System.Numerics.Tensors;

namespace Mem0Sharp;

/// <summary>Looks whether the parts of a memory work, and at one memory closely. What is wrong is a finding, never thrown.</summary>
internal sealed class HealthChecks(MemoryParts parts, CancellationToken cancellationToken)
{
    /// <summary>Of the same text by the same model: less is another model, or another version of it.</summary>
    private const float SameVector = 0.999f;

    private readonly List<MemoryHealthCheck> _checks = [];

    public async Task<MemoryHealthReport> OfAllAsync()
    {
        HistoryState? state = null;
        await LookAsync("history", async () =>
        {
            state = await parts.History.OpenAsync(cancellationToken).ConfigureAwait(false);

            // A transaction without a change: it takes the lock that every write takes.
            await parts.History.CommitAsync([new HistoryWrite(nameof(HealthChecks), static _ => null)], cancellationToken).ConfigureAwait(false);
            return $"It can be written; its last sequence is {state.Position.Sequence}.";
        }).ConfigureAwait(false);
        await LookAsync("embedding_space", () =>
        {
            if (state?.Space is not { } space)
            {
                return Task.FromResult(state is null ? throw new MemoryStoreException("The history could not be asked.") : "Nothing is embedded yet.");
            }

            parts.Embedder.Bind(space);
            return Task.FromResult($"The history is of the embedder's model, with {space.Dimensions} dimensions.");
        }).ConfigureAwait(false);
        await LookAsync("vector_store", async () =>
        {
            HistoryPosition end = await parts.History.GetPositionAsync(cancellationToken).ConfigureAwait(false);
            long behind = Math.Max(0, end.Sequence - await parts.Projection.SequenceAsync(cancellationToken).ConfigureAwait(false));
            await parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            return parts.Projection.IsStoreOpen
                ? $"It holds {await parts.Searcher.CountAsync(cancellationToken).ConfigureAwait(false)} memories, and was {behind} changes behind."
                : "Nothing is stored yet.";
        }).ConfigureAwait(false);
        await LookAsync("embedder", async () =>
        {
            ReadOnlyMemory<float> vector = await parts.Embedder.ProbeAsync("health", cancellationToken).ConfigureAwait(false);
            return $"It answers with {vector.Length} dimensions.";
        }).ConfigureAwait(false);
        return new MemoryHealthReport(_checks);
    }

    /// <param name="id">The memory's id.</param>
    /// <param name="within">Where it must be found to exist; null for anywhere.</param>
    public async Task<MemoryHealthReport> OfOneAsync(string id, MemoryScope? within)
    {
        MemoryHead? head = null;
        await LookAsync("record", async () =>
        {
            await parts.History.OpenAsync(cancellationToken).ConfigureAwait(false);
            MemoryHead? newest = (await parts.History.GetHeadsAsync([id], cancellationToken).ConfigureAwait(false))[0];
            head = newest is null || within?.Contains(newest.Item) == false ? throw new MemoryNotFoundException(id) : newest;
            return head.IsDeleted ? $"It was deleted by version {head.Item.Version}." : $"It is at version {head.Item.Version}.";
        }).ConfigureAwait(false);
        if (head is not null)
        {
            await LookAtAsync(head).ConfigureAwait(false);
        }

        return new MemoryHealthReport(_checks);
    }

    private async Task LookAtAsync(MemoryHead head)
    {
        await LookAsync("history", async () =>
        {
            MemoryCheckResult rows = await new HistoryInspector(parts.History).InspectAsync(head.Item.Id, cancellationToken).ConfigureAwait(false);
            return rows.IsSound
                ? $"Its {rows.Versions} versions follow each other and are what was written."
                : throw new MemoryStoreException(string.Join(' ', rows.Problems));
        }).ConfigureAwait(false);
        ReadOnlyMemory<float>? vector = null;
        await LookAsync("embedding", async () =>
        {
            vector = (await parts.History.GetEmbeddingsAsync([head.Item.Text], cancellationToken).ConfigureAwait(false))[0];
            if (vector is { } known)
            {
                return $"Its text has a vector of {known.Length} dimensions.";
            }

            IReadOnlyList<string> unembedded = await parts.History.GetUnembeddedAsync(int.MaxValue, cancellationToken).ConfigureAwait(false);
            throw unembedded.Contains(head.Item.Text, StringComparer.Ordinal)
                ? new MemoryStoreException("The embedding of its text is to be made yet; until then its words find it.", isTransient: true)
                : new MemoryStoreException("The embedding of its text is missing.");
        }).ConfigureAwait(false);
        await LookAsync("vector_store", async () =>
        {
            await parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            if (vector is not { } known)
            {
                throw new MemoryStoreException("Without its embedding it cannot be looked for.");
            }

            if (head.IsDeleted)
            {
                return !await parts.Searcher.KeepsAsync(head.Item, known, cancellationToken).ConfigureAwait(false)
                    ? "It is not found any more."
                    : throw new MemoryStoreException("It is deleted, and still found.");
            }

            return await parts.Searcher.FindsAsync(head.Item, known, cancellationToken).ConfigureAwait(false)
                ? "Its vector finds it."
                : throw new MemoryStoreException("Its vector does not find it.");
        }).ConfigureAwait(false);
        await LookAsync("embedder", async () =>
        {
            ReadOnlyMemory<float> now = await parts.Embedder.ProbeAsync(head.Item.Text, cancellationToken).ConfigureAwait(false);
            return vector is not { } known || TensorPrimitives.Dot(known.Span, now.Span) >= SameVector
                ? $"It answers with {now.Length} dimensions."
                : throw new EmbeddingException("The embedder gives the text another vector than the one that is stored: its model has changed.");
        }).ConfigureAwait(false);
    }

    private async Task LookAsync(string name, Func<Task<string>> look)
    {
        try
        {
            _checks.Add(new MemoryHealthCheck(name, MemoryHealthStatus.Healthy, await look().ConfigureAwait(false)));
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // Not the words of others: they may quote what they were given.
            bool mayPass = error is MemoryException { IsTransient: true } or OperationCanceledException;
            _checks.Add(new MemoryHealthCheck(
                name,
                mayPass ? MemoryHealthStatus.Degraded : MemoryHealthStatus.Unhealthy,
                error is MemoryException ? error.Message : $"It failed with a {error.GetType().Name}.",
                error));
        }
    }
}
