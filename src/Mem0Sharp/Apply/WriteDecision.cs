namespace Mem0Sharp;

/// <summary>Decides, on the newest version of a memory, what a write appends to the history. Runs inside the transaction and changes nothing itself.</summary>
/// <param name="write">The write.</param>
/// <param name="embedding">The embedding of its text, or null when the text seemed unchanged.</param>
/// <param name="time">The clock.</param>
internal sealed class WriteDecision(MemoryWrite write, StoredEmbedding? embedding, TimeProvider time)
{
    // Of the memory that is kept beside the known one. Where a decision is taken anew, it is the same.
    private string? _keptId;

    /// <summary>Gets the outcome of the last decision; that of an error or of a unit left out apart.</summary>
    public UpdateOutcome Outcome { get; private set; }

    /// <summary>Gets what an extractor found in its text; null where the rules say it, or the text seemed unchanged.</summary>
    public IReadOnlyList<MemoryEntity>? Entities { get; init; }

    /// <summary>Tells whether a patch was made for another version than the memory has.</summary>
    public static bool IsLate(MemoryWrite.Patch patch, MemoryItem current) =>
        patch.ExpectedVersion is { } expected && expected != current.Version;

    /// <summary>Gets the result of a write that would fail or be left out as things stand, or null. Asked before anything is paid for.</summary>
    /// <param name="write">The write.</param>
    /// <param name="head">The newest version of its memory, or null.</param>
    /// <param name="targets">Gets the newest version of what it links to, or null.</param>
    /// <param name="time">The clock.</param>
    public static MemoryWriteResult? Foreseen(MemoryWrite write, MemoryHead? head, Func<string, MemoryHead?> targets, TimeProvider time)
    {
        if ((Refusal(write, head) ?? (head is null ? null : write.Links?.Refusal(head.Item, targets))) is { } refusal)
        {
            return MemoryWriteResult.Failed(refusal);
        }

        if (write is not MemoryWrite.Patch patch || (patch.When is null && (patch.Change.Text is null || patch is { OnConflict: ConflictPolicy.Fail, Change.IsTextOnly: true })))
        {
            // It costs nothing but the transaction, or nothing is left that could keep it from happening.
            return null;
        }

        // As if its text had been embedded.
        WriteDecision rehearsal = new(write, default(StoredEmbedding), time);
        try
        {
            rehearsal.Decide(head);
        }
        catch (MemoryException error)
        {
            return MemoryWriteResult.Failed(error);
        }

        return rehearsal.Outcome is UpdateOutcome.Skipped or UpdateOutcome.Superseded ? new MemoryWriteResult(rehearsal.Outcome, head!.Item) : null;
    }

    /// <summary>Gets what would refuse the write as things stand, whatever it says, or null.</summary>
    public static MemoryException? Refusal(MemoryWrite write, MemoryHead? head)
    {
        if (write.Error is not null)
        {
            return write.Error;
        }

        if (write is MemoryWrite.Add)
        {
            return head is null ? null : new MemoryConflictException(write.Id, expectedVersion: 0, head.Item.Version);
        }

        if (write is MemoryWrite.Import)
        {
            // Before the transaction the version that it follows need not be there: see ImportedVersion.Following.
            return null;
        }

        // To a handle, a foreign memory does not exist.
        if (head is null || write.Within?.Contains(head.Item) == false || (head.IsDeleted && write is not MemoryWrite.Restore))
        {
            return new MemoryNotFoundException(write.Id);
        }

        if (write is MemoryWrite.Restore { Point: var point, Version: int missing }
            && (point is null || write.Within?.Contains(point.Item) == false))
        {
            return new MemoryValidationException(
                "version", $"The memory has no version {missing}.", $"It has versions 1 to {head.Item.Version}: give one of them.");
        }

        if (write.Note.Trust is { } trust && trust < head.Item.Trust && write is not (MemoryWrite.Link or MemoryWrite.Patch { From: not null }))
        {
            return new InsufficientTrustException(write.Id, head.Item.Trust, trust);
        }

        int? expected = write switch
        {
            MemoryWrite.Patch { OnConflict: ConflictPolicy.Fail } patch => patch.ExpectedVersion,
            MemoryWrite.Patch { Base.Item: null, Base: not null } patch => patch.ExpectedVersion,
            MemoryWrite.Delete delete => delete.ExpectedVersion,
            MemoryWrite.Restore restore => restore.ExpectedVersion,
            MemoryWrite.Settle settle => settle.ExpectedVersion,
            _ => null,
        };
        if (expected is { } version && version != head.Item.Version)
        {
            return new MemoryConflictException(write.Id, version, head.Item.Version);
        }

        return head.Item.IsImmutable && ChangesImmutable(write, head) ? new ImmutableMemoryException(write.Id) : null;
    }

