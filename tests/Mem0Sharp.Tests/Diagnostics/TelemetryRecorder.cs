using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Mem0Sharp.Tests.Diagnostics;

/// <summary>
/// Listens to the memories of one test and no other: to spans beneath its own root, and to meters that its own factory made.
/// </summary>
internal sealed class TelemetryRecorder : IMeterFactory
{
    private readonly Activity _root = new Activity("test").Start();
    private readonly List<Meter> _meters = [];
    private readonly List<Activity> _spans = [];
    private readonly List<Measured> _measurements = [];
    private readonly ActivityListener _spanListener;
    private readonly MeterListener _meterListener = new();

    public TelemetryRecorder()
    {
        ActivityTraceId own = _root.TraceId;
        _spanListener = new ActivityListener
        {
            ShouldListenTo = source => string.Equals(source.Name, MemoryTelemetryNames.ActivitySource, StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == own ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.TraceId == own)
                {
                    _spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_spanListener);
        _meterListener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, this))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meterListener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _measurements.Add(new(instrument, value, tags)));
        _meterListener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _measurements.Add(new(instrument, value, tags)));
        _meterListener.Start();
    }

    public IReadOnlyList<Activity> Spans => _spans;

    public IReadOnlyList<Measured> Measurements => _measurements;

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        Meter meter = new(options);
        _meters.Add(meter);
        return meter;
    }

    public void Clear()
    {
        _spans.Clear();
        _measurements.Clear();
    }

    public IReadOnlyList<Measured> Of(string instrument) =>
        [.. _measurements.Where(measured => string.Equals(measured.Instrument.Name, instrument, StringComparison.Ordinal))];

    /// <summary>Adds up a counter by one of its tags.</summary>
    public Dictionary<object, double> Sums(string instrument, string tag) =>
        Of(instrument).GroupBy(measured => measured.Tags[tag]!).ToDictionary(group => group.Key, group => group.Sum(m => m.Value));

    /// <summary>Reads a gauge now.</summary>
    public double Gauge(string instrument)
    {
        _meterListener.RecordObservableInstruments();
        return Of(instrument)[^1].Value;
    }

    public void Dispose()
    {
        _spanListener.Dispose();
        _meterListener.Dispose();
        _meters.ForEach(meter => meter.Dispose());
        _root.Dispose();
    }
}
