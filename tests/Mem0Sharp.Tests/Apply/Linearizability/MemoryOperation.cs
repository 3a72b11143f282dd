using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Apply.Linearizability;

/// <summary>One operation on one memory: how it is done, and what it would do and answer if nothing else ran.</summary>
internal abstract record MemoryOperation
{
    private MemoryOperation()
    {
    }

    public async Task<string> RunAsync(Memory memory, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await AnswerAsync(memory, id, cancellationToken);
        }
        catch (MemoryConflictException error)
        {
            return $"conflict with v{error.ActualVersion}";
        }
        catch (MemoryNotFoundException)
        {
            return "not found";
        }
    }

    /// <summary>The sequential specification.</summary>
    public abstract (ObservedState After, string Answer) Specify(ObservedState before);

    protected abstract Task<string> AnswerAsync(Memory memory, string id, CancellationToken cancellationToken);

    private static (ObservedState After, string Answer) Change(ObservedState before, int? expected, Func<ObservedState, ObservedState> change)
    {
        if (!before.IsThere)
        {
            return (before, "not found");
        }

        if (expected is { } version && version != before.Version)
        {
            return (before, $"conflict with v{before.Version}");
        }

        ObservedState after = change(before with { Version = before.Version + 1 });
        return (after, after.IsThere ? after.ToString() : $"deleted at v{after.Version}");
    }

    private static MemoryPatch Setting(string key, string value) => new() { Metadata = new JsonObject { [key] = value } };

    public sealed record Get : MemoryOperation
    {
        public override (ObservedState After, string Answer) Specify(ObservedState before) => (before, before.ToString());

        protected override async Task<string> AnswerAsync(Memory memory, string id, CancellationToken cancellationToken) =>
            await memory.GetAsync(id, cancellationToken) is { } item ? ObservedState.Of(item).ToString() : "none";
    }

    /// <summary>Sets "left" if the version is the expected one.</summary>
    public sealed record SetLeft(int ExpectedVersion, string Value) : MemoryOperation
    {
        public override (ObservedState After, string Answer) Specify(ObservedState before) =>
            Change(before, ExpectedVersion, state => state with { Left = Value });

        protected override async Task<string> AnswerAsync(Memory memory, string id, CancellationToken cancellationToken) =>
            ObservedState.Of((await memory.UpdateAsync(
                id, Setting("left", Value), new MemoryUpdateOptions { ExpectedVersion = ExpectedVersion }, cancellationToken)).Item).ToString();
    }

    /// <summary>Merges "right", whatever the version.</summary>
    public sealed record MergeRight(string Value) : MemoryOperation
    {
        public override (ObservedState After, string Answer) Specify(ObservedState before) =>
            Change(before, expected: null, state => state with { Right = Value });

        protected override async Task<string> AnswerAsync(Memory memory, string id, CancellationToken cancellationToken) =>
            ObservedState.Of((await memory.UpdateAsync(id, Setting("right", Value), cancellationToken: cancellationToken)).Item).ToString();
    }

    public sealed record Delete(int? ExpectedVersion) : MemoryOperation
    {
        public override (ObservedState After, string Answer) Specify(ObservedState before) =>
            Change(before, ExpectedVersion, state => state with { IsThere = false });

        protected override async Task<string> AnswerAsync(Memory memory, string id, CancellationToken cancellationToken) =>
            $"deleted at v{(await memory.DeleteAsync(
                id, new MemoryDeleteOptions { ExpectedVersion = ExpectedVersion }, cancellationToken)).Version}";
    }
}
