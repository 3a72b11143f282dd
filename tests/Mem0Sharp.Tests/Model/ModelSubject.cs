using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Model;

/// <summary>Does commands on real memories over one file, and writes down what they answer as the oracle does.</summary>
internal sealed partial class ModelSubject(MemoryFixture fixture, ModelOracle oracle)
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
            case ModelCommand.Change change:
                return await ChangeAsync(memory, change, token);
            case ModelCommand.Read read:
                return await ReadAsync(memory, read, token);
            case ModelCommand.Erase erase:
                return OfErased(await memory.EraseAsync(Id(erase.Number), token));
            case ModelCommand.EraseAll all:
                return OfErased(await memory.EraseAsync(all.Scope, token));
            case ModelCommand.Reset:
                await memory.ResetAsync(token);
                return ModelView.Nothing;
            case ModelCommand.Reopen:
                await ReopenAsync(command.ByOther);
                return ModelView.Nothing;
            case ModelCommand.SetClock clock:
                fixture.Time.SetUtcNow(ModelWorld.At(clock.Second));
                return ModelView.Nothing;
            case ModelCommand.History history:
                return ModelView.Lines((await memory.HistoryAsync(Id(history.Number), token).ToListAsync(token)).Select(OfRow));
            case ModelCommand.Reviews reviews:
                return ModelView.Lines(await ReviewsAsync(memory, reviews.Scope, token));
            case ModelCommand.ReadAll:
                return ModelView.Lines(await AllAsync(memory, token));
            default:
                throw new InvalidOperationException("The hierarchy of commands is closed.");
        }
    }

    private async Task<string> ChangeAsync(Memory memory, ModelCommand.Change command, CancellationToken token)
    {
        MemoryChangeOptions note = new() { ChangedBy = command.By, Reason = command.Reason };
        switch (command)
        {
            case ModelCommand.Add add:
                return await AddAsync(memory, add, token);
            case ModelCommand.Update { Patch: { } patch }:
                MemoryUpdateResult updated = await memory.UpdateAsync(Id(patch.Number), PatchOf(patch), OptionsOf(patch, note), token);
                return Of(patch, updated.Outcome, updated.Item);
            case ModelCommand.BatchUpdate batch:
                return await BatchUpdateAsync(memory, batch, token);
            case ModelCommand.Delete delete:
                MemoryDeleteOptions deleting = new()
                {
                    ExpectedVersion = oracle.Expected(delete.Number, delete.VersionsOff),
                    ChangedBy = note.ChangedBy,
                    Reason = note.Reason,
                };
                return Of(await memory.DeleteAsync(Id(delete.Number), deleting, token));
            case ModelCommand.BatchDelete batch:
                return ModelView.Lines((await memory.BatchDeleteAsync(batch.Numbers.Select(Id), note, token)).Select(
                    item => item.Error?.GetType().Name ?? "deleted"));
            case ModelCommand.DeleteAll all:
                return $"{await memory.DeleteAllAsync(all.Scope, note, token)}";
            case ModelCommand.Restore restore:
                return await RestoreAsync(memory, restore, token);
            case ModelCommand.RollBack rollback:
                return await RollBackAsync(memory, rollback, token);
            case ModelCommand.SettleReview settle:
                return Of(await memory.SettleReviewAsync(Id(settle.Number), settle.Decision, note, token));
            default:
                throw new InvalidOperationException("The hierarchy of commands is closed.");
        }
    }

    private static MemoryPatch PatchOf(ModelUpdate patch) => new()
    {
        Text = patch.Text,
        Metadata = patch.Metadata is null ? null
            : patch.ReplacesMetadata ? MetadataPatch.Replace(JsonNode.Parse(patch.Metadata)!.AsObject())
            : MetadataPatch.Merge(JsonNode.Parse(patch.Metadata)!.AsObject()),
        Tags = patch.Tags is not null ? TagsPatch.Replace(ModelWorld.Tags(patch.Tags))
            : patch.AddedTags is null && patch.RemovedTags is null ? null
            : TagsPatch.Change(ModelWorld.Tags(patch.AddedTags ?? string.Empty), ModelWorld.Tags(patch.RemovedTags ?? string.Empty)),
        ExpiresAt = InstantOf(patch.ExpiresAt),
        ValidFrom = InstantOf(patch.ValidFrom),
        ValidTo = InstantOf(patch.ValidTo),
        Timestamp = patch.Timestamp is { } second ? ElsewhereAt(second) : (MemoryTimestamp?)null,
        IsImmutable = patch.IsImmutable,
    };

    private static InstantPatch InstantOf(int? second) => second switch
    {
        null => default,
        ModelUpdate.Cleared => InstantPatch.Clear,
        { } value => ElsewhereAt(value),
    };

    /// <summary>Gets an instant as another time zone says it.</summary>
    private static DateTimeOffset ElsewhereAt(int second) => ModelWorld.At(second).ToOffset(TimeSpan.FromHours(5));

    private async Task<string> AddAsync(Memory memory, ModelCommand.Add add, CancellationToken token)
    {
        MemoryAddOptions options = new()
        {
            Mode = MemoryAddMode.Verbatim,
            Metadata = add.Metadata is null ? null : JsonNode.Parse(add.Metadata)!.AsObject(),
            Tags = [.. ModelWorld.Tags(add.Tags)],
            ExpiresAt = ModelWorld.At(add.ExpiresAt),
            ValidFrom = ModelWorld.At(add.ValidFrom),
            ValidTo = ModelWorld.At(add.ValidTo),
            IsImmutable = add.IsImmutable,
            ChangedBy = add.By,
            Reason = add.Reason,
        };
        MemoryItem item = (await memory.AddAsync(add.Text, add.Scope, options, token)).Facts.Single().Item!;
        Name(add.Number, item);
        return Of(item);
    }

    private async Task<string> BatchUpdateAsync(Memory memory, ModelCommand.BatchUpdate batch, CancellationToken token)
    {
        MemoryUpdate[] updates =
        [
            .. batch.Patches.Select(patch => new MemoryUpdate(Id(patch.Number), PatchOf(patch))
            {
                ExpectedVersion = oracle.Expected(patch.Number, patch.VersionsOff),
                OnConflict = patch.OnConflict,
            }),
        ];
        BatchUpdateOptions options = new() { ChangedBy = batch.By, Reason = batch.Reason };
        return ModelView.Lines((await memory.BatchUpdateAsync(updates, options, token)).Select(
            (item, i) => item.Error?.GetType().Name ?? Of(batch.Patches[i], item.Outcome, item.Item!)));
    }

    private async Task<string> RestoreAsync(Memory memory, ModelCommand.Restore restore, CancellationToken token)
    {
        MemoryRestoreOptions options = new()
        {
            ExpectedVersion = oracle.Expected(restore.Number, restore.VersionsOff),
            Force = restore.Force,
            ChangedBy = restore.By,
            Reason = restore.Reason,
        };
        MemoryUpdateResult restored = await memory.RestoreAsync(
            Id(restore.Number), oracle.VersionBack(restore.Number, restore.VersionsBack), options, token);
        return $"{restored.Outcome} {Of(restored.Item)}";
    }

    private async Task<string> RollBackAsync(Memory memory, ModelCommand.RollBack rollback, CancellationToken token)
    {
        BatchUpdateResult taken = await memory.RollBackAsync(
            new MemoryRollback
            {
                KnownAt = ElsewhereAt(rollback.Second),
                Scope = rollback.Scope,
                WrittenBy = rollback.WrittenBy,
                Force = rollback.Force,
                ChangedBy = rollback.By,
                Reason = rollback.Reason,
            },
            token);
        return ModelView.Lines(taken.OrderBy(item => _numbers[item.Id]).Select(
            item => ModelView.OfItem(_numbers[item.Id], item.Error?.GetType().Name ?? $"{item.Outcome} {Of(item.Item)}")));
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

    private MemoryUpdateOptions OptionsOf(ModelUpdate patch, MemoryChangeOptions note) => new()
    {
        ExpectedVersion = oracle.Expected(patch.Number, patch.VersionsOff),
        OnConflict = patch.OnConflict,
        ChangedBy = note.ChangedBy,
        Reason = note.Reason,
    };

    private void Name(int number, MemoryItem item)
    {
        _ids[number] = item.Id;
        _numbers.Add(item.Id, number);
    }

    private string Id(int number) => _ids.GetValueOrDefault(number) ?? $"never-added-{number}";

    private string Of(ModelUpdate patch, UpdateOutcome outcome, MemoryItem item)
    {
        if (outcome == UpdateOutcome.KeptBoth)
        {
            Name(patch.KeptNumber!.Value, item);
        }

        return $"{outcome} {Of(item)}";
    }
}
