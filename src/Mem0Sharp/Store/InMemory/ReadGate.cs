namespace Mem0Sharp;

/// <summary>Says which state of the table a search sees, and which states somebody still looks at.</summary>
/// <remarks>
/// A state has a stamp; each batch of changes makes the next. Whoever reads holds a ticket with the stamp that it began with, and nothing that
/// was there at that stamp is taken away while the ticket is out: so reads need no lock, and wait for nobody. One thread publishes at a time;
/// any number reads. Holds as many tickets as there ever were readers at once.
/// </remarks>
internal sealed class ReadGate
{
    private ReadTicket? _tickets;
    private long _stamp;

    /// <summary>Gets the stamp of the newest state.</summary>
    public long Stamp => Volatile.Read(ref _stamp);

    /// <summary>Begins a read of the newest state.</summary>
    /// <returns>A ticket, to be given back with <see cref="Leave"/>.</returns>
    public ReadTicket Enter()
    {
        ReadTicket ticket = Take();
        for (long stamp = Stamp; ;)
        {
            // With a full fence: either a writer that publishes sees the ticket, or the newer stamp is seen here.
            ticket.Show(stamp);
            long now = Stamp;
            if (now == stamp)
            {
                return ticket;
            }

            stamp = now;
        }
    }

    /// <summary>Ends a read.</summary>
    public static void Leave(ReadTicket ticket) => ticket.Free();

    /// <summary>Makes a state the newest.</summary>
    public void Publish(long stamp) => Volatile.Write(ref _stamp, stamp);

    /// <summary>Gets the stamp of the oldest state that is still looked at. What went before it is seen by nobody.</summary>
    public long Oldest()
    {
        Interlocked.MemoryBarrier();
        long oldest = Stamp;
        for (ReadTicket? ticket = Volatile.Read(ref _tickets); ticket is not null; ticket = ticket.Next)
        {
            oldest = Math.Min(oldest, ticket.Shown);
        }

        return oldest;
    }

    private ReadTicket Take()
    {
        for (ReadTicket? known = Volatile.Read(ref _tickets); known is not null; known = known.Next)
        {
            if (known.TryTake())
            {
                return known;
            }
        }

        ReadTicket made = new();
        made.TryTake();
        do
        {
            made.Next = Volatile.Read(ref _tickets);
        }
        while (Interlocked.CompareExchange(ref _tickets, made, made.Next) != made.Next);

        return made;
    }
}
