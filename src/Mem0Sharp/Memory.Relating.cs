namespace Mem0Sharp;

/// <content>From memory to memory.</content>
public sealed partial class Memory
{
    /// <summary>Finds the memories that a memory is related to: those that it links to, those that link to it, those that name the same, and those behind them.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>
    /// 0 to <see cref="MemoryRelatedOptions.Top"/> memories of the same owner (<see cref="LinksPatch"/>), the most strongly related first,
    /// equally related ones by id; never the memory itself, nor a deleted one. All as they were at one moment.
    /// </returns>
    /// <exception cref="MemoryNotFoundException">There is no such memory.</exception>
    /// <exception cref="MemoryValidationException">The id is blank or too long, or an option is out of range.</exception>
    /// <remarks>
    /// Nothing is embedded or changed. Links count in both directions. All that the owner has is read from the log: the time goes with that, not
    /// with what is found.
    /// </remarks>
    public Task<IReadOnlyList<RelatedMemory>> GetRelatedAsync(
        string id, MemoryRelatedOptions? options = null, CancellationToken cancellationToken = default)
    {
        Validate.Id(id, nameof(id));
        options = (options ?? new MemoryRelatedOptions()).Validated();
        return RunAsync(MemoryTelemetryNames.GetRelated, id, async () =>
        {
            IReadOnlyDictionary<string, MemoryItem> items = await OwnedWithAsync(id, cancellationToken).ConfigureAwait(false);
            DateTimeOffset now = _parts.Time.GetUtcNow();
            Dictionary<string, MemoryItem> walked = items
                .Where(pair => options.IncludeExpired || !pair.Value.IsExpired(now) || string.Equals(pair.Key, id, StringComparison.Ordinal))
                .ToDictionary(StringComparer.Ordinal);

            ILookup<string, MemoryStep> links = LinkEdges.Of(walked);
            SharedEntities? shared = options.BySharedEntities ? new SharedEntities(walked) : null;
            RelatedMemory[] related =
            [
                .. RelatedWalk.From(id, from => shared is null ? links[from] : links[from].Concat(shared.From(from)), options.Hops, options.MinStrength)
                    .Where(reached => options.Filter?.Matches(walked[reached.Key]) != false)
                    .OrderByDescending(reached => reached.Value.Strength)
                    .ThenBy(reached => reached.Key, StringComparer.Ordinal)
                    .Take(options.Top)
                    .Select(reached => new RelatedMemory(walked[reached.Key], reached.Value.Strength, reached.Value.Path)),
            ];
            MemoryTelemetry.Count(related.Length);
            return (IReadOnlyList<RelatedMemory>)related;
        });
    }

    /// <summary>Reads, in one read, all that the owner of a memory has, as far as this handle may look.</summary>
    /// <exception cref="MemoryNotFoundException">There is no such memory.</exception>
    private async Task<IReadOnlyDictionary<string, MemoryItem>> OwnedWithAsync(string id, CancellationToken cancellationToken)
    {
        MemoryItem start = await ReadAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new MemoryNotFoundException(id);
        MemoryScope owner = start.Scope.Knowledge;
        IReadOnlyList<MemoryHead> heads = await _parts.History.ListAsync(
            new HistoryListQuery { Scope = owner, Limit = int.MaxValue }, cancellationToken).ConfigureAwait(false);

        // As a filter a scope lets others through: other users' memories of the same agent, and the same user's of any app.
        Dictionary<string, MemoryItem> items = heads
            .Select(head => head.Item)
            .Where(item => item.Scope.Knowledge.Equals(owner) && IsWithin(item))
            .ToDictionary(item => item.Id, StringComparer.Ordinal);
        return items.ContainsKey(id) ? items : throw new MemoryNotFoundException(id);
    }
}
