namespace Mem0Sharp.Postgres.Tests.Faults;

/// <summary>Where a connection is cut around a COMMIT.</summary>
public enum Cut
{
    /// <summary>The server never hears of it: what came before is rolled back.</summary>
    BeforeItIsForwarded,

    /// <summary>The server has committed, and its answer is lost.</summary>
    BeforeItIsAnswered,
}
