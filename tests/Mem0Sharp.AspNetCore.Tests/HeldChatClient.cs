using Microsoft.Extensions.AI;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>A model that is asked, and answers nobody until it is let go.</summary>
internal sealed class HeldChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>Gets a task that ends when it has been asked once.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Gets how often it was asked.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Release() => _released.TrySetResult();

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _count);
        _asked.TrySetResult();
        await _released.Task.WaitAsync(cancellationToken);
        return await base.GetResponseAsync(messages, options, cancellationToken);
    }
}
