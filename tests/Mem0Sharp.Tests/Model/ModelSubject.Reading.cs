namespace Mem0Sharp.Tests.Model;

/// <content>Reading, and writing down what was read.</content>
internal sealed partial class ModelSubject
{
    private static MemoryAsOf? AsOf(ModelMoment? moment) => moment is null ? null : new MemoryAsOf
    {
        KnownAt = moment.Known is { } known ? ElsewhereAt(known) : null,
        HeldAt = moment.Held is { } held ? ElsewhereAt(held) : null,
    };

    private static MemoryListOptions Options(bool includeExpired, ModelMoment? asOf, int pageSize = 200) =>
        new() { IncludeExpired = includeExpired, AsOf = AsOf(asOf), PageSize = pageSize };

    private async Task<string> ReadAsync(Memory memory, ModelCommand.Read command, CancellationToken token)
    {
        switch (command)
        {
            case ModelCommand.Get { AsOf: { } asOf } get:
                return Of(await memory.GetAsync(Id(get.Number), AsOf(asOf)!, token));
            case ModelCommand.Get get:
                return Of(await memory.GetAsync(Id(get.Number), token));
            case ModelCommand.List list:
                MemoryListOptions paged = Options(list.IncludeExpired, list.AsOf, list.PageSize);
                return ModelView.Lines((await memory.GetAllAsync(list.Scope, paged, token).ToListAsync(token)).Select(Of));
            case ModelCommand.Count count:
                return $"{await memory.CountAsync(count.Scope, Options(count.IncludeExpired, count.AsOf), token)}";
            case ModelCommand.Search search:
                return ModelView.Lines((await FoundAsync(memory, search.Scope, search.IncludeExpired, search.AsOf, token)).Select(Of));
            default:
                throw new InvalidOperationException("The hierarchy of commands is closed.");
        }
    }

    private async Task<IEnumerable<MemoryItem>> FoundAsync(
        Memory memory, MemoryScope scope, bool includeExpired, ModelMoment? asOf, CancellationToken token)
    {
        MemorySearchOptions everything = new() { Top = MemoryLimits.Top, IncludeExpired = includeExpired, AsOf = AsOf(asOf) };
        return (await memory.SearchAsync(Question, scope, everything, token)).Select(result => result.Item).OrderBy(item => _numbers[item.Id]);
    }

    private async Task<IEnumerable<string>> ReviewsAsync(Memory memory, MemoryScope scope, CancellationToken token) =>
        (await memory.GetReviewsAsync(scope, token).ToListAsync(token)).Select(review => $"{Of(review.Kept)} beside {Of(review.Known)}");

    private async Task<List<string>> AllAsync(Memory memory, CancellationToken token)
    {
        List<string> lines = [];
        string[] ids = [.. oracle.Known.Select(Id)];
        if (ids.Length > 0)
        {
            lines.AddRange((await memory.GetAsync(ids, token)).Select(Of));
        }

        foreach (MemoryScope scope in ModelWorld.Asked)
        {
            foreach ((bool includeExpired, ModelMoment? asOf) in ModelWorld.Looks)
            {
                MemoryListOptions options = Options(includeExpired, asOf);
                List<MemoryItem> listed = await memory.GetAllAsync(scope, options, token).ToListAsync(token);
                lines.Add($"{await memory.CountAsync(scope, options, token)}: {string.Join(", ", listed.Select(Short))}");
                lines.Add(string.Join(", ", (await FoundAsync(memory, scope, includeExpired, asOf, token)).Select(Short)));
            }

            lines.AddRange(await ReviewsAsync(memory, scope, token));
        }

        if (ids.Length > 0)
        {
            lines.AddRange((await memory.HistoryAsync(ids, token).ToListAsync(token)).Select(OfRow));
        }

        return lines;
    }

    private string Of(MemoryItem? item) => item is null ? ModelView.Nothing : ModelView.Of(_numbers[item.Id], Numbered(item));

    private string Short(MemoryItem item) => ModelView.Short(_numbers[item.Id], item);

    private string OfErased(EraseReceipt receipt) => ModelView.OfErased(receipt.MemoryIds.Select(id => _numbers[id]), receipt.ErasedAt);

    private string OfRow(HistoryEntry row) => string.Equals(row.MemoryId, row.Item.Id, StringComparison.Ordinal)
        && (row.Before is null || string.Equals(row.MemoryId, row.Before.Id, StringComparison.Ordinal))
        ? ModelView.OfRow(_numbers[row.MemoryId], row with { Item = Numbered(row.Item), Before = row.Before is null ? null : Numbered(row.Before) })
        : $"a row of {row.MemoryId} that holds {row.Item.Id} and {row.Before?.Id}";

    /// <summary>Says by number, as the oracle does, what a memory is in review of.</summary>
    private MemoryItem Numbered(MemoryItem item) => item.ReviewOf is null ? item : item with { ReviewOf = $"#{_numbers[item.ReviewOf]}" };
}
