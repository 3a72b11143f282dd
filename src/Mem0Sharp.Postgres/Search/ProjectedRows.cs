using NpgsqlTypes;

namespace Mem0Sharp.Postgres;

/// <summary>What changes of a log elsewhere leave of memories, as it goes to the tables together: each memory once. Not thread-safe.</summary>
internal sealed class ProjectedRows
{
    private const string DeleteMemories = "DELETE FROM %.memories m USING %rows AS k (owner, number) WHERE m.owner = k.owner AND m.number = k.number";
    private const string DeleteVectors = "DELETE FROM %.vectors v USING %rows AS k (owner, number) WHERE v.owner = k.owner AND v.number = k.number";

    private const string UpsertDeleted = """
        INSERT INTO %.deleted_versions (memory_id, version) SELECT k.memory_id, k.version FROM %rows AS k (memory_id, version)
        ON CONFLICT (memory_id) DO UPDATE SET version = excluded.version
        """;

    private readonly List<string> _removed = [];
    private readonly List<string> _present = [];
    private readonly HashSet<(ScopeKind Kind, string Value)> _ways = [];
    private readonly PostgresRows _places = new(NpgsqlDbType.Bigint, NpgsqlDbType.Bigint);
    private readonly PostgresRows _deleted = new(NpgsqlDbType.Text, NpgsqlDbType.Integer);
    private readonly MemoryRows _memories = new();

    /// <summary>Takes out what is stored of a memory, and the ways that lead to no other.</summary>
    public void Remove(MemoryItem? item, long number)
    {
        if (item is not null)
        {
            _removed.Add(item.Id);
            _places.Add(ScopeOwner.Of(item.Scope), number);
            _ways.UnionWith(ScopeOwner.DirectoryOf(item));
        }
    }

    /// <summary>Keeps the version of one that is gone.</summary>
    public void AddDeleted(string id, int version) => _deleted.Add(id, version);

    /// <summary>Forgets that one was gone.</summary>
    public void AddPresent(string id) => _present.Add(id);

    /// <summary>Writes a memory.</summary>
    /// <param name="head">The memory.</param>
    /// <param name="known">As it is stored at the same place; null where it is not.</param>
    /// <param name="vector">Its vector; empty for none.</param>
    /// <param name="keeps">Whether it keeps the one that is stored.</param>
    public void Add(MemoryHead head, MemoryItem? known, ReadOnlyMemory<float> vector, bool keeps)
    {
        byte[] record = HistoryRecord.Write(head.Item);
        _memories.Add(head, record, HistoryRecord.Hash(record), HistoryRecord.TextHash(head.Item.Text), known);
        _memories.AddVector(head, vector, keeps);
    }

    /// <summary>Adds the statements: what goes before what comes, and the ways last, when it is there to what they lead.</summary>
    public void AddTo(PostgresBatch batch)
    {
        _places.AddTo(batch, DeleteVectors);
        _places.AddTo(batch, DeleteMemories);
        if (_removed.Count > 0)
        {
            batch.Add("DELETE FROM %.memory_ids WHERE memory_id = ANY($1)").With([.. _removed]);
        }

        if (_present.Count > 0)
        {
            batch.Add("DELETE FROM %.deleted_versions WHERE memory_id = ANY($1)").With([.. _present]);
        }

        _deleted.AddTo(batch, UpsertDeleted);
        _memories.AddTo(batch);
        foreach ((ScopeKind kind, string value) in _ways)
        {
            OwnerRows.AddRemoval(batch, kind, value);
        }
    }
}
