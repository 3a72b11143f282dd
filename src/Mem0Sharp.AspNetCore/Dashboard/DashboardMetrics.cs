using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Mem0Sharp.AspNetCore;

/// <summary>
/// The last hour, in spans of half a minute, as the page draws it: what the memory's own instruments report, of this host and no other in the process, and
/// how many calls wait. Nothing is kept of what was said or whose it was. It listens from <see cref="Start"/> on. Thread-safe.
/// </summary>
internal sealed class DashboardMetrics(IServiceProvider services, TimeProvider time) : IDisposable
{
    private const int Slots = 120;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private readonly Lock _starting = new();
    private readonly CancellationTokenSource _ending = new();
    private MetricSlot[]? _slots;
    private MeterListener? _listener;
    private ITimer? _timer;
    private long _began;
    private int _sampling;

    /// <summary>Begins to listen, once; not again where it has ended.</summary>
    public void Start()
    {
        lock (_starting)
        {
            if (_listener is not null || _ending.IsCancellationRequested)
            {
                return;
            }

            _began = time.GetTimestamp();
            _slots = [.. Enumerable.Range(0, Slots).Select(_ => new MetricSlot())];
            IMeterFactory? meters = services.GetService<IMeterFactory>();
            _listener = new MeterListener
            {
                InstrumentPublished = (instrument, listener) =>
                {
                    // A meter without a scope may be anybody's.
                    if (meters is not null
                        && ReferenceEquals(instrument.Meter.Scope, meters)
                        && string.Equals(instrument.Meter.Name, MemoryTelemetryNames.Meter, StringComparison.Ordinal))
                    {
                        listener.EnableMeasurementEvents(instrument);
                    }
                },
            };
            _listener.SetMeasurementEventCallback<double>(Record);
            _listener.SetMeasurementEventCallback<long>(Record);
            _listener.Start();
            _timer = time.CreateTimer(static state => _ = ((DashboardMetrics)state!).SampleAsync(), this, TimeSpan.Zero, Step);
        }
    }

    /// <summary>Reads the spans, oldest first; null where nothing happened.</summary>
    /// <returns>The last is the one that runs, and <c>Now</c> lies in it.</returns>
    public (DateTimeOffset From, DateTimeOffset Now, TimeSpan Step, IReadOnlyList<MetricSlot?> Slots) Read()
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_slots is not { } slots)
        {
            return (now, now, Step, []);
        }

        TimeSpan elapsed = time.GetElapsedTime(_began);
        long last = elapsed.Ticks / Step.Ticks;
        return (
            now - TimeSpan.FromTicks(elapsed.Ticks % Step.Ticks) - ((Slots - 1) * Step),
            now,
            Step,
            [.. Enumerable.Range(0, Slots).Select(place => last - Slots + 1 + place).Select(number =>
                number >= 0 && slots[number % Slots] is { } slot && slot.Is(number) ? slot : null)]);
    }

    public void Dispose()
    {
        lock (_starting)
        {
            _ending.Cancel();
            _timer?.Dispose();
            _listener?.Dispose();
        }
    }

    private static OperationGroup? GroupOf(string? operation) => operation switch
    {
        "search_memory" => OperationGroup.Search,
        "create_memory" or "upsert_memory" => OperationGroup.Add, // a conversation that is reconciled is an upsert; of many, each is one of these
        "update_memory" or "delete_memory" or "mem0.erase_memory" or "mem0.lift_rejection" => OperationGroup.Change,
        "mem0.get_memory" or "mem0.get_related" or "mem0.list_memories" or "mem0.count_memories" or "mem0.list_owners" or "mem0.read_history" =>
            OperationGroup.Read,
        _ => null,
    };

    private static MemoryEvent? EventOf(string? name) => name switch
    {
        "ADD" => MemoryEvent.Add,
        "UPDATE" => MemoryEvent.Update,
        "DELETE" => MemoryEvent.Delete,
        "LINK" => MemoryEvent.Link,
        "RESTORE" => MemoryEvent.Restore,
        _ => null,
    };

    private static object? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (string.Equals(tag.Key, name, StringComparison.Ordinal))
            {
                return tag.Value;
            }
        }

        return null;
    }

    private MetricSlot? Running()
    {
        long number = time.GetElapsedTime(_began).Ticks / Step.Ticks;
        MetricSlot slot = _slots![number % Slots];
        return slot.Begin(number) ? slot : null;
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        if (instrument.Name is "gen_ai.client.operation.duration" && GroupOf(Tag(tags, "gen_ai.operation.name") as string) is { } group)
        {
            Running()?.Operation(group, value, isFailure: Tag(tags, "error.type") is not null);
        }
    }

    private void Record(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        switch (instrument.Name)
        {
            case "mem0.changes" when EventOf(Tag(tags, "mem0.event") as string) is { } change:
                Running()?.Change(change, value);
                break;
            case "mem0.errors" when Tag(tags, "mem0.error.code") is string code:
                Running()?.Error(code, value);
                break;
            case "mem0.embedding.cache.lookups":
                Running()?.Add(Tag(tags, "mem0.hit") is true ? MetricSum.CacheHits : MetricSum.CacheMisses, value);
                break;
            case "mem0.embedding.texts":
                Running()?.Add(MetricSum.EmbeddedTexts, value);
                break;
            case "mem0.model.tokens":
                Running()?.Add(Tag(tags, "gen_ai.token.type") is "input" ? MetricSum.InputTokens : MetricSum.OutputTokens, value);
                break;
        }
    }

    /// <summary>Counts the calls that wait. One look at a time; where it cannot be looked, nothing is known of that span.</summary>
    private async Task SampleAsync()
    {
        if (Interlocked.Exchange(ref _sampling, 1) == 1)
        {
            return;
        }

        try
        {
            int queued = await services.GetRequiredService<Memory>().GetQueueAsync(_ending.Token).CountAsync(_ending.Token).ConfigureAwait(false);
            if (Running() is { } slot)
            {
                slot.Queued = queued;
            }
        }
        catch (Exception)
        {
            // Whoever calls the memory is told what is wrong with it. A chart has a gap.
        }
        finally
        {
            Volatile.Write(ref _sampling, 0);
        }
    }
}