    /// <returns>The row to append, or null when there is nothing to change.</returns>
    /// <exception cref="MemoryException">The write is refused.</exception>
    /// <exception cref="DecisionOutdatedException">Something is needed that was not made or read beforehand.</exception>
    public HistoryAppend? Decide(MemoryHead? head)
    {
        if (Refusal(write, head) is { } refusal)
        {
            throw refusal;
        }

        Outcome = UpdateOutcome.Skipped;
        if (write is MemoryWrite.Patch { When: { } condition } && !condition(head!.Item))
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        Outcome = write is MemoryWrite.Delete ? UpdateOutcome.Deleted : UpdateOutcome.Updated;
        HistoryAppend? append = write switch
        {
            MemoryWrite.Add add => Append(
                MemoryEvent.Add, add.Draft with { Version = 1, CreatedAt = now, UpdatedAt = now, RecordedAt = now }, before: null, embedding!.Value),
            MemoryWrite.Patch patch => Patched(head!.Item, patch, now),
            MemoryWrite.Delete => Append(MemoryEvent.Delete, Next(head!.Item, now), head.Item),
            MemoryWrite.Link link => Linked(head!.Item, link.From) is { } linked ? Append(MemoryEvent.Link, Next(linked, now), head.Item) : null,
            MemoryWrite.Restore restore => Restored(head!, restore, restore.Point!, now),
            MemoryWrite.Settle when head!.Item.ReviewOf is null => null,
            MemoryWrite.Settle => Append(MemoryEvent.Update, Next(head.Item with { ReviewOf = null }, now), head.Item),
            MemoryWrite.Rate rate => Rated(head!.Item, rate.Feedback) is { } rated ? Append(MemoryEvent.Update, Next(rated, now), head.Item) : null,
            MemoryWrite.Import import => Append(
                import.Version.Event, import.Version.Following(head, import.Previous, now), before: null, embedding),
            _ => throw new InvalidOperationException("The hierarchy of writes is closed."),
        };
        if (append is null && Outcome != UpdateOutcome.Superseded)
        {
            Outcome = UpdateOutcome.Unchanged;
        }

        return append;
    }

    private static bool ChangesImmutable(MemoryWrite write, MemoryHead head) => write switch
    {
        MemoryWrite.Patch patch => !patch.Change.IsMarkOnly,

        // A deleted memory can be restored even so: that it is back changes nothing of what it said. What it said before it was marked is a change.
        MemoryWrite.Restore restore => !head.IsDeleted || !SaysSame(head.Item, restore.Point!.Item),
        _ => false,
    };

    /// <summary>Tells whether a restore of one version over another one changes nothing.</summary>
    private static bool SaysSame(MemoryItem a, MemoryItem b) =>
        a.HasSameContent(b) && a.Trust == b.Trust && a.Type == b.Type && MemorySource.AreSame(a.Source, b.Source);

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

