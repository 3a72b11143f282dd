using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>One row of an export's log, checked by itself.</summary>
/// <param name="Line">The line it stands on.</param>
/// <param name="Version">What made it, and the memory after it.</param>
/// <param name="Note">Who and why.</param>
/// <param name="Embedding">The embedding of its text, or null.</param>
internal sealed record ExportedRow(long Line, ImportedVersion Version, ChangeNote Note, Embedding<float>? Embedding)
{
    public string Id => Version.Item.Id;

    public override string ToString() => $"{nameof(ExportedRow)} {Version.Item}";

    /// <summary>Checks that the version can follow another one: what no call of the library does, no file does either.</summary>
    /// <exception cref="MemoryExportException">It cannot.</exception>
    public void RequireAfter(ImportedVersion? previous)
    {
        MemoryItem item = Version.Item;
        bool isFirst = previous is null;
        bool wasDeleted = previous?.Event == MemoryEvent.Delete;
        bool canBe = Version.Event switch
        {
            MemoryEvent.Add => isFirst || wasDeleted,
            MemoryEvent.Restore => !isFirst,
            _ => !isFirst && !wasDeleted,
        };
        if (!canBe)
        {
            throw new MemoryExportException(Line, "It says of a memory what cannot happen after what stands before.");
        }

        if (previous is null)
        {
            return;
        }

        bool isMarked = Version.Event == MemoryEvent.Update && !previous.Item.IsImmutable;
        if (!item.Scope.Equals(previous.Item.Scope) || (item.IsImmutable != previous.Item.IsImmutable && !isMarked))
        {
            throw new MemoryExportException(Line, "It changes what never changes: whose the memory is, or whether it can be changed.");
        }

        if (previous.Item.IsImmutable && Version.Event is MemoryEvent.Update or MemoryEvent.Restore && !item.HasSameContent(previous.Item))
        {
            throw new MemoryExportException(Line, "It changes a memory that cannot be changed.");
        }
    }
}
