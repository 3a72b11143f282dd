using System.Net;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Resilience;

public sealed class ServiceBreakerTests
{
    [Fact]
    public async Task AddAsync_AfterFiveFailuresInARow_FailsAtOnceUntilTheBreakIsOver()
    {
        await using MemoryFixture fixture = Breaking(TimeSpan.FromSeconds(20));
        await FailAsync(fixture, 5, new HttpRequestException("down"));

        MemoryNetworkException error = (await Adding(fixture).Should().ThrowAsync<MemoryNetworkException>()).Which;
        error.Message.Should().Contain("is not called for a while");
        error.IsTransient.Should().BeTrue();
        fixture.Chat.Requests.Should().HaveCount(5);

        fixture.Time.Advance(TimeSpan.FromSeconds(21));
        fixture.Extracts("Alice likes tea");
        await Adding(fixture).Should().NotThrowAsync();
        fixture.Chat.Requests.Should().HaveCount(6);
    }

    [Fact]
    public async Task AddAsync_WhenOneCallOfSeveralSucceeds_GoesOn()
    {
        await using MemoryFixture fixture = Breaking(TimeSpan.FromSeconds(20));
        await FailAsync(fixture, 3, new HttpRequestException("down"));
        fixture.Extracts("Alice likes tea");
        await Adding(fixture).Should().NotThrowAsync();

        await FailAsync(fixture, 5, new HttpRequestException("down"));

        fixture.Extracts();
        await Adding(fixture).Should().NotThrowAsync();
    }

    [Fact]
    public async Task AddAsync_WhenTheCallIsAtFault_DoesNotBreak()
    {
        await using MemoryFixture fixture = Breaking(TimeSpan.FromSeconds(20));
        await FailAsync(fixture, 10, new HttpRequestException("key", inner: null, HttpStatusCode.Unauthorized));

        fixture.Extracts();
        await Adding(fixture).Should().NotThrowAsync();
    }

    [Fact]
    public async Task AddAsync_WithoutABreaker_AsksEachTime()
    {
        await using MemoryFixture fixture = Breaking(TimeSpan.Zero);
        await FailAsync(fixture, 10, new HttpRequestException("down"));

        fixture.Chat.Requests.Should().HaveCount(10);
    }

    [Fact]
    public async Task SearchAsync_AfterFiveFailuresInARow_FailsAtOnceAndAddingByTheSameEmbedderToo()
    {
        await using MemoryFixture fixture = Breaking(TimeSpan.FromMilliseconds(1));
        await fixture.StoreAsync("Alice likes tea");
        fixture.Time.Advance(TimeSpan.FromMinutes(1));
        for (int i = 0; i < 5; i++)
        {
            fixture.Embeddings.FailNext(new HttpRequestException("down"));
            await FluentActions.Awaiting(() => fixture.Memory.SearchAsync($"tea {i}", Alice, cancellationToken: Token))
                .Should().ThrowAsync<MemoryNetworkException>();
        }

        int calls = fixture.Embeddings.CallCount;
        await FluentActions.Awaiting(() => fixture.StoreAsync("Alice likes milk")).Should().ThrowAsync<MemoryNetworkException>();
        fixture.Embeddings.CallCount.Should().Be(calls);

        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await FluentActions.Awaiting(() => fixture.StoreAsync("Alice likes milk")).Should().NotThrowAsync();
    }

    private static async Task FailAsync(MemoryFixture fixture, int times, Exception failure)
    {
        for (int i = 0; i < times; i++)
        {
            fixture.Chat.Fail(failure);
            await Adding(fixture).Should().ThrowAsync<MemoryException>();
        }
    }

    private static Func<Task> Adding(MemoryFixture fixture) => () => fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token);

    private static MemoryFixture Breaking(TimeSpan duration) =>
        ByModel(builder => builder.Configure(options => options.ServiceBreakDuration = duration));
}
