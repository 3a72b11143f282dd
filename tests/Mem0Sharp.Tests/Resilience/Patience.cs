using Mem0Sharp.Testing;

namespace Mem0Sharp.Tests.Resilience;

/// <summary>Lets a steerable clock run while something waits by it.</summary>
internal static class Patience
{
    /// <summary>Waits for a task whose delays are measured by the clock.</summary>
    /// <returns>Its result, and how much of the clock's time went by.</returns>
    public static async Task<(T Result, TimeSpan Spent)> WhileTimePassesAsync<T>(this Task<T> task, ManualTimeProvider time)
    {
        DateTimeOffset started = time.GetUtcNow();
        await EndAsync(task, time);
        return (await task, time.GetUtcNow() - started);
    }

    /// <summary>Waits until a task has ended, however.</summary>
    public static async Task EndAsync(Task task, ManualTimeProvider time)
    {
        while (!task.IsCompleted)
        {
            // Real milliseconds for what is not measured by the clock: the file, the thread pool.
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken));
            time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }
}
