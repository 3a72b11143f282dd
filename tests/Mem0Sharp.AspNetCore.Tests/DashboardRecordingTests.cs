using System.Diagnostics.Metrics;
using System.Reflection;
using Mem0Sharp.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Mem0Sharp.AspNetCore.Tests.ServerFixture;

namespace Mem0Sharp.AspNetCore.Tests;

/// <summary>What the page's hour takes of the memory's instruments, and how it looks at the queue.</summary>
public sealed class DashboardRecordingTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>The library's names, by those of its constants.</summary>
    private static readonly Dictionary<string, string> Names = typeof(MemoryTelemetryNames)
        .GetFields(BindingFlags.NonPublic | BindingFlags.Static)
        .Where(field => field.IsLiteral)
        .ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!, StringComparer.Ordinal);

    private static readonly Dictionary<string, string[]> Groups = new(StringComparer.Ordinal)
    {
        ["Search"] = ["SearchMemory"],
        ["Add"] = ["CreateMemory", "UpsertMemory"],
        ["Change"] = ["UpdateMemory", "DeleteMemory", "EraseMemory", "LiftRejection"],
        ["Read"] = ["GetMemory", "GetRelated", "ListMemories", "CountMemories", "ReadHistory", "ListOwners"],

        // What holds others (each of its conversations is an add), what looks at the whole store or tends it, and what the page asks of the queue.
        ["none"] =
        [
            "AddMany", "BackUpStore", "CheckHealth", "DiagnoseMemory", "CheckStore", "ExportMemories", "ImportMemories", "ProcessQueue", "EmbedMissing", "Reembed",
            "MeasureCosines", "RebuildStore", "GetQueued", "ReadQueue", "DiscardQueued", "GetLastSequence", "ResetStore", "OpenStore",
        ],
    };

    private static readonly string[] NotOperations =
    [
        "OperationName", "RecordId", "RecordCount", "ErrorType", "OperationDuration", "Changes", "ChangeEvent", "CommitWrites", "Errors", "ErrorCode",
        "EmbeddingCacheLookups", "EmbeddingCacheHit", "EmbeddingCacheBytes", "EmbeddingTexts", "ModelTokens", "TokenType", "Stage",
    ];

    [Fact]
    public void Record_OfEachOperationOfTheLibrary_CountsItInItsGroup()
    {
        Names.Keys.Should().BeEquivalentTo(Groups.Values.SelectMany(names => names).Concat(NotOperations), "an operation that is new belongs to a group, or to none");
        foreach ((string group, string[] operations) in Groups)
        {
            foreach (string operation in operations)
            {
                using Recorder recorder = new();

                recorder.Duration(0.01, operation);
                recorder.Duration(0.01, operation, "failed");

                int[] counted = [.. recorder.Last?.Operations ?? new int[4]], failed = [.. recorder.Last?.Failures ?? new int[4]];
                Enum.GetValues<OperationGroup>().Select(one => counted[(int)one]).Should().Equal(
                    Enum.GetValues<OperationGroup>().Select(one => string.Equals($"{one}", group, StringComparison.Ordinal) ? 2 : 0), operation);
                failed.Sum().Should().Be(group is "none" ? 0 : 1);
            }
        }
    }

    [Fact]
    public void Record_OfEachInstrumentOfTheLibrary_CountsWhatItSays()
    {
        using Recorder recorder = new();

        foreach (MemoryEvent change in Enum.GetValues<MemoryEvent>())
        {
            recorder.Count("Changes", 1 + (int)change, ("ChangeEvent", $"{change}".ToUpperInvariant()));
        }

        recorder.Count("Errors", 2, ("ErrorCode", "a"));
        recorder.Count("Errors", 1, ("ErrorCode", "b"));
        recorder.Count("EmbeddingCacheLookups", 3, ("EmbeddingCacheHit", true));
        recorder.Count("EmbeddingCacheLookups", 4, ("EmbeddingCacheHit", false));
        recorder.Count("EmbeddingTexts", 5);
        recorder.Count("ModelTokens", 6, ("Stage", "extract"), ("TokenType", "input"));
        recorder.Count("ModelTokens", 7, ("Stage", "extract"), ("TokenType", "output"));

        recorder.Last!.Changes.Should().Equal(1, 2, 3, 4, 5);
        recorder.Last.ErrorCodes.Should().BeEquivalentTo(new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 2, ["b"] = 1 });
        Enum.GetValues<MetricSum>().Select(sum => recorder.Last.Sums[(int)sum]).Should().Equal(3, 4, 5, 6, 7);
    }

    [Fact]
    public async Task Record_OfWhatTheLibraryReports_MeetsTheNamesHere()
    {
        await using ServerFixture fixture = await StartAsync();
        List<string> reported = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Scope == fixture.Services.GetRequiredService<IMeterFactory>() && instrument.Meter.Name is MemoryTelemetryNames.Meter)
                {
                    reported.Add(instrument.Name);
                }
            },
        };
        _ = fixture.Memory;
        listener.Start();

        reported.Should().BeEquivalentTo(
            ((string[])["OperationDuration", "Changes", "CommitWrites", "Errors", "EmbeddingCacheLookups", "EmbeddingCacheBytes", "EmbeddingTexts", "ModelTokens"]).Select(name => Names[name]));
    }

    [Fact]
    public async Task Record_OfManyConversations_CountsEachOnce()
    {
        await using ServerFixture fixture = await StartAsync();
        MemoryAddOptions verbatim = new() { Mode = MemoryAddMode.Verbatim };

        await fixture.Memory.AddManyAsync(
            [.. Enumerable.Range(0, 3).Select(i => new MemoryConversation(MemoryScope.ForUser($"user-{i}"), [new(Microsoft.Extensions.AI.ChatRole.User, "Likes tea")]) { Options = verbatim })],
            cancellationToken: Token);

        fixture.Services.GetRequiredService<DashboardMetrics>().Read().Slots[^1]!.Operations[(int)OperationGroup.Add].Should().Be(3);
    }

    [Fact]
    public void Record_OfAnotherFactorysMeterOrOneOfNoFactory_CountsNothing()
    {
        using Recorder recorder = new(), other = new();
        using Meter nobodys = new(MemoryTelemetryNames.Meter);
        using Meter anothers = other.Factory.Create("Another");
        Histogram<double> duration = nobodys.CreateHistogram<double>(Names["OperationDuration"]);
        KeyValuePair<string, object?> search = new(Names["OperationName"], Names["SearchMemory"]);

        duration.Record(0.01, search);
        other.Duration(0.01, "SearchMemory");
        anothers.CreateHistogram<double>(Names["OperationDuration"]).Record(0.01, search);

        recorder.Last.Should().BeNull();
        other.Last!.Operations.Sum().Should().Be(1);
    }

    [Fact]
    public void Record_WhereTheHostHasNoFactory_TakesNobodysMeter()
    {
        using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        using DashboardMetrics metrics = new(services, new ManualTimeProvider());
        using Meter nobodys = new(MemoryTelemetryNames.Meter);
        metrics.Start();

        nobodys.CreateHistogram<double>(Names["OperationDuration"]).Record(0.01, new KeyValuePair<string, object?>(Names["OperationName"], Names["SearchMemory"]));

        metrics.Read().Slots.Should().HaveCount(120).And.OnlyContain(slot => slot == null);
    }

    [Fact]
    public void Record_OnceASpanHasBegun_AllocatesNothing()
    {
        using Recorder recorder = new();
        Record(10);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Record(10_000);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        recorder.Last!.Operations[(int)OperationGroup.Search].Should().Be(10_010);

        void Record(int times)
        {
            for (int i = 0; i < times; i++)
            {
                recorder.Search(0.01);
            }
        }
    }

    [Fact]
    public async Task Record_FromManyThreads_LosesNothing()
    {
        using Recorder recorder = new();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () =>
            {
                for (int i = 0; i < 5_000; i++)
                {
                    recorder.Search(0.01);
                    recorder.Count("Errors", 1, ("ErrorCode", "a"));
                }
            },
            Token)));

        int[] latencies = [.. recorder.Last!.LatenciesOf(OperationGroup.Search)];
        (recorder.Last.Operations[(int)OperationGroup.Search], latencies.Sum(), recorder.Last.ErrorCodes["a"]).Should().Be((40_000, 40_000, 40_000));
    }

    [Fact]
    public void Dispose_EndsListeningAndLooking()
    {
        Recorder recorder = new();
        recorder.Search(0.01);
        recorder.Time.TimerCount.Should().Be(1);

        recorder.Metrics.Dispose();
        recorder.Metrics.Dispose();
        recorder.Search(0.01);
        recorder.Metrics.Start();
        recorder.Search(0.01);

        recorder.Last!.Operations.Sum().Should().Be(1);
        recorder.Time.TimerCount.Should().Be(0);
        recorder.Dispose();
    }

    [Fact]
    public void Start_AfterTheHostHasEnded_DoesNothing()
    {
        ManualTimeProvider time = new();
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using DashboardMetrics metrics = new(services, time);

        metrics.Dispose();
        metrics.Start();

        metrics.Read().Slots.Should().BeEmpty();
        time.TimerCount.Should().Be(0);
    }

    [Fact]
    public void Start_Again_ListensOnce()
    {
        using Recorder recorder = new();

        recorder.Metrics.Start();
        recorder.Search(0.01);

        recorder.Last!.Operations.Sum().Should().Be(1);
        recorder.Time.TimerCount.Should().Be(1);
    }

    [Fact]
    public void Sample_WhereTheQueueCannotBeRead_LeavesAGapAndIsMadeAgain()
    {
        using Recorder recorder = new();
        int asked = recorder.Services.Asked;

        recorder.Time.Advance(10 * Step);

        (recorder.Services.Asked - asked).Should().Be(10, "it fails each time, and never ends the timer");
        recorder.Search(0.01);
        recorder.Last!.Queued.Should().Be(-1);
    }

    [Fact]
    public void Sample_WhileOneIsOnItsWay_IsNotMade()
    {
        using Recorder recorder = new();
        int asked = recorder.Services.Asked;
        recorder.Services.WhenAsked = () =>
        {
            recorder.Services.WhenAsked = null;
            recorder.Time.Advance(5 * Step);
        };

        recorder.Time.Advance(Step);

        (recorder.Services.Asked - asked).Should().Be(1, "five times it was due, and one was on its way");
        recorder.Time.Advance(Step);
        (recorder.Services.Asked - asked).Should().Be(2);
    }

    /// <summary>An hour over instruments that a test records with, beside a host that has no memory.</summary>
    private sealed class Recorder : IDisposable
    {
        private readonly ServiceProvider _factories = new ServiceCollection().AddMetrics().BuildServiceProvider();
        private readonly Dictionary<string, Counter<long>> _counters = new(StringComparer.Ordinal);
        private readonly Histogram<double> _duration;

        public Recorder()
        {
            Services = new HostWithoutMemory(Factory);
            Metrics = new DashboardMetrics(Services, Time);
            Metrics.Start();
            Meter meter = Factory.Create(MemoryTelemetryNames.Meter);
            _duration = meter.CreateHistogram<double>(Names["OperationDuration"]);
            foreach (string name in (string[])["Changes", "Errors", "EmbeddingCacheLookups", "EmbeddingTexts", "ModelTokens"])
            {
                _counters[name] = meter.CreateCounter<long>(Names[name]);
            }
        }

        public ManualTimeProvider Time { get; } = new();

        public IMeterFactory Factory => _factories.GetRequiredService<IMeterFactory>();

        public HostWithoutMemory Services { get; }

        public DashboardMetrics Metrics { get; }

        /// <summary>Gets the span that runs; null where nothing happened in it.</summary>
        public MetricSlot? Last => Metrics.Read().Slots[^1];

        public void Search(double seconds) => _duration.Record(seconds, new KeyValuePair<string, object?>(Names["OperationName"], Names["SearchMemory"]));

        public void Duration(double seconds, string operation, string? error = null) => _duration.Record(
            seconds, [new(Names["OperationName"], Names[operation]), .. error is null ? (KeyValuePair<string, object?>[])[] : [new(Names["ErrorType"], error)]]);

        public void Count(string instrument, long value, params (string Name, object Value)[] tags) =>
            _counters[instrument].Add(value, [.. tags.Select(tag => KeyValuePair.Create(Names[tag.Name], (object?)tag.Value))]);

        public void Dispose()
        {
            Metrics.Dispose();
            _factories.Dispose();
        }
    }

    /// <summary>A host whose memory cannot be had; it counts how often it was asked for.</summary>
    private sealed class HostWithoutMemory(IMeterFactory meters) : IServiceProvider
    {
        public int Asked { get; private set; }

        public Action? WhenAsked { get; set; }

        public object? GetService(Type serviceType)
        {
            if (serviceType == typeof(IMeterFactory))
            {
                return meters;
            }

            Asked++;
            WhenAsked?.Invoke();
            throw new InvalidOperationException("There is no memory here.");
        }
    }
}
