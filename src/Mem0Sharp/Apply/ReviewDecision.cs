namespace Mem0Sharp;

/// <summary>How a review ends.</summary>
public enum ReviewDecision
{
    /// <summary>The known memory holds: the kept one is deleted.</summary>
    UseKnown = 0,

    /// <summary>The kept one holds: the known memory takes over its content as a new version, and the kept one is deleted.</summary>
    UseKept = 1,

    /// <summary>Both hold: they stay, and are no longer in review.</summary>
    UseBoth = 2,
}
