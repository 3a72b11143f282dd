using System.Diagnostics.Metrics;

namespace Mem0Sharp.Benchmarks;

/// <summary>Counts a memory's commits as a host would: by its instruments.</summary>
internal sealed class CommitCounter : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _commits;

    public CommitCounter()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name is "mem0.commit.writes")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => Interlocked.Increment(ref _commits));
        _listener.Start();
    }

    public long Commits => Interlocked.Read(ref _commits);

    public void Dispose() => _listener.Dispose();
}
