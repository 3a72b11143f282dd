using System.Globalization;
using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Apply;

/// <summary>Many writers on one memory: nothing is lost, and of those that expect one version exactly one wins.</summary>
/// <remarks>MEM0SHARP_INCREMENTS: how many increments in all, instead of 100,000.</remarks>
[Collection(LongRunningCollection.Name)]
public sealed class ConcurrentUpdateTests(ITestOutputHelper output)
{
    private const int Writers = 32;
    private const int Incrementers = 8;

    private static readonly int Rounds = MemoryFixture.Share(1_000);

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task UpdateAsync_OfManyWritersWithOneExpectedVersion_LetsExactlyOneWinInEveryRound_B1()
    {
        await using MemoryFixture fixture = Relaxed();
        Memory other = fixture.OpenOther();
        MemoryItem item = await fixture.StoreAsync("contended");
        int won = 0;
        int conflicts = 0;
        for (int round = 1; round <= Rounds; round++)
        {
            int version = round;
            MemoryException?[] errors = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(
                async () =>
                {
                    // In some rounds a quarter comes from a second memory, as from another process: that costs waits for the file.
                    Memory memory = version % 50 == 0 && writer % 4 == 0 ? other : fixture.Memory;
                    try
                    {
                        await memory.UpdateAsync(item.Id, Setting("winner", $"{version}/{writer}"), Expecting(version), Token);
                        return null;
                    }
                    catch (MemoryException error)
                    {
                        return error;
                    }
                },
                Token)));

            errors.Count(error => error is null).Should().Be(1);
            errors.OfType<MemoryConflictException>().Should().HaveCount(Writers - 1).And.OnlyContain(
                error => error.ExpectedVersion == version && error.ActualVersion == version + 1);
            won += errors.Count(error => error is null);
            conflicts += errors.Count(error => error is MemoryConflictException);
        }

        output.WriteLine($"rounds {Rounds}, won {won}, conflicts {conflicts}");
        (await fixture.HistoryAsync(item.Id)).Select(row => row.Version).Should().Equal(Enumerable.Range(1, Rounds + 1));
    }

    [Fact]
    public async Task UpdateAsync_OfACounterInRetryLoops_LosesNoIncrement_B2()
    {
        int increments = Environment.GetEnvironmentVariable("MEM0SHARP_INCREMENTS") is { Length: > 0 } value
            ? int.Parse(value, CultureInfo.InvariantCulture)
            : MemoryFixture.Share(100_000);
        await using MemoryFixture fixture = Relaxed();
        MemoryItem item = await fixture.StoreAsync("counted");
        int left = increments;
        int retries = 0;

        await Task.WhenAll(Enumerable.Range(0, Incrementers).Select(_ => Task.Run(
            async () =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    while (!await TryIncrementAsync(fixture.Memory, item.Id))
                    {
                        Interlocked.Increment(ref retries);
                    }
                }
            },
            Token)));

        MemoryItem last = (await fixture.Memory.GetAsync(item.Id, Token))!;
        output.WriteLine($"increments {increments}, retries {retries}");
        last.Metadata["count"].GetInt32().Should().Be(increments);
        last.Version.Should().Be(increments + 1);
    }

    private static async Task<bool> TryIncrementAsync(Memory memory, string id)
    {
        MemoryItem item = (await memory.GetAsync(id, Token))!;
        int count = item.Metadata.TryGetValue("count", out System.Text.Json.JsonElement value) ? value.GetInt32() : 0;
        try
        {
            await memory.UpdateAsync(id, Setting("count", count + 1), Expecting(item.Version), Token);
            return true;
        }
        catch (MemoryConflictException)
        {
            return false;
        }
    }

    private static MemoryFixture Relaxed() =>
        MemoryFixture.ByRules(builder => builder.Configure(options => options.Durability = HistoryDurability.Relaxed));

    private static MemoryPatch Setting(string key, JsonNode value) => new() { Metadata = new JsonObject { [key] = value } };

    private static MemoryUpdateOptions Expecting(int version) => new() { ExpectedVersion = version };
}
