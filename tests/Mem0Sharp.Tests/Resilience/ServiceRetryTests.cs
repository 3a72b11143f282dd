using System.Net;
using System.Net.Sockets;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Resilience;

public sealed class ServiceRetryTests
{
    public static TheoryData<Exception> Passing =>
    [
        new HttpRequestException("down"),
        new HttpRequestException("busy", inner: null, HttpStatusCode.TooManyRequests),
        new HttpRequestException("broken", inner: null, HttpStatusCode.BadGateway),
        new SocketException((int)SocketError.ConnectionReset),
        new TaskCanceledException("the client's own limit"),
    ];

    public static TheoryData<Exception> Lasting =>
    [
        new HttpRequestException("wrong", inner: null, HttpStatusCode.NotFound),
        new HttpRequestException("no", inner: null, HttpStatusCode.Unauthorized),
        new Azure.RetryingSdkException(new HttpRequestException("busy", inner: null, HttpStatusCode.TooManyRequests)),
        new AggregateException("Retry failed after 2 tries.", new HttpRequestException("down")),
    ];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task AddAsync_WhenTheModelFailsTwice_AsksAgainAfterLongerAndLongerDelays(Exception failure)
    {
        await using MemoryFixture fixture = Retrying(2);
        fixture.Chat.Fail(failure).Fail(failure);
        fixture.Extracts("Alice likes tea");

        (MemoryAddResult added, TimeSpan spent) = await fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token)
            .WhileTimePassesAsync(fixture.Time);

        added.Facts.Should().ContainSingle().Which.Outcome.Should().Be(FactOutcome.Added);
        fixture.Chat.Requests.Should().HaveCount(3);
        spent.Should().BeGreaterThan(TimeSpan.FromMilliseconds(500));
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task AddAsync_WhenTheModelFailsMoreOften_ThrowsAndWritesNothing(Exception failure)
    {
        await using MemoryFixture fixture = Retrying(1);
        fixture.Chat.Fail(failure).Fail(failure);

        Task<MemoryAddResult> adding = fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token);
        await Patience.EndAsync(adding, fixture.Time);

        (await FluentActions.Awaiting(() => adding).Should().ThrowAsync<MemoryNetworkException>()).Which.IsTransient.Should().BeTrue();
        fixture.Chat.Requests.Should().HaveCount(2);
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task AddAsync_WhenAgainWouldNotHelpOrWasDoneAlready_DoesNotAskAgain(Exception failure)
    {
        await using MemoryFixture fixture = Retrying(5);
        fixture.Chat.Fail(failure).Fail(failure);

        Func<Task> adding = () => fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token);

        await adding.Should().ThrowAsync<MemoryException>();

        // What may have been the schema's fault is asked once without it: that is no repetition.
        fixture.Chat.Requests.Count(request => request.Options?.ResponseFormat is not Microsoft.Extensions.AI.ChatResponseFormatJson { Schema: null })
            .Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task SearchAsync_WhenTheEmbedderFailsTwice_CallsItAgain(Exception failure)
    {
        await using MemoryFixture fixture = Retrying(2);
        await fixture.StoreAsync("Alice likes tea");
        fixture.Embeddings.FailNext(failure).FailNext(failure);

        (MemorySearchResults found, _) = await fixture.Memory.SearchAsync("tea", Alice, cancellationToken: Token)
            .WhileTimePassesAsync(fixture.Time);

        found.Should().ContainSingle();
        fixture.Embeddings.CallCount.Should().Be(1 + 3);
    }

    [Fact]
    public async Task SearchAsync_WhenTheEmbedderDoesNotAnswerInTime_CallsItAgain()
    {
        await using MemoryFixture fixture = Retrying(1);
        await fixture.StoreAsync("Alice likes tea");
        fixture.Embeddings.Hold();

        Task<MemorySearchResults> searching = fixture.Memory.SearchAsync("tea", Alice, cancellationToken: Token);
        await fixture.Embeddings.WhenHeldAsync(1, Token);
        fixture.Time.Advance(TimeSpan.FromSeconds(31));
        while (fixture.Embeddings.CallCount < 1 + 2)
        {
            await Task.Delay(5, Token);
            fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        fixture.Embeddings.Release();

        (await searching.WhileTimePassesAsync(fixture.Time)).Result.Should().ContainSingle();
    }

    [Fact]
    public async Task AddAsync_CancelledBetweenTwoAttempts_AsksNoMore()
    {
        await using MemoryFixture fixture = Retrying(5);
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        fixture.Chat.Fail(new HttpRequestException("down")).Fail(new HttpRequestException("down"));

        Task adding = fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: source.Token);
        while (fixture.Chat.Requests.Count == 0)
        {
            await Task.Delay(1, Token);
        }

        await source.CancelAsync();

        await FluentActions.Awaiting(() => adding).Should().ThrowAsync<OperationCanceledException>();
        fixture.Chat.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task AddAsync_WhenTheClockStandsStill_IsCalledAgainAllTheSame()
    {
        await using MemoryFixture fixture = Retrying(1);
        fixture.Chat.Fail(new HttpRequestException("down"));
        fixture.Extracts("Alice likes tea");

        MemoryAddResult added = await fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token);

        added.Facts.Should().ContainSingle("a test that holds the clock does not hold the call for ever");
    }

    [Fact]
    public void MemoryOptions_ByDefault_CallTwiceAgain() => new MemoryOptions().ServiceRetries.Should().Be(2);

    private static MemoryFixture Retrying(int times) =>
        ByModel(builder => builder.Configure(options => options.ServiceRetries = times));
}
