using System.Runtime.ExceptionServices;

namespace Mem0Sharp;

/// <summary>Threads that scan the extents of one search together.</summary>
/// <remarks>
/// The caller works itself and waits for nobody who has not begun: where the pool has no thread to spare, it scans all. Each takes some extents
/// at a time, until there are no more.
/// </remarks>
/// <param name="search">Scans some of them.</param>
/// <param name="extents">What is to be scanned.</param>
/// <param name="cancellationToken">Ends the scan early.</param>
internal sealed class ScanTeam(VectorSearch search, RowExtent[] extents, CancellationToken cancellationToken)
{
    private const int AtOnce = 8;

    private int _next;

    /// <summary>Scans all; what the helpers find comes to the caller's.</summary>
    /// <param name="batch">The caller's.</param>
    /// <param name="threads">How many at most, the caller among them.</param>
    public void Run(ScanBatch batch, int threads)
    {
        Helper[] helpers = new Helper[threads - 1];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Helper(this, search.Share(batch));
            ThreadPool.UnsafeQueueUserWorkItem(helpers[i], preferLocal: false);
        }

        try
        {
            Go(batch);
        }
        finally
        {
            // Also where this failed: nobody may look at rows after the caller's ticket is given back.
            foreach (Helper helper in helpers)
            {
                helper.End();
            }
        }

        foreach (Helper helper in helpers)
        {
            helper.Bring(batch);
            search.GiveBack(helper.Part);
        }
    }

    private void Go(ScanBatch batch)
    {
        for (int from; (from = Interlocked.Add(ref _next, AtOnce) - AtOnce) < extents.Length;)
        {
            search.ScanExtents(batch, extents.AsSpan(from, Math.Min(AtOnce, extents.Length - from)), cancellationToken);
        }
    }

    /// <summary>Scans beside the caller, if a thread comes to it in time.</summary>
    private sealed class Helper(ScanTeam team, ScanBatch part) : IThreadPoolWorkItem
    {
        private const int Waiting = 0;
        private const int Working = 1;
        private const int Ended = 2;
        private int _state;
        private Exception? _failure;
        private bool _found;

        public ScanBatch Part => part;

        public void Execute()
        {
            if (Interlocked.CompareExchange(ref _state, Working, Waiting) != Waiting)
            {
                return;
            }

            try
            {
                team.Go(part);
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

        /// <summary>Adds what it found to the caller's.</summary>
        public void Bring(ScanBatch to)
        {
            if (_failure is not null)
            {
                ExceptionDispatchInfo.Throw(_failure);
            }

            if (_found)
            {
                to.Absorb(part);
            }
        }
    }
}
