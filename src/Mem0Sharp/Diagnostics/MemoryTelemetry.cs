using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>The spans and instruments of one memory. Thread-safe. No content and no user id is in any of them.</summary>
internal sealed class MemoryTelemetry : IDisposable
{
    private static readonly string? Version =
        typeof(MemoryTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    private static readonly ActivitySource Source = new(MemoryTelemetryNames.ActivitySource, Version);

    private readonly Meter _meter;
    private readonly bool _ownsMeter;
    private readonly TimeProvider _time;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _changes;
    private readonly Histogram<long> _commitWrites;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _cacheLookups;
    private readonly Counter<long> _embeddingTexts;
    private readonly Counter<long> _tokens;

    public MemoryTelemetry(IMeterFactory? meters, TimeProvider time)
    {
        _time = time;
        _ownsMeter = meters is null;
        _meter = meters?.Create(new MeterOptions(MemoryTelemetryNames.Meter) { Version = Version })
            ?? new Meter(MemoryTelemetryNames.Meter, Version);
        _duration = _meter.CreateHistogram(
            MemoryTelemetryNames.OperationDuration,
            "s",
            "How long an operation took.",
            tags: null,
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0001, 0.001, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
            });
        _changes = _meter.CreateCounter<long>(MemoryTelemetryNames.Changes, "{change}", "Committed changes by event.");
        _commitWrites = _meter.CreateHistogram(
            MemoryTelemetryNames.CommitWrites,
            "{write}",
            "Writes that shared one transaction.",
            tags: null,
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024] });
        _errors = _meter.CreateCounter<long>(MemoryTelemetryNames.Errors, "{error}", "Failed operations by error code.");
        _cacheLookups = _meter.CreateCounter<long>(
            MemoryTelemetryNames.EmbeddingCacheLookups, "{lookup}", "Lookups in the embedding cache, hit or not.");
        _embeddingTexts = _meter.CreateCounter<long>(
            MemoryTelemetryNames.EmbeddingTexts, "{text}", "Texts sent to the embedding generator.");
        _tokens = _meter.CreateCounter<long>(MemoryTelemetryNames.ModelTokens, "{token}", "Tokens sent to and received from chat models.");
        _meter.CreateObservableGauge(
            MemoryTelemetryNames.EmbeddingCacheBytes, () => Cache?.Bytes ?? 0, "By", "What the embedding cache holds.");
    }

    /// <summary>Gets or sets the cache whose size is reported.</summary>
    public EmbeddingCache? Cache { get; set; }

    /// <summary>Runs one operation under a span, and records its duration and outcome.</summary>
    public async Task<T> RunAsync<T>(string operation, string? recordId, Func<Task<T>> work)
    {
        using Activity? activity = Source.StartActivity(operation, ActivityKind.Internal);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(MemoryTelemetryNames.OperationName, operation);
            activity.SetTag(MemoryTelemetryNames.RecordId, recordId);
        }

        long started = _time.GetTimestamp();
        string? error = null;
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error = (exception as MemoryException)?.ErrorCode ?? exception.GetType().FullName!;
            activity?.SetStatus(ActivityStatusCode.Error);
            activity?.SetTag(MemoryTelemetryNames.ErrorType, error);
            _errors.Add(1, new KeyValuePair<string, object?>(MemoryTelemetryNames.ErrorCode, error));
            throw;
        }
        finally
        {
            if (_duration.Enabled)
            {
                TagList tags = new() { { MemoryTelemetryNames.OperationName, operation } };
                if (error is not null)
                {
                    tags.Add(MemoryTelemetryNames.ErrorType, error);
                }

                _duration.Record(_time.GetElapsedTime(started).TotalSeconds, tags);
            }
        }
    }

    /// <summary>Notes on the running span how many memories an operation touched or found.</summary>
    public static void Count(int records)
    {
        if (Activity.Current is { IsAllDataRequested: true } activity
            && string.Equals(activity.Source.Name, MemoryTelemetryNames.ActivitySource, StringComparison.Ordinal))
        {
            activity.SetTag(MemoryTelemetryNames.RecordCount, records);
        }
    }

    public void Change(MemoryEvent change) =>
        _changes.Add(1, new KeyValuePair<string, object?>(MemoryTelemetryNames.ChangeEvent, WireNames.Of(change)));

    public void Transaction(int writes) => _commitWrites.Record(writes);

    public void EmbeddingCacheLookups(int hits, int misses)
    {
        Add(_cacheLookups, hits, MemoryTelemetryNames.EmbeddingCacheHit, value: true);
        Add(_cacheLookups, misses, MemoryTelemetryNames.EmbeddingCacheHit, value: false);
    }

    public void EmbeddingCall(int texts) => _embeddingTexts.Add(texts);

    public void Tokens(string stage, UsageDetails? usage)
    {
        Tokens(stage, "input", usage?.InputTokenCount);
        Tokens(stage, "output", usage?.OutputTokenCount);
    }

    public void Dispose()
    {
        // A host's meter outlives the memory, and would hold the cache.
        Cache = null;
        if (_ownsMeter)
        {
            _meter.Dispose();
        }
    }

    private static void Add(Counter<long> counter, int count, string name, object value)
    {
        if (count > 0)
        {
            counter.Add(count, new KeyValuePair<string, object?>(name, value));
        }
    }

    private void Tokens(string stage, string type, long? count)
    {
        if (count > 0)
        {
            _tokens.Add(
                count.Value,
                new KeyValuePair<string, object?>(MemoryTelemetryNames.Stage, stage),
                new KeyValuePair<string, object?>(MemoryTelemetryNames.TokenType, type));
        }
    }
}
