using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Model;

/// <summary>
/// What a memory is supposed to do, as plainly as it can be said: one dictionary, one list of rows, and nothing of the library
/// but the types that hold values.
/// </summary>
internal sealed class ModelOracle
{
    private readonly Dictionary<int, MemoryItem> _live = [];
    private readonly Dictionary<int, long> _firstSequence = [];
    private readonly Dictionary<int, List<HistoryEntry>> _rows = [];
    private int _second;
    private long _sequence;

    /// <summary>Gets every number that was ever added since the last reset.</summary>
    public IEnumerable<int> Known => _rows.Keys.Order();

    private DateTimeOffset Now => ModelWorld.At(_second);

    /// <summary>Gets the version that a command expects: the right one, or one that is so far off.</summary>
    public int? Expected(int number, int? versionsOff) =>
        versionsOff is { } off ? Math.Max(1, (_live.TryGetValue(number, out MemoryItem? item) ? item.Version : 1) + off) : null;

    /// <summary>Does a command and says what a memory must answer.</summary>
    public string Apply(ModelCommand command)
    {
        switch (command)
        {
            case ModelCommand.Add add:
                return Add(add);
            case ModelCommand.Update update:
                return Update(update.Change, update.Reason);
            case ModelCommand.BatchUpdate batch:
                return BatchUpdate(batch.Changes);
            case ModelCommand.Delete delete:
                return Delete(delete.Number, delete.VersionsOff, delete.Reason);
            case ModelCommand.BatchDelete batch:
                return HasTwice(batch.Numbers) || batch.Numbers.Count == 0
                    ? nameof(MemoryValidationException)
                    : ModelView.Lines(batch.Numbers.Select(number => Deleted(Delete(number, null, null))));
            case ModelCommand.DeleteAll all:
                int[] numbers = [.. Listed(all.Scope, includeExpired: true)];
                foreach (int number in numbers)
                {
                    Delete(number, null, null);
                }

                return $"{numbers.Length}";
            case ModelCommand.Reset:
                _live.Clear();
                _firstSequence.Clear();
                _rows.Clear();
                return ModelView.Nothing;
            case ModelCommand.SetClock clock:
                _second = clock.Second;
                return ModelView.Nothing;
            case ModelCommand.Reopen:
                return ModelView.Nothing;
            case ModelCommand.Get get:
                return Get(get.Number);
            case ModelCommand.List list:
                return ModelView.Lines(Listed(list.Scope, list.IncludeExpired).Select(number => ModelView.Of(number, _live[number])));
            case ModelCommand.Count count:
                return $"{Listed(count.Scope, count.IncludeExpired).Count()}";
            case ModelCommand.Search search:
                return ModelView.Lines(Listed(search.Scope, search.IncludeExpired).Order().Select(number => ModelView.Of(number, _live[number])));
            case ModelCommand.History history:
                return ModelView.Lines(Rows(history.Number));
            case ModelCommand.ReadAll:
                return ModelView.Lines(All());
            default:
                throw new InvalidOperationException("The hierarchy of commands is closed.");
        }
    }

