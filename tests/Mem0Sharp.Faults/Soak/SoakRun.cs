using System.Globalization;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Faults;

/// <summary>
/// The operations of a soak, mixed at random. What is live is bounded: each user gets a certain number of memories, then comes the next
/// user, and the oldest one is erased with all history. So nothing has a reason to grow but the record of what was erased, some 150 bytes
/// in the file for each memory; of a hundred operations three are adds, so that it stays small beside the rest.
/// </summary>
internal sealed class SoakRun(Memory memory, Random random)
{
    public const int Generations = 10, MemoriesPerGeneration = 60;

    private const int BatchSize = 10;

    private readonly List<SoakGeneration> _live = [];
    private int _generation;
    private int _number;

    /// <summary>Gets how many memories were erased.</summary>
    public int Erased { get; private set; }

    /// <summary>Makes one call.</summary>
    public Task StepAsync(CancellationToken cancellationToken)
    {
        _number++;
        return random.Next(100) switch
        {
            _ when _live.Count == 0 || _live[^1].Ids.Count < BatchSize => AddAsync(cancellationToken),
            < 3 => AddAsync(cancellationToken),
            < 20 => memory.UpdateAsync(Pick(), Text, cancellationToken: cancellationToken),
            < 45 => memory.UpdateAsync(Pick(), new MemoryPatch { Metadata = new JsonObject { ["n"] = _number } }, cancellationToken: cancellationToken),
            < 47 => BatchAsync(cancellationToken),
            < 50 => DeleteAsync(cancellationToken),
            < 53 => RestoreAsync(cancellationToken),
            < 70 => memory.SearchAsync(Text, PickGeneration().Scope, cancellationToken: cancellationToken),
            < 80 => memory.HistoryAsync(Pick(), cancellationToken).CountAsync(cancellationToken).AsTask(),
            < 81 => memory.GetAllAsync(PickGeneration().Scope, cancellationToken: cancellationToken).CountAsync(cancellationToken).AsTask(),
            _ => memory.GetAsync(Pick(), cancellationToken),
        };
    }

    /// <summary>Erases the oldest user, whereby the file is rewritten.</summary>
    public async Task EraseOldestAsync(CancellationToken cancellationToken)
    {
        EraseReceipt receipt = await memory.EraseAsync(_live[0].Scope, cancellationToken);
        Erased += receipt.MemoryIds.Count;
        _live.RemoveAt(0);
    }

    /// <summary>Looks whether exactly what was not erased or deleted is there, and the file agrees with itself.</summary>
    /// <returns>What is wrong.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        List<string> problems = [.. (await memory.CheckAsync(cancellationToken)).Problems];
        foreach (SoakGeneration generation in _live)
        {
            List<MemoryItem> items = await memory.GetAllAsync(generation.Scope, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
            if (!items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal).SetEquals(generation.Ids))
            {
                problems.Add("a user has other memories than were acknowledged");
            }
        }

        return problems;
    }

    private string Text => string.Create(CultureInfo.InvariantCulture, $"Fact {_number} is worth {random.Next(1_000_000)} points.");

    private async Task AddAsync(CancellationToken cancellationToken)
    {
        if (_live.Count == 0 || _live[^1].Ids.Count + _live[^1].Deleted.Count >= MemoriesPerGeneration)
        {
            if (_live.Count == Generations)
            {
                await EraseOldestAsync(cancellationToken);
            }

            _live.Add(new SoakGeneration(_generation++));
        }

        SoakGeneration newest = _live[^1];
        MemoryAddResult added = await memory.AddAsync(Text, newest.Scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, cancellationToken);
        newest.Ids.Add(added.Items.Single().Id);
    }

    private Task BatchAsync(CancellationToken cancellationToken)
    {
        SoakGeneration generation = PickGeneration();
        int first = random.Next(Math.Max(1, generation.Ids.Count - BatchSize));
        return memory.BatchUpdateAsync(
            [.. generation.Ids.Skip(first).Take(BatchSize).Select(id => new MemoryUpdate(id, Text))],
            new BatchUpdateOptions { AllOrNothing = true },
            cancellationToken);
    }

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        SoakGeneration generation = PickGeneration();
        if (generation.Ids.Count <= BatchSize)
        {
            return;
        }

        string id = generation.Ids[random.Next(generation.Ids.Count)];
        await memory.DeleteAsync(id, cancellationToken: cancellationToken);
        generation.Ids.Remove(id);
        generation.Deleted.Add(id);
    }

    private async Task RestoreAsync(CancellationToken cancellationToken)
    {
        SoakGeneration generation = PickGeneration();
        if (generation.Deleted.Count == 0)
        {
            return;
        }

        string id = generation.Deleted[^1];
        await memory.RestoreAsync(id, 1, new MemoryRestoreOptions { Force = true }, cancellationToken);
        generation.Deleted.RemoveAt(generation.Deleted.Count - 1);
        generation.Ids.Add(id);
    }

    private SoakGeneration PickGeneration() => _live[random.Next(_live.Count)];

    private string Pick()
    {
        List<string> ids = PickGeneration().Ids;
        return ids[random.Next(ids.Count)];
    }
}
