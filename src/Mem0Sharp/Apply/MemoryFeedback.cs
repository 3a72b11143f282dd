namespace Mem0Sharp;

/// <summary>What somebody thinks of a memory that was used.</summary>
public enum MemoryFeedback
{
    /// <summary>It helped: it matters more (<see cref="MemoryItem.Salience"/> goes a quarter of the way to 1).</summary>
    Positive = 0,

    /// <summary>It did not: it matters less (three quarters of what it did), and is in doubt until somebody settles it.</summary>
    Negative = 1,

    /// <summary>It did harm: it matters half of what it did, and is in doubt until somebody settles it.</summary>
    VeryNegative = 2,
}