    /// <summary>Merges as the appendix of RFC 7396 has it, line by line.</summary>
    private static JsonNode? MergePatch(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        JsonObject result = target as JsonObject ?? [];
        foreach ((string name, JsonNode? value) in changes)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = MergePatch(result[name], value);
            }
        }

        return result;
    }

    private static JsonObject Parsed(string json) => JsonNode.Parse(json)!.AsObject();

    private static string Deleted(string answer) => answer.StartsWith('#') ? "deleted" : answer;

    private static bool HasTwice(IReadOnlyList<int> numbers) => numbers.Distinct().Count() < numbers.Count;

    private static DateTimeOffset? Changed(DateTimeOffset? current, int? second) =>
        second == ModelUpdate.Cleared ? null : ModelWorld.At(second) ?? current;

    private static bool IsBackwards(DateTimeOffset? from, DateTimeOffset? to) => from is { } start && to is { } end && end <= start;

    private static bool IsUnacceptable(ModelUpdate change) => change.IsEmpty || change.Text?.Trim().Length == 0;

    private static MemoryItem Patched(MemoryItem item, ModelUpdate change)
    {
        List<string> tags = [.. item.Tags];
        if (change.Tags is not null)
        {
            tags = [.. ModelWorld.Tags(change.Tags).Distinct(StringComparer.Ordinal)];
        }
        else
        {
            tags.RemoveAll(tag => change.RemovedTags?.Contains(tag, StringComparison.Ordinal) ?? false);
            tags.AddRange(ModelWorld.Tags(change.AddedTags ?? string.Empty).Distinct(StringComparer.Ordinal).Except(tags, StringComparer.Ordinal).ToList());
        }

        return item with
        {
            Text = change.Text ?? item.Text,
            Metadata = change.Metadata is null ? item.Metadata
                : change.ReplacesMetadata ? MemoryMetadata.From(Parsed(change.Metadata))
                : MemoryMetadata.From(MergePatch(item.Metadata.ToJsonObject(), Parsed(change.Metadata))!.AsObject()),
            Tags = tags,
            ExpiresAt = Changed(item.ExpiresAt, change.ExpiresAt),
            ValidFrom = Changed(item.ValidFrom, change.ValidFrom),
            ValidTo = Changed(item.ValidTo, change.ValidTo),
        };
    }

    private string Add(ModelCommand.Add add)
    {
        if (add.Text.Trim().Length == 0 || IsBackwards(ModelWorld.At(add.ValidFrom), ModelWorld.At(add.ValidTo)))
        {
            return nameof(MemoryValidationException);
        }

        MemoryItem item = new()
        {
            Id = string.Empty,
            Text = add.Text,
            Scope = add.Scope,
            Metadata = MemoryMetadata.From(Parsed(add.Metadata ?? "{}")),
            Tags = [.. ModelWorld.Tags(add.Tags).Distinct(StringComparer.Ordinal)],
            IsImmutable = add.IsImmutable,
            CreatedAt = Now,
            UpdatedAt = Now,
            RecordedAt = Now,
            ExpiresAt = ModelWorld.At(add.ExpiresAt),
            ValidFrom = ModelWorld.At(add.ValidFrom),
            ValidTo = ModelWorld.At(add.ValidTo),
            Role = "user",
        };
        Append(add.Number, MemoryEvent.Add, item, null);
        _firstSequence[add.Number] = _sequence;
        return ModelView.Of(add.Number, item);
    }

    private string BatchUpdate(ModelList<ModelUpdate> changes) =>
        changes.Count == 0 || HasTwice([.. changes.Select(change => change.Number)]) || changes.Any(IsUnacceptable)
            ? nameof(MemoryValidationException)
            : ModelView.Lines(changes.Select(change => Update(change, null)));

    private string Update(ModelUpdate change, string? reason)
    {
        if (IsUnacceptable(change))
        {
            return nameof(MemoryValidationException);
        }

        if (!_live.TryGetValue(change.Number, out MemoryItem? item))
        {
            return nameof(MemoryNotFoundException);
        }

        if (Expected(change.Number, change.VersionsOff) is { } version && version != item.Version)
        {
            return nameof(MemoryConflictException);
        }

        if (item.IsImmutable)
        {
            return nameof(ImmutableMemoryException);
        }

        MemoryItem next = Patched(item, change);
        if (IsBackwards(next.ValidFrom, next.ValidTo))
        {
            return nameof(MemoryValidationException);
        }

        // Everything that a patch can change is in the view: the same view is the same memory. The order of keys is no change.
        if (item.Metadata.Equals(next.Metadata) && string.Equals(
            ModelView.Of(0, item), ModelView.Of(0, next with { Metadata = item.Metadata }), StringComparison.Ordinal))
        {
            return $"{UpdateOutcome.Unchanged} {ModelView.Of(change.Number, item)}";
        }

        next = next with { Version = item.Version + 1, UpdatedAt = Now, RecordedAt = Now };
        Append(change.Number, MemoryEvent.Update, next, reason);
        return $"{UpdateOutcome.Updated} {ModelView.Of(change.Number, next)}";
    }

    private string Delete(int number, int? versionsOff, string? reason)
    {
        if (!_live.TryGetValue(number, out MemoryItem? item))
        {
            return nameof(MemoryNotFoundException);
        }

        if (Expected(number, versionsOff) is { } version && version != item.Version)
        {
            return nameof(MemoryConflictException);
        }

        MemoryItem last = item with { Version = item.Version + 1, UpdatedAt = Now, RecordedAt = Now };
        Append(number, MemoryEvent.Delete, last, reason);
        return ModelView.Of(number, last);
    }

    private void Append(int number, MemoryEvent change, MemoryItem item, string? reason)
    {
        string? before = _live.TryGetValue(number, out MemoryItem? old) ? old.Text : null;
        if (!_rows.TryGetValue(number, out List<HistoryEntry>? rows))
        {
            _rows[number] = rows = [];
        }

        rows.Add(new HistoryEntry
        {
            Id = string.Empty,
            MemoryId = string.Empty,
            Sequence = ++_sequence,
            Event = change,
            OldText = before,
            NewText = change == MemoryEvent.Delete ? null : item.Text,
            Item = item,
            Reason = reason,
        });
        if (change == MemoryEvent.Delete)
        {
            _live.Remove(number);
        }
        else
        {
            _live[number] = item;
        }
    }

    private string Get(int number) => _live.TryGetValue(number, out MemoryItem? item) ? ModelView.Of(number, item) : ModelView.Nothing;

    private IEnumerable<string> Rows(int number) =>
        _rows.TryGetValue(number, out List<HistoryEntry>? rows) ? rows.Select(row => ModelView.OfRow(number, row)) : [];

    /// <summary>Gets the numbers of the memories of a scope, newest first.</summary>
    private IEnumerable<int> Listed(MemoryScope scope, bool includeExpired) => _live
        .Where(pair => Holds(scope.UserId, pair.Value.Scope.UserId) && Holds(scope.AgentId, pair.Value.Scope.AgentId)
            && Holds(scope.RunId, pair.Value.Scope.RunId) && Holds(scope.AppId, pair.Value.Scope.AppId))
        .Where(pair => includeExpired || pair.Value.ExpiresAt is null || pair.Value.ExpiresAt > Now)
        .Select(pair => pair.Key)
        .OrderByDescending(number => _firstSequence[number]);

    private static bool Holds(string? asked, string? has) => asked is null || string.Equals(asked, has, StringComparison.Ordinal);

    private IEnumerable<string> All()
    {
        foreach (int number in Known)
        {
            yield return Get(number);
        }

        foreach (MemoryScope scope in ModelWorld.Asked)
        {
            foreach (bool includeExpired in (bool[])[false, true])
            {
                int[] listed = [.. Listed(scope, includeExpired)];
                yield return $"{listed.Length}: {string.Join(", ", listed.Select(number => ModelView.Short(number, _live[number])))}";
                yield return string.Join(", ", listed.Order().Select(number => ModelView.Short(number, _live[number])));
            }
        }

        foreach (string row in _rows.SelectMany(pair => pair.Value.Select(row => (pair.Key, Row: row))).OrderBy(row => row.Row.Sequence)
            .Select(row => ModelView.OfRow(row.Key, row.Row)))
        {
            yield return row;
        }
    }
}
