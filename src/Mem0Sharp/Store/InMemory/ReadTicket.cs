namespace Mem0Sharp;

/// <summary>What a reader holds while it reads: the stamp of the state that it sees.</summary>
/// <remarks>Of one reader at a time; others look at the stamp only.</remarks>
internal sealed class ReadTicket
{
    private const long Nobody = long.MaxValue;

    private long _stamp = Nobody;
    private int _isTaken;

    /// <summary>Gets or sets the next ticket of the gate; set once, before others see this one.</summary>
    public ReadTicket? Next { get; set; }

    /// <summary>Gets the stamp of the state that its holder sees.</summary>
    public long Stamp => _stamp;

    /// <summary>Gets what others see: the stamp, or the largest number where nobody holds the ticket.</summary>
    public long Shown => Volatile.Read(ref _stamp);

    public bool TryTake() => Volatile.Read(ref _isTaken) == 0 && Interlocked.CompareExchange(ref _isTaken, 1, 0) == 0;

    public void Show(long stamp) => Interlocked.Exchange(ref _stamp, stamp);

    public void Free()
    {
        Volatile.Write(ref _stamp, Nobody);
        Volatile.Write(ref _isTaken, 0);
    }
}
