namespace Mem0Sharp;

/// <summary>Decides, on the newest version of a memory, what a write appends to the history. Runs inside the transaction and changes nothing itself.</summary>
/// <param name="write">The write.</param>
/// <param name="embedding">The embedding of its text, or null when the text seemed unchanged.</param>
/// <param name="time">The clock.</param>
internal sealed class WriteDecision(MemoryWrite write, StoredEmbedding? embedding, TimeProvider time)
{
    /// <summary>Gets a value indicating whether the last decision was that the caller's condition does not hold.</summary>
    public bool IsSkipped { get; private set; }

    /// <summary>Tells whether the caller's condition keeps a write from happening as things stand.</summary>
    public static bool Skips(MemoryWrite write, MemoryHead? head) =>
        write is MemoryWrite.Patch { When: { } condition } && !condition(head!.Item);

    /// <summary>Gets what would refuse the write as things stand, or null. Asked before anything is paid for.</summary>
    public static MemoryException? Refusal(MemoryWrite write, MemoryHead? head)
    {
        if (write is MemoryWrite.Add)
        {
            return head is null ? null : new MemoryConflictException(write.Id, expectedVersion: 0, head.Item.Version);
        }

        if (write is MemoryWrite.Import)
        {
            // Before the transaction the version that it follows need not be there: see ImportedVersion.Following.
            return null;
        }

        if (head is null || (head.IsDeleted && write is not MemoryWrite.Restore))
        {
            return new MemoryNotFoundException(write.Id);
        }

        if (write is MemoryWrite.Restore { Point: null, Version: int missing })
        {
            return new MemoryValidationException(
                "version", $"The memory has no version {missing}.", $"It has versions 1 to {head.Item.Version}: give one of them.");
        }

        int? expected = write switch
        {
            MemoryWrite.Patch patch => patch.ExpectedVersion,
            MemoryWrite.Delete delete => delete.ExpectedVersion,
            MemoryWrite.Restore restore => restore.ExpectedVersion,
            _ => null,
        };
        if (expected is { } version && version != head.Item.Version)
        {
            return new MemoryConflictException(write.Id, version, head.Item.Version);
        }

        // A deleted memory can be restored even so: that it is back changes nothing of what it said.
        return write is MemoryWrite.Patch or MemoryWrite.Restore && head.Item.IsImmutable && !head.IsDeleted
            ? new ImmutableMemoryException(write.Id)
            : null;
    }

    /// <returns>The row to append, or null when there is nothing to change.</returns>
    /// <exception cref="MemoryException">The write is refused.</exception>
    /// <exception cref="TextChangedException">A vector is needed that was not made.</exception>
    /// <exception cref="RestorePointOutdatedException">Something was written since, and whether a restore may undo that is not known.</exception>
    public HistoryAppend? Decide(MemoryHead? head)
    {
        if (Refusal(write, head) is { } refusal)
        {
            throw refusal;
        }

        IsSkipped = Skips(write, head);
        if (IsSkipped)
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        return write switch
        {
            MemoryWrite.Add add => Append(
                MemoryEvent.Add, add.Draft with { Version = 1, CreatedAt = now, UpdatedAt = now, RecordedAt = now }, embedding!.Value),
            MemoryWrite.Patch patch => Change(head!.Item, patch, now),
            MemoryWrite.Delete => Append(MemoryEvent.Delete, Next(head!.Item, now)),
            MemoryWrite.Link link => Linked(head!.Item, link.From) is { } linked ? Append(MemoryEvent.Link, Next(linked, now)) : null,
            MemoryWrite.Restore restore => Restored(head!, restore, restore.Point!, now),
            MemoryWrite.Import import => Append(
                import.Version.Event, import.Version.Following(head, import.Previous, now), embedding),
            _ => throw new InvalidOperationException("The hierarchy of writes is closed."),
        };
    }

    private static MemoryItem Next(MemoryItem item, DateTimeOffset now) =>
        item with { Version = item.Version + 1, UpdatedAt = now, RecordedAt = now };

