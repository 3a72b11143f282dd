namespace Mem0Sharp.Postgres;

/// <summary>How new the answer of a search is, and what a commit waits for.</summary>
/// <remarks>
/// Searches alone are meant: those that a caller asks for (<c>SearchAsync</c>, <c>SearchManyAsync</c>, a context). Whatever a write is decided on, and every
/// other read, is of the primary on every level.
/// </remarks>
public enum PostgresConsistency
{
    /// <summary>Every search reads the primary: it sees each commit, of whichever host, that was acknowledged before it began.</summary>
    Strong,

    /// <summary>
    /// A search reads the replica once that has this memory's own writes and all that this memory has shown already: it never goes back. It is waited for
    /// (<see cref="PostgresStoreOptions.ReplicaWait"/>), and then the primary is read. What other hosts commit may come later.
    /// </summary>
    Session,

    /// <summary>A search reads the replica as it is: what was true of the whole log once, how long ago is not promised.</summary>
    Eventual,

    /// <summary>
    /// As <see cref="Eventual"/>; and adds and updates are acknowledged before they are on a disk (<c>synchronous_commit = off</c>). A crash of the
    /// server may lose the last of them, whole, and none before one that is kept. For bulk and analytics. Erasing waits for the disk all the same.
    /// </summary>
    Weak,
}
