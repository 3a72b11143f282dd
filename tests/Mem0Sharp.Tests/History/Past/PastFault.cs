namespace Mem0Sharp.Tests.History.Past;

/// <summary>How an oracle can be wrong on purpose, to see that the comparison would notice.</summary>
internal enum PastFault
{
    None = 0,

    /// <summary>What was known goes by the clock of each change, not by the order of the log.</summary>
    ClockAlone = 1,

    /// <summary>Only the newest text is asked what held.</summary>
    NewestTextOnly = 2,

    /// <summary>An earlier text wins over a later one.</summary>
    FirstTextWins = 3,

    /// <summary>A restore is one more change, and takes nothing back.</summary>
    RestoreTakesNothingBack = 4,

    /// <summary>A change that keeps the text does not replace what the text said of itself.</summary>
    SameTextAddsToIt = 5,

    /// <summary>A deleted memory still counts for the time it spoke of.</summary>
    DeleteTakesNothingBack = 6,

    /// <summary>The end of validity belongs to it.</summary>
    EndIsInclusive = 7,

    /// <summary>What had expired is asked of now, not of then.</summary>
    ExpiryOfNow = 8,
}