    /// <summary>Changes how much a memory matters and, for the worse, puts it in doubt; null when neither is a change.</summary>
    private static MemoryItem? Rated(MemoryItem item, MemoryFeedback feedback)
    {
        double salience = feedback switch
        {
            MemoryFeedback.Positive => item.Salience + ((1 - item.Salience) / 4),
            MemoryFeedback.Negative => item.Salience * 0.75,
            _ => item.Salience * 0.5,
        };
        MemoryItem rated = item with
        {
            // To four digits: praise ends somewhere.
            Salience = Math.Round(salience, 4),
            ReviewOf = feedback == MemoryFeedback.Positive ? item.ReviewOf : item.ReviewOf ?? item.Id,
        };
        return rated.Salience.Equals(item.Salience) && string.Equals(rated.ReviewOf, item.ReviewOf, StringComparison.Ordinal) ? null : rated;
    }

    private static IReadOnlyList<string> With(IReadOnlyList<string> linked, string? own, string? id) =>
        id is null || string.Equals(id, own, StringComparison.Ordinal) || linked.Contains(id, StringComparer.Ordinal) ? linked : [.. linked, id];

    private HistoryAppend? Patched(MemoryItem current, MemoryWrite.Patch patch, DateTimeOffset now)
    {
        if (current.IsImmutable)
        {
            // All that it says is so already, whichever version it was said of.
            return null;
        }

        bool isLate = IsLate(patch, current);
        if (!isLate && patch.Note.Trust < current.Trust)
        {
            // A conversation that is trusted less says otherwise: neither is lost, and somebody decides.
            return Beside(current, Told(patch.Change.Apply(current), current, patch), patch, now);
        }

        if (patch.OnConflict == ConflictPolicy.NewestWins)
        {
            DateTimeOffset? stamp = patch.Change.Timestamp?.Instant;
            if ((isLate || (patch.ExpectedVersion is null && stamp is not null)) && (stamp ?? now) <= current.UpdatedAt)
            {
                Outcome = UpdateOutcome.Superseded;
                return null;
            }
        }
        else if (isLate)
        {
            MemoryItem start = patch.Base is { Item: { } item } ? item : throw new BaseNotReadException();
            return patch.OnConflict == ConflictPolicy.KeepBoth
                ? Beside(current, Told(patch.Change.Apply(start), start, patch), patch, now)
                : Change(current, Merged(start, Told(patch.Change.Apply(start), start, patch), current), patch, now);
        }

        return Change(current, Told(patch.Change.Apply(current), current, patch), patch, now);
    }

    /// <summary>Sets the tier of a text that a patch gives: the writer's, but never above that of a text which lives on in it.</summary>
    private static MemoryItem Told(MemoryItem next, MemoryItem before, MemoryWrite.Patch patch) =>
        patch is { Change.Text: not null, Note.Trust: { } trust } && (patch.IsOwnText || trust < before.Trust) ? next with { Trust = trust } : next;

    private MemoryItem Merged(MemoryItem start, MemoryItem ours, MemoryItem theirs)
    {
        MemoryItem merged = ThreeWayMerge.Merge(start, ours, theirs, out IReadOnlyList<string> conflicts);
        if (conflicts.Count > 0)
        {
            throw new MemoryConflictException(write.Id, start.Version, theirs.Version, conflicts);
        }

        Validate.ValidityInterval(merged.ValidFrom, merged.ValidTo, "patch");
        return merged;
    }

    private HistoryAppend? Change(MemoryItem current, MemoryItem next, MemoryWrite.Patch patch, DateTimeOffset now)
    {
        MemoryItem? linked = patch.From is null ? null : Linked(next, patch.From);
        if (current.HasSameContent(next) && current.Trust == next.Trust && current.IsImmutable == next.IsImmutable)
        {
            return linked is null ? null : Append(MemoryEvent.Link, Next(linked, now), current);
        }

        bool isNewText = !string.Equals(current.Text, next.Text, StringComparison.Ordinal);
        next = Next(linked ?? next, now);
        next = next with
        {
            UpdatedAt = patch.Change.Timestamp?.Instant ?? now,
            Source = isNewText ? patch.Source ?? next.Source : next.Source,
        };
        return !isNewText ? Append(MemoryEvent.Update, next, current)
            : embedding is null ? throw new TextChangedException()
            : Append(MemoryEvent.Update, next, current, embedding.Value);
    }

