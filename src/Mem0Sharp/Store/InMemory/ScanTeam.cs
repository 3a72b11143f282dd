namespace Mem0Sharp;

/// <summary>Threads that scan the extents of one search together.</summary>
/// <remarks>
/// The caller works itself and waits for nobody who has not begun: where the pool has no thread to spare, it scans all. Each takes some extents
/// at a time, until there are no more.
/// </remarks>
/// <param name="extents">What is to be scanned.</param>
/// <param name="work">Scans some of them.</param>
/// <param name="take">Gives what a helper keeps what it finds in.</param>
/// <param name="threads">How many at most, the caller among them.</param>
internal sealed class ScanTeam(RowExtent[] extents, ScanTeam.Work work, Func<ScanQuery> take, int threads)
{
    private const int AtOnce = 8;

    private int _next;

    internal delegate void Work(ScanQuery scan, ReadOnlySpan<RowExtent> extents);

    /// <summary>Scans all; what the helpers find comes to the caller's.</summary>
    /// <param name="scan">The caller's.</param>
    /// <param name="giveBack">Takes back what <c>take</c> gave.</param>
    public void Run(ScanQuery scan, Action<ScanQuery> giveBack)
    {
        Helper[] helpers = new Helper[threads - 1];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Helper(this, scan, take());
            ThreadPool.UnsafeQueueUserWorkItem(helpers[i], preferLocal: false);
        }

        try
        {
            Go(scan);
        }
        finally
        {
            foreach (Helper helper in helpers)
            {
                helper.End();
            }
        }

        foreach (Helper helper in helpers)
        {
            helper.Bring(scan);
            giveBack(helper.Scan);
        }
    }

    private void Go(ScanQuery scan)
    {
        for (int from; (from = Interlocked.Add(ref _next, AtOnce) - AtOnce) < extents.Length;)
        {
            work(scan, extents.AsSpan(from, Math.Min(AtOnce, extents.Length - from)));
        }
    }

    /// <summary>Scans beside the caller, if a thread comes to it in time.</summary>
    private sealed class Helper : IThreadPoolWorkItem
    {
        private const int Waiting = 0;
        private const int Working = 1;
        private const int Ended = 2;
        private readonly ScanTeam _team;
        private int _state;
        private Exception? _failure;
        private bool _found;

        public Helper(ScanTeam team, ScanQuery from, ScanQuery scan)
        {
            (_team, Scan) = (team, scan);
            scan.Share(from);
        }

        public ScanQuery Scan { get; }

        public void Execute()
        {
            if (Interlocked.CompareExchange(ref _state, Working, Waiting) != Waiting)
            {
                return;
            }

            try
            {
                _team.Go(Scan);
                _found = true;
            }
            catch (Exception failure)
            {
                _failure = failure;
            }

            Volatile.Write(ref _state, Ended);
        }

        /// <summary>Has it begin no more, or waits until it has ended.</summary>
        public void End()
        {
            if (Interlocked.CompareExchange(ref _state, Ended, Waiting) == Working)
            {
                SpinWait wait = default;
                while (Volatile.Read(ref _state) != Ended)
                {
                    wait.SpinOnce(sleep1Threshold: -1);
                }
            }
        }

        public void Bring(ScanQuery to)
        {
            if (_failure is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
            }

            if (_found)
            {
                to.Absorb(Scan);
            }
        }
    }
}
