namespace Mem0Sharp;

/// <content>Whose memories there are.</content>
public sealed partial class Memory
{
    /// <summary>Lists the users, agents, runs and applications that have memories.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>By kind, those of one kind by when one of their memories was changed last, newest first; then by id.</returns>
    /// <remarks>Reads every memory once: for administration, not for each request.</remarks>
    public Task<IReadOnlyList<MemoryOwner>> GetOwnersAsync(CancellationToken cancellationToken = default) =>
        RunAsync(MemoryTelemetryNames.ListOwners, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            Dictionary<(MemoryOwnerKind Kind, string Id), MemoryOwner> owners = [];
            await foreach (MemoryItem item in ListAsync(
                _within, new MemoryListOptions { PageSize = MemoryLimits.BatchSize }, isOperation: false, cancellationToken).ConfigureAwait(false))
            {
                foreach ((MemoryOwnerKind kind, string id) in MemoryOwner.Of(item))
                {
                    MemoryOwner owner = owners.GetValueOrDefault((kind, id))
                        ?? new MemoryOwner(kind, id) { Count = 0, CreatedAt = item.CreatedAt, UpdatedAt = item.UpdatedAt };
                    owners[(kind, id)] = owner with
                    {
                        Count = owner.Count + 1,
                        CreatedAt = item.CreatedAt < owner.CreatedAt ? item.CreatedAt : owner.CreatedAt,
                        UpdatedAt = item.UpdatedAt > owner.UpdatedAt ? item.UpdatedAt : owner.UpdatedAt,
                    };
                }
            }

            MemoryTelemetry.Count(owners.Count);
            return (IReadOnlyList<MemoryOwner>)
            [
                .. owners.Values.OrderBy(owner => owner.Kind).ThenByDescending(owner => owner.UpdatedAt).ThenBy(owner => owner.Id, StringComparer.Ordinal),
            ];
        });
}
