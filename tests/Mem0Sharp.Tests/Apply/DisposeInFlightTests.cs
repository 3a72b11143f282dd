namespace Mem0Sharp.Tests.Apply;

/// <summary>A memory that is disposed while many calls are under way ends, and so does each of them; what was acknowledged stays.</summary>
public sealed class DisposeInFlightTests
{
    private const int Calls = 100;
    private const int Rounds = 10;

    private static readonly TimeSpan Deadlock = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DisposeAsync_DuringAHundredCalls_EndsAllOfThemAndLosesNothing_A7(bool synchronously)
    {
        int ended = 0;
        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            await using MemoryFixture fixture = MemoryFixture.ByRules();
            MemoryItem[] items = [await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Owns a boat")];
            Memory memory = fixture.Memory;
            int returned = 0;
            TaskCompletionSource start = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Task<MemoryItem?>[] calls =
            [
                .. Enumerable.Range(0, Calls).Select(i => Task.Run(
                    async () =>
                    {
                        await start.Task;
                        MemoryItem? written = await CallAsync(memory, items[i % 2].Id, i);
                        Interlocked.Increment(ref returned);
                        return written;
                    },
                    Token)),
            ];

            start.SetResult();
            while (Volatile.Read(ref returned) < round * Calls / (2 * Rounds))
            {
                // From the very beginning to when half of them have returned.
                await Task.Yield();
            }

            await Task.Run(() => synchronously ? DisposedAsync(memory) : memory.DisposeAsync().AsTask(), Token).WaitAsync(Deadlock, Token);
            await Task.WhenAll(calls).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Deadlock, Token);

            foreach (Task<MemoryItem?> call in calls.Where(call => call.IsFaulted))
            {
                call.Exception!.InnerException.Should().BeOfType<ObjectDisposedException>();
                refused++;
            }

            await fixture.ReopenAsync();
            (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
            foreach (MemoryItem written in calls.Where(call => call.IsCompletedSuccessfully).Select(call => call.Result).OfType<MemoryItem>())
            {
                ended++;
                (await fixture.HistoryAsync(written.Id)).Should().Contain(row => row.Version == written.Version && row.NewText == written.Text);
            }
        }

        ended.Should().BePositive();
        refused.Should().BePositive("something was under way");
        TestContext.Current.TestOutputHelper?.WriteLine($"{ended} writes ended, {refused} calls refused");
    }

    private static Task DisposedAsync(Memory memory)
    {
#pragma warning disable CA1849, MA0042 // Synchronous disposal is what is tested.
        memory.Dispose();
#pragma warning restore CA1849, MA0042
        return Task.CompletedTask;
    }

    /// <returns>What was written, or null for a read.</returns>
    private static async Task<MemoryItem?> CallAsync(Memory memory, string id, int i)
    {
        switch (i % 5)
        {
            case 0:
                return (await memory.AddAsync($"Fact {i}", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token)).Items.Single();
            case 1:
                return (await memory.UpdateAsync(id, $"Text {i}", cancellationToken: Token)).Item;
            case 2:
                return (await memory.BatchUpdateAsync([new MemoryUpdate(id, $"Batch {i}")], cancellationToken: Token))[0].Item;
            case 3:
                await memory.SearchAsync("tea", MemoryFixture.Alice, cancellationToken: Token);
                return null;
            default:
                await memory.HistoryAsync(id, Token).CountAsync(Token);
                return null;
        }
    }
}