    /// <summary>Keeps the change as a memory of its own, to be reviewed; the known one is left as it is.</summary>
    private HistoryAppend? Beside(MemoryItem current, MemoryItem changed, MemoryWrite.Patch patch, DateTimeOffset now)
    {
        if (current.HasSameContent(changed) && current.IsImmutable == changed.IsImmutable)
        {
            return null;
        }

        // Both texts that it can have without an embedding are in the history.
        bool isKnownText = patch.Change.Text is not { } text || string.Equals(text, current.Text, StringComparison.Ordinal);
        if (!isKnownText && embedding is null)
        {
            throw new TextChangedException();
        }

        Outcome = UpdateOutcome.KeptBoth;
        MemoryItem kept = changed with
        {
            Id = _keptId ??= MemoryId.Create(now),
            ReviewOf = current.Id,
            Version = 1,
            CreatedAt = now,
            UpdatedAt = patch.Change.Timestamp?.Instant ?? now,
            RecordedAt = now,
            LinkedAgentIds = current.LinkedAgentIds,
            LinkedRunIds = current.LinkedRunIds,
        };
        if (patch.From is not null)
        {
            // Whose it is and who said it is the conversation's: it must not pass for the words of who said the known one.
            kept = kept with
            {
                Scope = patch.From,
                LinkedAgentIds = [],
                LinkedRunIds = [],
                Links = current.Scope.Knowledge.Equals(patch.From.Knowledge) ? kept.Links : [],
                ActorId = patch.Speaker.ActorId,
                Role = patch.Speaker.Role,
                Source = patch.Source,
            };
        }

        return Append(MemoryEvent.Add, kept, before: null, isKnownText ? null : embedding);
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
            Links = point.Item.Links,
            ExpiresAt = point.Item.ExpiresAt,
            ValidFrom = point.Item.ValidFrom,
            ValidTo = point.Item.ValidTo,
            Type = point.Item.Type,
            Trust = point.Item.Trust,
            Source = point.Item.Source,
            RecordedEntities = point.Item.RecordedEntities,
        };
        if (!head.IsDeleted && SaysSame(current, next))
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
            : Append(MemoryEvent.Restore, Next(next, now), head.IsDeleted ? null : current, isNewText ? embedding : null);
    }

    /// <param name="change">What is done.</param>
    /// <param name="item">The memory afterwards.</param>
    /// <param name="before">The memory before, or null when there was none.</param>
    /// <param name="newEmbedding">The embedding of its text when that is new.</param>
    private HistoryAppend Append(MemoryEvent change, MemoryItem item, MemoryItem? before, StoredEmbedding? newEmbedding = null)
    {
        bool takesTextAway = before is not null && (change == MemoryEvent.Delete || !ComparableText.AreSame(before.Text, item.Text));
        bool setsText = change != MemoryEvent.Delete && (before is null || takesTextAway);

        // An agent neither rejects for a person nor takes a person's rejection back.
        bool judges = write.IsByHand && !write.Note.IsOfAnAgent;
        return new HistoryAppend
        {
            Event = change,
            Item = newEmbedding is not null && change is MemoryEvent.Add or MemoryEvent.Update && write is not MemoryWrite.Import
                ? item with { RecordedEntities = Entities }
                : item,
            Embedding = newEmbedding,
            ChangedBy = write.Note.By,
            ChangedByRole = write.Note.Role,
            Reason = write.Note.Reason,
            Rejects = judges && takesTextAway ? RejectedValue.Of(item.Scope, before!.Text) : null,
            Lifts = judges && setsText ? RejectedValue.Of(item.Scope, item.Text) : null,
        };
    }
}
