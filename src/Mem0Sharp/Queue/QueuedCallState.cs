namespace Mem0Sharp;

/// <summary>How far a call is that was kept to be done later.</summary>
public enum QueuedCallState
{
    /// <summary>It is to be done, or done at this moment.</summary>
    Waiting,

    /// <summary>It failed too often, is kept, and is not tried again unless it is asked for.</summary>
    SetAside,

    /// <summary>It is done.</summary>
    Done,
}
