namespace Mem0Sharp;

/// <summary>How far work in the background has come.</summary>
internal enum BackgroundProgress
{
    /// <summary>Nothing is left.</summary>
    Done,

    /// <summary>Something was done, and something is left that cannot be done now.</summary>
    Some,

    /// <summary>Nothing could be done.</summary>
    None,
}