    /// <summary>Links the agent and the run of a conversation; null when the memory has both already.</summary>
    private static MemoryItem? Linked(MemoryItem item, MemoryScope from)
    {
        IReadOnlyList<string> agents = With(item.LinkedAgentIds, item.Scope.AgentId, from.AgentId);
        IReadOnlyList<string> runs = With(item.LinkedRunIds, item.Scope.RunId, from.RunId);
        return ReferenceEquals(agents, item.LinkedAgentIds) && ReferenceEquals(runs, item.LinkedRunIds)
            ? null
            : item with { LinkedAgentIds = agents, LinkedRunIds = runs };
    }

    private static IReadOnlyList<string> With(IReadOnlyList<string> linked, string? own, string? id) =>
        id is null || string.Equals(id, own, StringComparison.Ordinal) || linked.Contains(id, StringComparer.Ordinal) ? linked : [.. linked, id];

    private static bool HasSameContent(MemoryItem a, MemoryItem b) =>
        string.Equals(a.Text, b.Text, StringComparison.Ordinal)
        && a.Metadata.Equals(b.Metadata)
        && a.Tags.SequenceEqual(b.Tags, StringComparer.Ordinal)
        && a.ExpiresAt == b.ExpiresAt
        && a.ValidFrom == b.ValidFrom
        && a.ValidTo == b.ValidTo;

    private static bool HasSameSource(MemoryItem a, MemoryItem b) =>
        (a.Source?.MessageIds ?? []).SequenceEqual(b.Source?.MessageIds ?? [], StringComparer.Ordinal);

    private HistoryAppend? Change(MemoryItem current, MemoryWrite.Patch patch, DateTimeOffset now)
    {
        MemoryItem next = patch.Change.Apply(current);
        MemoryItem? linked = patch.From is null ? null : Linked(next, patch.From);
        if (HasSameContent(current, next))
        {
            return linked is null ? null : Append(MemoryEvent.Link, Next(linked, now));
        }

        next = linked ?? next;
        bool isNewText = !string.Equals(current.Text, next.Text, StringComparison.Ordinal);
        return !isNewText ? Append(MemoryEvent.Update, Next(next, now))
            : embedding is null ? throw new TextChangedException()
            : Append(MemoryEvent.Update, Next(next with { Source = patch.Source ?? next.Source }, now), embedding.Value);
    }

    private HistoryAppend? Restored(MemoryHead head, MemoryWrite.Restore restore, RestorePoint point, DateTimeOffset now)
    {
        // Whose memory it is, who said it and who else learned it are no content: they stay as they are now.
        MemoryItem current = head.Item;
        MemoryItem next = current with
        {
            Text = point.Item.Text,
            Metadata = point.Item.Metadata,
            Tags = point.Item.Tags,
            ExpiresAt = point.Item.ExpiresAt,
            ValidFrom = point.Item.ValidFrom,
            ValidTo = point.Item.ValidTo,
            Type = point.Item.Type,
            Source = point.Item.Source,
        };
        if (!head.IsDeleted && HasSameContent(current, next) && current.Type == next.Type && HasSameSource(current, next))
        {
            return null;
        }

        if (restore is { Force: false, ExpectedVersion: null })
        {
            if (point is { Changes: > 1, FirstChange: { } onlyChange })
            {
                throw new MemoryConflictException(write.Id, onlyChange, current.Version);
            }

            if (point.NewestVersion != current.Version)
            {
                throw new RestorePointOutdatedException();
            }
        }

        bool isNewText = !string.Equals(current.Text, next.Text, StringComparison.Ordinal);
        return isNewText && embedding is null
            ? throw new TextChangedException()
            : Append(MemoryEvent.Restore, Next(next, now), isNewText ? embedding : null);
    }

    private HistoryAppend Append(MemoryEvent change, MemoryItem item, StoredEmbedding? newEmbedding = null) =>
        new() { Event = change, Item = item, Embedding = newEmbedding, Reason = write.Reason };
}
