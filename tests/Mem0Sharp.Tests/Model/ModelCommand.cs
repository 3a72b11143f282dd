namespace Mem0Sharp.Tests.Model;

/// <summary>One step of a random sequence. Memories are named by number, so that a sequence stays meaningful with steps removed.</summary>
internal abstract record ModelCommand
{
    private ModelCommand()
    {
    }

    /// <summary>Gets a value indicating whether the second memory on the same file does it.</summary>
    public bool ByOther { get; init; }

    /// <summary>Stores a text as it is, as the memory of this number.</summary>
    public sealed record Add(int Number, MemoryScope Scope, string Text) : ModelCommand
    {
        public string? Metadata { get; init; }

        public string Tags { get; init; } = string.Empty;

        public int? ExpiresAt { get; init; }

        public int? ValidFrom { get; init; }

        public int? ValidTo { get; init; }

        public bool IsImmutable { get; init; }
    }

    public sealed record Update(ModelUpdate Change, string? Reason) : ModelCommand;

    public sealed record BatchUpdate(ModelList<ModelUpdate> Changes) : ModelCommand;

    public sealed record Delete(int Number, int? VersionsOff, string? Reason) : ModelCommand;

    public sealed record BatchDelete(ModelList<int> Numbers) : ModelCommand;

    public sealed record DeleteAll(MemoryScope Scope) : ModelCommand;

    public sealed record Reset : ModelCommand;

    /// <summary>Closes the memory and opens the file again.</summary>
    public sealed record Reopen : ModelCommand;

    /// <summary>Puts the wall clock to so many seconds after the start, forward or back.</summary>
    public sealed record SetClock(int Second) : ModelCommand;

    public sealed record Get(int Number) : ModelCommand;

    public sealed record List(MemoryScope Scope, bool IncludeExpired, int PageSize) : ModelCommand;

    public sealed record Count(MemoryScope Scope, bool IncludeExpired) : ModelCommand;

    /// <summary>Searches with a top that leaves nothing out: who is found is a question of membership.</summary>
    public sealed record Search(MemoryScope Scope, bool IncludeExpired) : ModelCommand;

    public sealed record History(int Number) : ModelCommand;

    /// <summary>Reads everything there is to be read.</summary>
    public sealed record ReadAll : ModelCommand;
}
