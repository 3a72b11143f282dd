using Mem0Sharp.Testing;

namespace Mem0Sharp.Tests.BadInput;

/// <summary>A call that is cancelled at any of its awaits has happened wholly or not at all.</summary>
public sealed class CancellationTests(ITestOutputHelper output)
{
    /// <summary>Fewer points than this in all, and the seams no longer stand where the awaits are.</summary>
    private const int LeastPoints = 8;

    public static TheoryData<string> Calls => [.. CancelCalls.All.Keys];

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_CancelledAtAnyAwait_HappensWhollyOrNotAtAllAndWorksAfterwards_E8(string name)
    {
        Func<Memory, CancellationToken, Task> call = CancelCalls.All[name];
        using TemporaryFile prepared = new();
        await PrepareAsync(prepared.Path);
        string before, after;
        int points, cancelled = 0, happened = 0;
        await using (CancelRun whole = new(prepared.Path))
        {
            before = await whole.StateAsync();
        }

        await using (CancelRun whole = new(prepared.Path))
        {
            (await whole.MakeAsync(call, cancelAt: 0)).Should().BeTrue();
            points = whole.Points;
            after = await whole.StateAsync();
        }

        for (int point = 1; point <= points; point++)
        {
            await using CancelRun run = new(prepared.Path);
            bool returned = await run.MakeAsync(call, point);

            string state = await run.StateAsync();
            state.Should().BeOneOf([before, after], "point {0} of {1}", point, points);
            (await run.Memory.CheckAsync(Token)).Problems.Should().BeEmpty("point {0} of {1}", point, points);
            bool hasHappened = string.Equals(state, after, StringComparison.Ordinal);
            (returned && !hasHappened).Should().BeFalse("it returned at point {0} of {1}", point, points);
            cancelled += returned ? 0 : 1;
            happened += hasHappened ? 1 : 0;
            if (!hasHappened)
            {
                (await run.MakeAsync((memory, _) => call(memory, Token), cancelAt: 0)).Should().BeTrue();
                (await run.StateAsync()).Should().Be(after, "it was made again after point {0} of {1}", point, points);
            }

            await run.Memory.AddAsync("Still works", MemoryFixture.Bob, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
            (await run.Memory.SearchAsync("Still works", MemoryFixture.Bob, cancellationToken: Token)).Should().ContainSingle();
        }

        output.WriteLine($"{name}: {points} points, {cancelled} cancelled, after {happened} of them it had happened");
        points.Should().BeGreaterThanOrEqualTo(LeastPoints);
        cancelled.Should().BePositive("a call that hears no token would pass everything here");
    }

    private static async Task PrepareAsync(string path)
    {
        ManualTimeProvider time = new(CancelRun.Now.AddDays(-1));
        await using Memory memory = new MemoryBuilder()
            .UseSqlite(path).UseTimeProvider(time).UseEmbeddings(new DeterministicEmbeddingGenerator(dimensions: 16), "m").Build();
        await memory.ImportAsync(CancelCalls.Import("tea", "milk", "water", "gone"), cancellationToken: Token);
        time.Advance(TimeSpan.FromHours(2));
        await memory.UpdateAsync("tea", "Likes green tea", cancellationToken: Token);
        await memory.DeleteAsync("gone", cancellationToken: Token);
        await memory.UpdateAsync("water", new MemoryPatch { Links = LinksPatch.Set(new MemoryLink("tea")) }, cancellationToken: Token);
        await memory.UpdateAsync(
            "tea", "Likes red tea", new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, Token);
    }
}
