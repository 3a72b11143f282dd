using System.Text.Json.Nodes;

namespace Mem0Sharp.Benchmarks;

/// <summary>The kinds of calls that a host makes, each on memories or users drawn at random. What is added is deleted again.</summary>
internal sealed class OperationSet
{
    private const int BatchSize = 100;
    private const int PageSize = 100;
    private const int BlockSize = 50;

    /// <summary>A batch is a hundred updates: so many are not needed.</summary>
    private const double BatchShare = 0.2;

    private readonly FilledMemory _filled;
    private readonly IReadOnlyList<FilledUser> _users;
    private readonly Random _random = new(FilledMemory.Seed);
    private readonly Queue<string> _added = new();
    private readonly Operation[] _operations;
    private int _turn;

    /// <summary>Makes the calls ready.</summary>
    /// <param name="filled">The memory.</param>
    /// <param name="users">Those who ask; each has memories.</param>
    public OperationSet(FilledMemory filled, IReadOnlyList<FilledUser> users)
    {
        _filled = filled;
        _users = users;
        _operations =
        [
            new("add_verbatim", AddVerbatim, Keep),
            new("add_inferred", AddInferred, Keep),
            new("update_text", UpdateText, Changed),
            new("update_metadata", UpdateMetadata, Changed),
            new("batch_update", BatchUpdate, AllChanged) { Share = BatchShare },
            new("search", Search, Found),
            new("list", List, Counted),
            new("get", Get),
            new("history", History, Counted),
            new("delete", Delete),
        ];
    }

    private Memory Memory => _filled.Memory;

    /// <summary>Measures all of them, in turns: what disturbs the machine for a while disturbs each.</summary>
    /// <param name="count">How often each is called and measured, after as many calls that are not.</param>
    public async Task<IReadOnlyList<OperationFigures>> MeasureAsync(int count)
    {
        int blocks = Math.Max(1, count / BlockSize);
        foreach (bool isMeasured in (bool[])[false, true])
        {
            for (int block = 0; block < blocks; block++)
            {
                foreach (Operation operation in _operations)
                {
                    await operation.RunAsync(BlockSize, isMeasured);
                }

                await DeleteRestAsync();
            }
        }

        return [.. _operations.Select(operation => operation.Figures())];
    }

    private FilledUser OneUser() => _users[_random.Next(_users.Count)];

    private string OneId()
    {
        List<string> ids = OneUser().Ids;
        return ids[_random.Next(ids.Count)];
    }

    private Func<Task> AddVerbatim()
    {
        (string text, MemoryScope scope) = (_filled.Facts.Next().Text, OneUser().Scope);
        MemoryAddOptions options = new() { Mode = MemoryAddMode.Verbatim };
        return () => Memory.AddAsync(text, scope, options);
    }

    private Func<Task> AddInferred()
    {
        // With a number: what is known already to the word is decided without the model, which then has fewer facts than its script says.
        string added = $"{_filled.Facts.Next().Text} {++_turn}";
        string changed = $"{_filled.Facts.Next().Text} {++_turn}";
        MemoryScope scope = OneUser().Scope;
        (string, string) script = ScriptedModel.ScriptOf(added, changed);
        string message = $"{added} And {changed}";
        return () =>
        {
            _filled.Model.Script = script;
            return Memory.AddAsync(message, scope);
        };
    }

    private Func<Task> UpdateText()
    {
        (string id, string text) = (OneId(), _filled.Facts.Next().Text);
        return () => Memory.UpdateAsync(id, text);
    }

    private Func<Task> UpdateMetadata()
    {
        string id = OneId();
        MemoryPatch patch = new() { Metadata = MetadataPatch.Merge(new JsonObject { ["turn"] = ++_turn }) };
        return () => Memory.UpdateAsync(id, patch);
    }

    private Func<Task> BatchUpdate()
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        while (ids.Count < BatchSize)
        {
            ids.Add(OneId());
        }

        MemoryUpdate[] updates = [.. ids.Select(id => new MemoryUpdate(id, _filled.Facts.Next().Text))];
        return () => Memory.BatchUpdateAsync(updates);
    }

    private Func<Task> Search()
    {
        (string question, MemoryScope scope) = (_filled.Facts.Next().Question, OneUser().Scope);
        return () => Memory.SearchAsync(question, scope);
    }

    private Func<Task> List()
    {
        MemoryScope scope = OneUser().Scope;
        return () => FirstPageAsync(scope);
    }

    private Func<Task> Get()
    {
        string id = OneId();
        return () => Memory.GetAsync(id);
    }

    private Func<Task> History()
    {
        string id = OneId();
        return () => HistoryAsync(id);
    }

    private Func<Task> Delete()
    {
        string id = _added.Dequeue();
        return () => Memory.DeleteAsync(id);
    }

    private async Task<int> FirstPageAsync(MemoryScope scope)
    {
        int count = 0;
        await foreach (MemoryItem item in Memory.GetAllAsync(scope, new MemoryListOptions { PageSize = PageSize }))
        {
            if (++count == PageSize)
            {
                break;
            }
        }

        return count;
    }

    private async Task<int> HistoryAsync(string id)
    {
        int count = 0;
        await foreach (HistoryEntry entry in Memory.HistoryAsync(id))
        {
            count++;
        }

        return count;
    }

    private async Task DeleteRestAsync()
    {
        foreach (string[] ids in _added.Chunk(MemoryLimits.BatchSize))
        {
            await Memory.BatchDeleteAsync(ids);
        }

        _added.Clear();
    }

    private void Keep(Task task)
    {
        MemoryAddResult result = ((Task<MemoryAddResult>)task).Result;
        Require(result.Facts.All(fact => fact.Outcome is FactOutcome.Added or FactOutcome.Updated), "An add did not do what was decided.");
        foreach (FactResult fact in result.Facts.Where(fact => fact.Outcome == FactOutcome.Added))
        {
            _added.Enqueue(fact.Item!.Id);
        }
    }

    private static void Changed(Task task) =>
        Require(((Task<MemoryUpdateResult>)task).Result.Outcome == UpdateOutcome.Updated, "An update changed nothing.");

    private static void AllChanged(Task task) =>
        Require(((Task<BatchUpdateResult>)task).Result.UpdatedCount == BatchSize, "Of a batch, not all memories changed.");

    private static void Found(Task task) => Require(((Task<MemorySearchResults>)task).Result.Count > 0, "A search found nothing.");

    private static void Counted(Task task) => Require(((Task<int>)task).Result > 0, "Nothing was read.");

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
