using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Model;

/// <summary>Does commands on real memories over one file, and writes down what they answer as the oracle does.</summary>
internal sealed class ModelSubject(MemoryFixture fixture, ModelOracle oracle)
{
    private const string Question = "what is there to know";

    private readonly Dictionary<int, string> _ids = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private Memory? _other;

    /// <summary>Does a command. Must be called before the oracle does it: it is asked which version is the right one.</summary>
    public async Task<string> ApplyAsync(ModelCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await AnswerAsync(command, cancellationToken);
        }
        catch (MemoryException error)
        {
            return error.GetType().Name;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return error.ToString();
        }
    }

    private async Task<string> AnswerAsync(ModelCommand command, CancellationToken token)
    {
        Memory memory = command.ByOther ? _other ??= fixture.OpenOther() : fixture.Memory;
        switch (command)
        {
            case ModelCommand.Add add:
                return await AddAsync(memory, add, token);
            case ModelCommand.Update { Change: { } change, Reason: var reason }:
                MemoryUpdateResult updated = await memory.UpdateAsync(
                    Id(change.Number), PatchOf(change), OptionsOf(change.Number, change.VersionsOff, reason), token);
                return $"{updated.Outcome} {Of(updated.Item)}";
            case ModelCommand.BatchUpdate batch:
                MemoryUpdate[] updates =
                [
                    .. batch.Changes.Select(change => new MemoryUpdate(Id(change.Number), PatchOf(change))
                    {
                        ExpectedVersion = oracle.Expected(change.Number, change.VersionsOff),
                    }),
                ];
                return ModelView.Lines((await memory.BatchUpdateAsync(updates, cancellationToken: token)).Select(
                    item => item.Error?.GetType().Name ?? $"{item.Outcome} {Of(item.Item!)}"));
            case ModelCommand.Delete delete:
                return Of(await memory.DeleteAsync(
                    Id(delete.Number),
                    new MemoryDeleteOptions { ExpectedVersion = oracle.Expected(delete.Number, delete.VersionsOff), Reason = delete.Reason },
                    token));
            case ModelCommand.BatchDelete batch:
                return ModelView.Lines((await memory.BatchDeleteAsync(batch.Numbers.Select(Id), cancellationToken: token)).Select(
                    item => item.Error?.GetType().Name ?? "deleted"));
            case ModelCommand.DeleteAll all:
                return $"{await memory.DeleteAllAsync(all.Scope, cancellationToken: token)}";
            case ModelCommand.Reset:
                await memory.ResetAsync(token);
                return ModelView.Nothing;
            case ModelCommand.Reopen:
                await ReopenAsync(command.ByOther);
                return ModelView.Nothing;
            case ModelCommand.SetClock clock:
                fixture.Time.SetUtcNow(ModelWorld.At(clock.Second));
                return ModelView.Nothing;
            case ModelCommand.Get get:
                return Of(await memory.GetAsync(Id(get.Number), token));
            case ModelCommand.List list:
                MemoryListOptions paged = new() { IncludeExpired = list.IncludeExpired, PageSize = list.PageSize };
                return ModelView.Lines((await memory.GetAllAsync(list.Scope, paged, token).ToListAsync(token)).Select(Of));
            case ModelCommand.Count count:
                return $"{await memory.CountAsync(count.Scope, new MemoryListOptions { IncludeExpired = count.IncludeExpired }, token)}";
            case ModelCommand.Search search:
                return ModelView.Lines((await FoundAsync(memory, search.Scope, search.IncludeExpired, token)).Select(Of));
            case ModelCommand.History history:
                return ModelView.Lines((await memory.HistoryAsync(Id(history.Number), token).ToListAsync(token)).Select(OfRow));
            case ModelCommand.ReadAll:
                return ModelView.Lines(await AllAsync(memory, token));
            default:
                throw new InvalidOperationException("The hierarchy of commands is closed.");
        }
    }

    private static MemoryPatch PatchOf(ModelUpdate change) => new()
    {
        Text = change.Text,
        Metadata = change.Metadata is null ? null
            : change.ReplacesMetadata ? MetadataPatch.Replace(JsonNode.Parse(change.Metadata)!.AsObject())
            : MetadataPatch.Merge(JsonNode.Parse(change.Metadata)!.AsObject()),
        Tags = change.Tags is not null ? TagsPatch.Replace(ModelWorld.Tags(change.Tags))
            : change.AddedTags is null && change.RemovedTags is null ? null
            : TagsPatch.Change(ModelWorld.Tags(change.AddedTags ?? string.Empty), ModelWorld.Tags(change.RemovedTags ?? string.Empty)),
        ExpiresAt = InstantOf(change.ExpiresAt),
        ValidFrom = InstantOf(change.ValidFrom),
        ValidTo = InstantOf(change.ValidTo),
    };

    private static InstantPatch InstantOf(int? second) => second switch
    {
        null => default,
        ModelUpdate.Cleared => InstantPatch.Clear,
        { } value => ModelWorld.At(value).ToOffset(TimeSpan.FromHours(5)),
    };

    private async Task<string> AddAsync(Memory memory, ModelCommand.Add add, CancellationToken token)
    {
        MemoryAddOptions options = new()
        {
            Infer = false,
            Metadata = add.Metadata is null ? null : JsonNode.Parse(add.Metadata)!.AsObject(),
            Tags = [.. ModelWorld.Tags(add.Tags)],
            ExpiresAt = ModelWorld.At(add.ExpiresAt),
            ValidFrom = ModelWorld.At(add.ValidFrom),
            ValidTo = ModelWorld.At(add.ValidTo),
            IsImmutable = add.IsImmutable,
        };
        MemoryItem item = (await memory.AddAsync(add.Text, add.Scope, options, token)).Facts.Single().Item!;
        _ids[add.Number] = item.Id;
        _numbers.Add(item.Id, add.Number);
        return Of(item);
    }

    private async Task ReopenAsync(bool other)
    {
        if (!other)
        {
            await fixture.ReopenAsync();
        }
        else if (_other is not null)
        {
            await _other.DisposeAsync();
            _other = fixture.OpenOther();
        }
    }

    private async Task<IEnumerable<MemoryItem>> FoundAsync(Memory memory, MemoryScope scope, bool includeExpired, CancellationToken token)
    {
        MemorySearchOptions everything = new() { Top = MemoryLimits.Top, IncludeExpired = includeExpired };
        return (await memory.SearchAsync(Question, scope, everything, token)).Select(result => result.Item).OrderBy(item => _numbers[item.Id]);
    }

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
            foreach (bool includeExpired in (bool[])[false, true])
            {
                MemoryListOptions options = new() { IncludeExpired = includeExpired };
                List<MemoryItem> listed = await memory.GetAllAsync(scope, options, token).ToListAsync(token);
                lines.Add($"{await memory.CountAsync(scope, options, token)}: {string.Join(", ", listed.Select(Short))}");
                lines.Add(string.Join(", ", (await FoundAsync(memory, scope, includeExpired, token)).Select(Short)));
            }
        }

        if (ids.Length > 0)
        {
            lines.AddRange((await memory.HistoryAsync(ids, token).ToListAsync(token)).Select(OfRow));
        }

        return lines;
    }

    private MemoryUpdateOptions OptionsOf(int number, int? versionsOff, string? reason) =>
        new() { ExpectedVersion = oracle.Expected(number, versionsOff), Reason = reason };

    private string Id(int number) => _ids.GetValueOrDefault(number) ?? $"never-added-{number}";

    private string Of(MemoryItem? item) => item is null ? ModelView.Nothing : ModelView.Of(_numbers[item.Id], item);

    private string Short(MemoryItem item) => ModelView.Short(_numbers[item.Id], item);

    private string OfRow(HistoryEntry row) => string.Equals(row.MemoryId, row.Item.Id, StringComparison.Ordinal)
        ? ModelView.OfRow(_numbers[row.MemoryId], row)
        : $"a row of {row.MemoryId} that holds {row.Item.Id}";
}
