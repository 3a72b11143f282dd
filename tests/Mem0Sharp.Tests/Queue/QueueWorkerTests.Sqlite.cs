using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Queue;

/// <content>
/// Where a look at the queue takes no time. Over a wire a call may be kept between a look and the count of what waits: it is done a second later, by a
/// clock that stands still here.
/// </content>
public sealed partial class QueueWorkerTests
{
    [Fact]
    public async Task DisposeAsync_WhileACallIsDone_StopsItAndKeepsIt()
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        MeanwhileModel meanwhile = new();
        await using MemoryFixture fixture = Working(builder => builder.UseFactExtractor(meanwhile));
        meanwhile.Do = token =>
        {
            reached.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        await QueueTests.KeepAsync(fixture, "I like tea", Alice);
        await reached.Task;

        await fixture.Memory.DisposeAsync();

        fixture.Sql("SELECT attempts FROM queue").Should().ContainSingle().Which.Should().Equal(0L);
        fixture.Sql("SELECT 1 FROM history").Should().BeEmpty();
    }
}
