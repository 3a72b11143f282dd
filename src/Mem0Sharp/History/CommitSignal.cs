namespace Mem0Sharp;

/// <summary>Wakes those who wait for the next commit that a store makes. Thread-safe.</summary>
internal sealed class CommitSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets a task that ends with the next commit after this is asked.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked
        .Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
        .TrySetResult();
}
