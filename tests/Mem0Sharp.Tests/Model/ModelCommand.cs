namespace Mem0Sharp.Tests.Model;

/// <summary>One step of a random sequence. Memories are named by number, so that a sequence stays meaningful with steps removed.</summary>
internal abstract record ModelCommand
{
    private ModelCommand()
    {
    }

    /// <summary>Gets a value indicating whether the second memory on the same file does it.</summary>
    public bool ByOther { get; init; }

    /// <summary>A command that changes memories, and says who does it and why.</summary>
    public abstract record Change : ModelCommand
    {
        public string? By { get; init; }

        public string? Reason { get; init; }
    }

    /// <summary>Stores a text as it is, as the memory of this number.</summary>
    public sealed record Add(int Number, MemoryScope Scope, string Text) : Change
    {
        public string? Metadata { get; init; }

        public string Tags { get; init; } = string.Empty;

        public int? ExpiresAt { get; init; }

        public int? ValidFrom { get; init; }

        public int? ValidTo { get; init; }

        public bool IsImmutable { get; init; }
    }

    public sealed record Update(ModelUpdate Patch) : Change;

    public sealed record BatchUpdate(ModelList<ModelUpdate> Patches) : Change;

    public sealed record Delete(int Number, int? VersionsOff) : Change;

    public sealed record BatchDelete(ModelList<int> Numbers) : Change;

    public sealed record DeleteAll(MemoryScope Scope) : Change;

    /// <summary>Brings back the version that is so many before the newest one; -1 is one that there is not yet.</summary>
    public sealed record Restore(int Number, int VersionsBack, int? VersionsOff, bool Force) : Change;

    /// <summary>Takes back what was written since a second: in a scope, by an actor, or both.</summary>
    public sealed record RollBack(int Second, MemoryScope? Scope, string? WrittenBy, bool Force) : Change;

    public sealed record SettleReview(int Number, ReviewDecision Decision) : Change;

    public sealed record Erase(int Number) : ModelCommand;

    public sealed record EraseAll(MemoryScope Scope) : ModelCommand;

    public sealed record Reset : ModelCommand;

    /// <summary>Closes the memory and opens the file again.</summary>
    public sealed record Reopen : ModelCommand;

    /// <summary>Puts the wall clock to so many seconds after the start, forward or back.</summary>
    public sealed record SetClock(int Second) : ModelCommand;

    /// <summary>A command that reads, as things are or as they were.</summary>
    public abstract record Read : ModelCommand
    {
        public ModelMoment? AsOf { get; init; }
    }

    public sealed record Get(int Number) : Read;

    public sealed record List(MemoryScope Scope, bool IncludeExpired, int PageSize) : Read;

    public sealed record Count(MemoryScope Scope, bool IncludeExpired) : Read;

    /// <summary>Searches with a top that leaves nothing out: who is found is a question of membership.</summary>
    public sealed record Search(MemoryScope Scope, bool IncludeExpired) : Read;

    public sealed record History(int Number) : ModelCommand;

    public sealed record Reviews(MemoryScope Scope) : ModelCommand;

    /// <summary>Reads everything there is to be read.</summary>
    public sealed record ReadAll : ModelCommand;
}
