namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>How a server is told to stop; in neither way does it wait for its clients.</summary>
public enum StopMode
{
    /// <summary>Open transactions are rolled back, and everything is written to its files.</summary>
    Fast,

    /// <summary>Everything is dropped where it is: the next start recovers from the log.</summary>
    Immediate,
}
