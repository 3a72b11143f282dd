namespace Mem0Sharp;

/// <summary>Makes the versions of one memory from its rows in Mem0's history.</summary>
internal sealed class Mem0HistoryChain
{
    private readonly string _id;
    private readonly MemoryScope _scope;
    private readonly DateTimeOffset _createdAt;
    private readonly DateTimeOffset _now;
    private readonly MemoryTrust _trust;
    private readonly List<ImportedVersion> _versions = [];
    private string? _actorId;
    private string? _role;

    private Mem0HistoryChain(string id, MemoryScope scope, DateTimeOffset createdAt, DateTimeOffset now, MemoryTrust trust)
    {
        _id = id;
        _scope = scope;
        _createdAt = createdAt;
        _now = now;
        _trust = trust;
    }

    private bool IsLive => _versions is [.., { Event: not MemoryEvent.Delete }];

    /// <summary>Reads the rows of one memory, in the order of the file.</summary>
    public static ImportedMemory Read(IReadOnlyList<Mem0HistoryRow> rows, MemoryImportOptions options, DateTimeOffset now)
    {
        string id = rows[0].MemoryId;
        try
        {
            Validate.Id(id, "memory_id");
            Mem0HistoryTimes times = new(rows, now);
            Mem0HistoryChain chain = new(id, options.ScopeFor(id), times.CreatedAt, now, options.Trust ?? MemoryTrust.Standard);
            foreach ((Mem0HistoryRow row, DateTimeOffset at) in times.Ordered())
            {
                chain.Take(row, at);
            }

            return chain._versions.Count > 0
                ? new ImportedMemory(id, chain._versions)
                : throw new MemoryValidationException(
                    "new_memory", "No row of the memory has a text.", "Import it from a get_all export, or leave it.");
        }
        catch (MemoryException error)
        {
            return ImportedMemory.Failed(id, error);
        }
    }

    private void Take(Mem0HistoryRow row, DateTimeOffset at)
    {
        _actorId = string.IsNullOrWhiteSpace(row.ActorId) ? _actorId : row.ActorId;
        _role = string.IsNullOrWhiteSpace(row.Role) ? _role : row.Role;
        string change = row.Event?.Trim().ToUpperInvariant() ?? string.Empty;
        if (_versions.Count == 0 && change is "UPDATE" or "DELETE" && !string.IsNullOrWhiteSpace(row.OldText))
        {
            // The row of its ADD is missing: what it said then is what was changed here.
            Set(row.OldText, _createdAt);
        }

        switch (change)
        {
            case "ADD" or "UPDATE":
                Set(row.NewText, at);
                if (row.IsDeleted)
                {
                    Delete(at);
                }

                break;
            case "DELETE":
                Delete(at);
                break;
            case "NONE":
                break;
            default:
                throw new MemoryValidationException(
                    "event", "A row of the memory has an event that Mem0 does not have.", "Known are ADD, UPDATE, DELETE and NONE.");
        }
    }

    /// <summary>Gives the memory a text. What it says already makes no version: Mem0 writes such a row when only metadata changed.</summary>
    private void Set(string? text, DateTimeOffset at)
    {
        // No text at all was lost by a migration of Mem0's; a blank one was written, and cannot be stored.
        if (text is not null && !(IsLive && string.Equals(text, _versions[^1].Item.Text, StringComparison.Ordinal)))
        {
            Append(IsLive ? MemoryEvent.Update : MemoryEvent.Add, text, at);
        }
    }

    private void Delete(DateTimeOffset at)
    {
        if (IsLive)
        {
            Append(MemoryEvent.Delete, _versions[^1].Item.Text, at);
        }
    }

    private void Append(MemoryEvent change, string text, DateTimeOffset at) => _versions.Add(new ImportedVersion(
        change,
        ImportCheck.Checked(new MemoryItem
        {
            Id = _id,
            Text = text,
            Scope = _scope,
            Version = _versions.Count + 1,
            CreatedAt = _createdAt,
            UpdatedAt = at,
            RecordedAt = _now,
            ActorId = _actorId,
            Role = _role,
            Trust = _trust,
        })));
}
