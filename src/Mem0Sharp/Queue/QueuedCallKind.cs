namespace Mem0Sharp;

/// <summary>What a call in the queue does.</summary>
public enum QueuedCallKind
{
    /// <summary>It adds a conversation.</summary>
    Add,

    /// <summary>It updates memories.</summary>
    BatchUpdate,
}
