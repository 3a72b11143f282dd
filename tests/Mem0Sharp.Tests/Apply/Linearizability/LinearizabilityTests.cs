namespace Mem0Sharp.Tests.Apply.Linearizability;

/// <summary>What concurrent callers see of one memory can always be explained by some order of their calls.</summary>
[Collection(LongRunningCollection.Name)]
public sealed class LinearizabilityTests(ITestOutputHelper output)
{
    private const int Seed = 20260301;
    private const int Callers = 3;

    private readonly Random _random = new(Seed);
    private long _tick;

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task Calls_OnOneMemoryAtOnce_AreLinearizableInManagedMemory_B3()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(
            builder => builder.UseHistory(new YieldingHistory(new InMemoryHistoryStore(), Seed)));

        await CheckAsync([fixture.Memory], histories: 10_000);
    }

    [Fact]
    public async Task Calls_OfTwoMemoriesOnOneFile_AreLinearizable_B3()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(
            builder => builder.Configure(options => options.Durability = HistoryDurability.Relaxed));

        // Two memories on one file wait for each other: fewer histories.
        await CheckAsync([Yielding(fixture, Seed), Yielding(fixture, Seed + 1)], histories: 100);
    }

    [Fact]
    public async Task Calls_OnOneMemoryOverAFile_AreLinearizable_B3()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(
            builder => builder.Configure(options => options.Durability = HistoryDurability.Relaxed));

        await CheckAsync([Yielding(fixture, Seed)], histories: 1_000);
    }

    [Fact]
    public async Task Calls_OnAMemoryThatReadsTheFirstVersionForEver_AreNotLinearizable_B3()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(
            builder => builder.UseHistory(new StaleHistory(new InMemoryHistoryStore(), Seed)));
        int rejected = 0;
        for (int i = 0; i < 100; i++)
        {
            rejected += LinearizabilityChecker.IsLinearizable(await RecordAsync([fixture.Memory])) ? 0 : 1;
        }

        rejected.Should().BePositive();
    }

    private static Memory Yielding(MemoryFixture fixture, int seed) => fixture.OpenOther(builder => builder.UseHistory(new YieldingHistory(
        fixture.OpenHistory(HistoryDurability.Relaxed), seed)));

    private async Task CheckAsync(Memory[] memories, int histories)
    {
        int overlapping = 0;
        histories = MemoryFixture.Share(histories);
        for (int i = 0; i < histories; i++)
        {
            RecordedCall[] calls = await RecordAsync(memories);
            overlapping += calls.Any(call => calls.Any(other => other != call && call.Overlaps(other))) ? 1 : 0;
            LinearizabilityChecker.IsLinearizable(calls).Should().BeTrue(
                "history {0} of seed {1} is:\n{2}", i, Seed, string.Join('\n', calls.OrderBy(call => call.Invoked)));
        }

        output.WriteLine($"seed {Seed}: {histories} histories, {overlapping} with calls that overlap");

        // One call after the other would be linearizable whatever the memory did.
        overlapping.Should().BeGreaterThan(histories / 2);
    }

    /// <summary>Runs six to nine calls of three callers on a new memory.</summary>
    private async Task<RecordedCall[]> RecordAsync(Memory[] memories)
    {
        string id = (await memories[0].AddAsync(
            "shared", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token)).Facts.Single().Item!.Id;
        MemoryOperation[][] plans = [.. Enumerable.Range(0, Callers).Select(Plan)];
        TaskCompletionSource start = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<RecordedCall[]>[] callers = [.. plans.Select((plan, caller) => RunAsync(plan, memories[caller % memories.Length]))];
        start.SetResult();
        return [.. (await Task.WhenAll(callers)).SelectMany(calls => calls)];

        async Task<RecordedCall[]> RunAsync(MemoryOperation[] plan, Memory memory)
        {
            await start.Task;
            await Task.Yield();
            RecordedCall[] calls = new RecordedCall[plan.Length];
            for (int i = 0; i < plan.Length; i++)
            {
                long invoked = Interlocked.Increment(ref _tick);
                string answer = await Task.Run(() => plan[i].RunAsync(memory, id, Token), Token);
                calls[i] = new RecordedCall(plan[i], invoked, Interlocked.Increment(ref _tick), answer);
            }

            return calls;
        }
    }

    private MemoryOperation[] Plan(int caller) =>
    [
        .. Enumerable.Range(0, _random.Next(2, 4)).Select<int, MemoryOperation>(step => _random.Next(10) switch
        {
            < 3 => new MemoryOperation.Get(),
            < 6 => new MemoryOperation.SetLeft(_random.Next(1, 4), $"{caller}.{step}"),
            < 9 => new MemoryOperation.MergeRight($"{caller}.{step}"),
            _ => new MemoryOperation.Delete(_random.Next(2) == 0 ? null : _random.Next(1, 5)),
        }),
    ];
}
