namespace Mem0Sharp.Tests.Model;

/// <content>Adding, updating, deleting.</content>
internal sealed partial class ModelOracle
{
    private static string Deleted(string answer) => answer.StartsWith('#') ? "deleted" : answer;

    private static bool HasTwice(IReadOnlyList<int> numbers) => numbers.Distinct().Count() < numbers.Count;

    private static DateTimeOffset? Changed(DateTimeOffset? current, int? second) =>
        second == ModelUpdate.Cleared ? null : ModelWorld.At(second) ?? current;

    private static bool IsBackwards(DateTimeOffset? from, DateTimeOffset? to) => from is { } start && to is { } end && end <= start;

    private static bool IsUnacceptable(ModelUpdate patch) => patch.IsEmpty || patch.Text?.Trim().Length == 0;

    private static MemoryItem Patched(MemoryItem item, ModelUpdate patch)
    {
        List<string> tags = [.. item.Tags];
        if (patch.Tags is not null)
        {
            tags = [.. ModelWorld.Tags(patch.Tags).Distinct(StringComparer.Ordinal)];
        }
        else
        {
            tags.RemoveAll(tag => patch.RemovedTags?.Contains(tag, StringComparison.Ordinal) ?? false);
            tags.AddRange(ModelWorld.Tags(patch.AddedTags ?? string.Empty).Distinct(StringComparer.Ordinal).Except(tags, StringComparer.Ordinal).ToList());
        }

        return item with
        {
            Text = patch.Text ?? item.Text,
            Metadata = patch.Metadata is null ? item.Metadata
                : patch.ReplacesMetadata ? MemoryMetadata.From(ModelJson.Parse(patch.Metadata))
                : MemoryMetadata.From(ModelJson.MergePatch(item.Metadata.ToJsonObject(), ModelJson.Parse(patch.Metadata))!.AsObject()),
            Tags = tags,
            ExpiresAt = Changed(item.ExpiresAt, patch.ExpiresAt),
            ValidFrom = Changed(item.ValidFrom, patch.ValidFrom ?? patch.Timestamp),
            ValidTo = Changed(item.ValidTo, patch.ValidTo),
            IsImmutable = item.IsImmutable || patch.IsImmutable,
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
            Metadata = MemoryMetadata.From(ModelJson.Parse(add.Metadata ?? "{}")),
            Tags = [.. ModelWorld.Tags(add.Tags).Distinct(StringComparer.Ordinal)],
            IsImmutable = add.IsImmutable,
            CreatedAt = Now,
            ExpiresAt = ModelWorld.At(add.ExpiresAt),
            ValidFrom = ModelWorld.At(add.ValidFrom),
            ValidTo = ModelWorld.At(add.ValidTo),
            Role = "user",
        };
        return ModelView.Of(add.Number, Append(add.Number, MemoryEvent.Add, item));
    }

    private string BatchUpdate(ModelList<ModelUpdate> patches) =>
        patches.Count == 0 || HasTwice([.. patches.Select(patch => patch.Number)]) || patches.Any(IsUnacceptable)
            ? nameof(MemoryValidationException)
            : ModelView.Lines(patches.Select(Update));

    private string Update(ModelUpdate patch)
    {
        if (IsUnacceptable(patch))
        {
            return nameof(MemoryValidationException);
        }

        if (!_live.TryGetValue(patch.Number, out MemoryItem? item))
        {
            return nameof(MemoryNotFoundException);
        }

        bool isLate = Expected(patch.Number, patch.VersionsOff) is { } expected && expected != item.Version;
        if (isLate && !CanBeLate(patch))
        {
            return nameof(MemoryConflictException);
        }

        return item.IsImmutable && patch.IsMarkOnly ? $"{UpdateOutcome.Unchanged} {ModelView.Of(patch.Number, item)}"
            : item.IsImmutable ? nameof(ImmutableMemoryException)
            : patch.OnConflict == ConflictPolicy.NewestWins && (isLate || (patch.VersionsOff is null && patch.Timestamp is not null))
                ? NewestWins(item, patch)
            : isLate && patch.OnConflict == ConflictPolicy.Merge ? Merge(item, patch)
            : isLate && patch.OnConflict == ConflictPolicy.KeepBoth ? KeepBoth(item, patch)
            : Become(item, Patched(item, patch), patch);
    }

    private string Become(MemoryItem item, MemoryItem next, ModelUpdate patch)
    {
        if (IsBackwards(next.ValidFrom, next.ValidTo))
        {
            return nameof(MemoryValidationException);
        }

        return SaySame(item, next)
            ? $"{UpdateOutcome.Unchanged} {ModelView.Of(patch.Number, item)}"
            : $"{UpdateOutcome.Updated} {ModelView.Of(patch.Number, Append(patch.Number, MemoryEvent.Update, next, ModelWorld.At(patch.Timestamp)))}";
    }

    private string Delete(int number, int? versionsOff)
    {
        if (!_live.TryGetValue(number, out MemoryItem? item))
        {
            return nameof(MemoryNotFoundException);
        }

        return Expected(number, versionsOff) is { } version && version != item.Version
            ? nameof(MemoryConflictException)
            : ModelView.Of(number, Append(number, MemoryEvent.Delete, item));
    }

    private string BatchDelete(ModelList<int> numbers) => HasTwice(numbers) || numbers.Count == 0
        ? nameof(MemoryValidationException)
        : ModelView.Lines(numbers.Select(number => Deleted(Delete(number, null))));

    private string DeleteAll(MemoryScope scope)
    {
        int[] numbers = [.. Found(scope, includeExpired: true, asOf: null).Select(found => found.Number)];
        foreach (int number in numbers)
        {
            Delete(number, null);
        }

        return $"{numbers.Length}";
    }
}
