namespace Mem0Sharp.Tests.Model;

/// <summary>
/// What a memory is supposed to do, as plainly as it can be said: one dictionary, one list of rows, and nothing of the library
/// but the types that hold values.
/// </summary>
internal sealed partial class ModelOracle
{
    private readonly Dictionary<int, MemoryItem> _live = [];
    private readonly Dictionary<int, List<HistoryEntry>> _rows = [];
    private readonly SortedSet<int> _known = [];
    private int _second;
    private long _sequence;
    private string? _by;
    private string? _reason;

    /// <summary>Gets every number that was ever added since the last reset, erased ones too.</summary>
    public IEnumerable<int> Known => _known;

    /// <summary>Gets a value indicating whether the last command erased something.</summary>
    public bool HasErased { get; private set; }

    private DateTimeOffset Now => ModelWorld.At(_second);

    /// <summary>Gets the version that a command expects: the right one, or one that is so far off.</summary>
    public int? Expected(int number, int? versionsOff) => versionsOff is { } off ? Math.Max(1, NewestVersion(number) + off) : null;

    /// <summary>Gets the version that is so many before the newest one.</summary>
    public int VersionBack(int number, int versionsBack) => Math.Max(1, NewestVersion(number) - versionsBack);

    /// <summary>Does a command and says what a memory must answer.</summary>
    public string Apply(ModelCommand command)
    {
        HasErased = false;
        (_by, _reason) = command is ModelCommand.Change { By: var by, Reason: var reason } ? (by, reason) : default;
        switch (command)
        {
            case ModelCommand.Add add:
                return Add(add);
            case ModelCommand.Update update:
                return Update(update.Patch);
            case ModelCommand.BatchUpdate batch:
                return BatchUpdate(batch.Patches);
            case ModelCommand.Delete delete:
                return Delete(delete.Number, delete.VersionsOff);
            case ModelCommand.BatchDelete batch:
                return BatchDelete(batch.Numbers);
            case ModelCommand.DeleteAll all:
                return DeleteAll(all.Scope);
            case ModelCommand.Restore restore:
                return Restore(restore);
            case ModelCommand.RollBack rollback:
                return RollBack(rollback);
            case ModelCommand.SettleReview settle:
                return Settle(settle.Number, settle.Decision);
            case ModelCommand.Erase erase:
                return _rows.ContainsKey(erase.Number) ? Erase([erase.Number]) : nameof(MemoryNotFoundException);
            case ModelCommand.EraseAll all:
                return Erase([.. _rows.Where(pair => IsIn(all.Scope, pair.Value[0].Item)).Select(pair => pair.Key)]);
            case ModelCommand.Reset:
                _live.Clear();
                _rows.Clear();
                _known.Clear();
                return ModelView.Nothing;
            case ModelCommand.SetClock clock:
                _second = clock.Second;
                return ModelView.Nothing;
            case ModelCommand.Reopen:
                return ModelView.Nothing;
            case ModelCommand.Get get:
                return Get(get.Number, get.AsOf);
            case ModelCommand.List list:
                return ModelView.Lines(Found(list.Scope, list.IncludeExpired, list.AsOf).Select(found => ModelView.Of(found.Number, found.Item)));
            case ModelCommand.Count count:
                return $"{Found(count.Scope, count.IncludeExpired, count.AsOf).Count()}";
            case ModelCommand.Search search:
                return ModelView.Lines(Found(search.Scope, search.IncludeExpired, search.AsOf)
                    .OrderBy(found => found.Number)
                    .Select(found => ModelView.Of(found.Number, found.Item)));
            case ModelCommand.History history:
                return ModelView.Lines(Rows(history.Number).Select(row => ModelView.OfRow(history.Number, row)));
            case ModelCommand.Reviews reviews:
                return ModelView.Lines(Reviews(reviews.Scope));
            case ModelCommand.ReadAll:
                return ModelView.Lines(All());
            default:
                throw new InvalidOperationException("The hierarchy of commands is closed.");
        }
    }

    private static bool IsIn(MemoryScope scope, MemoryItem item) =>
        Holds(scope.UserId, item.Scope.UserId) && Holds(scope.AgentId, item.Scope.AgentId)
        && Holds(scope.RunId, item.Scope.RunId) && Holds(scope.AppId, item.Scope.AppId);

    private static bool Holds(string? asked, string? has) => asked is null || string.Equals(asked, has, StringComparison.Ordinal);

    /// <summary>
    /// Tells whether two versions say the same. Everything that can change is in the view: the same view is the same memory, version
    /// and times of recording apart. The order of keys is no change.
    /// </summary>
    private static bool SaySame(MemoryItem a, MemoryItem b) => a.Metadata.Equals(b.Metadata) && string.Equals(
        ModelView.Of(0, a),
        ModelView.Of(0, b with { Metadata = a.Metadata, Version = a.Version, UpdatedAt = a.UpdatedAt, RecordedAt = a.RecordedAt, ReviewOf = a.ReviewOf }),
        StringComparison.Ordinal);

    /// <summary>Gets a version of a memory with the content of another one.</summary>
    private static MemoryItem WithContent(MemoryItem item, MemoryItem of) => item with
    {
        Text = of.Text,
        Metadata = of.Metadata,
        Tags = of.Tags,
        ExpiresAt = of.ExpiresAt,
        ValidFrom = of.ValidFrom,
        ValidTo = of.ValidTo,
    };

    private IReadOnlyList<HistoryEntry> Rows(int number) => _rows.GetValueOrDefault(number) ?? [];

    private int NewestVersion(int number) => Rows(number) is [.., { } newest] ? newest.Version : 1;

    /// <summary>Gets a memory at a version; null when it never had it.</summary>
    private MemoryItem? Version(int number, int? version) => Rows(number).FirstOrDefault(row => row.Version == version)?.Item;

    private MemoryItem Append(int number, MemoryEvent change, MemoryItem next, DateTimeOffset? updatedAt = null)
    {
        if (!_rows.TryGetValue(number, out List<HistoryEntry>? rows))
        {
            _rows[number] = rows = [];
            _known.Add(number);
        }

        MemoryItem item = next with { Version = rows.Count + 1, UpdatedAt = updatedAt ?? Now, RecordedAt = Now };
        rows.Add(new HistoryEntry
        {
            Id = string.Empty,
            MemoryId = string.Empty,
            Sequence = ++_sequence,
            Event = change,
            OldText = _live.TryGetValue(number, out MemoryItem? old) ? old.Text : null,
            NewText = change == MemoryEvent.Delete ? null : item.Text,
            Before = rows is [.., { } last] ? last.Item : null,
            Item = item,
            ChangedBy = _by,
            Reason = _reason,
        });
        if (change == MemoryEvent.Delete)
        {
            _live.Remove(number);
        }
        else
        {
            _live[number] = item;
        }

        return item;
    }
}
