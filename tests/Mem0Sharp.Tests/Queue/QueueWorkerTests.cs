using Mem0Sharp.Tests.Resilience;
using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Queue;

/// <summary>A memory works through its queue by itself.</summary>
public sealed partial class QueueWorkerTests
{
    [Fact]
    public async Task AddAsync_ThatIsAlwaysKept_IsDoneInTheBackground()
    {
        await using MemoryFixture fixture = Working();
        fixture.Extracts("Alice likes tea");

        (await fixture.Memory.AddAsync("I like tea", Alice, new() { Queue = MemoryQueueMode.Always }, Token)).Queued.Should().NotBeNull();

        await UntilEmptyAsync(fixture);
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(1);
    }

    [Fact]
    public async Task AddAsync_DuringAnOutage_IsDoneWhenTheServiceIsBack()
    {
        await using MemoryFixture fixture = Working();
        fixture.Chat.Fail(new HttpRequestException("down")).Fail(new HttpRequestException("down")).Fail(new HttpRequestException("down"));
        fixture.Extracts("Alice likes tea");

        (await fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token)).Queued.Should().NotBeNull();

        await UntilEmptyAsync(fixture);
        fixture.Chat.Requests.Should().HaveCount(4);
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(1);
    }

    [Fact]
    public async Task AddAsync_OfManyUsersWithTheSameWords_MixesNothingInTheBackground_C5()
    {
        const int Users = 12, Rounds = 4;
        MeanwhileModel meanwhile = new();
        await using MemoryFixture fixture = Working(builder => builder.UseFactExtractor(meanwhile).UseArbiter(new RuleMemoryArbiter()));
        Memory other = fixture.OpenOther();
        MemoryAddOptions later = new() { Queue = MemoryQueueMode.Always };
        for (int round = 0; round < Rounds; round++)
        {
            for (int user = 0; user < Users; user++)
            {
                ChatMessage[] said = [new(ChatRole.User, $"The password of round {round} is copper.") { AuthorName = $"speaker-{user}", MessageId = $"m-{user}-{round}" }];
                await (user % 2 == 0 ? fixture.Memory : other).AddAsync(said, MemoryScope.ForUser($"user-{user}", runId: $"run-{user}"), later, Token);
            }
        }

        await UntilEmptyAsync(fixture);

        for (int user = 0; user < Users; user++)
        {
            MemoryScope scope = MemoryScope.ForUser($"user-{user}");
            List<MemoryItem> own = await fixture.Memory.GetAllAsync(scope, cancellationToken: Token).ToListAsync(Token);
            own.Select(item => item.Text).Order(StringComparer.Ordinal).Should().Equal(Enumerable.Range(0, Rounds).Select(round => $"The password of round {round} is copper."));
            own.Should().OnlyContain(item => item.ActorId == $"speaker-{user}" && item.LinkedRunIds.Count == 0 && item.Scope.RunId == $"run-{user}");
            own.SelectMany(item => item.Source!.MessageIds).Should().OnlyContain(id => id.StartsWith($"m-{user}-", StringComparison.Ordinal));
            (await fixture.Memory.SearchAsync("which password?", scope, new() { Top = 100 }, Token)).Should().HaveCount(Rounds);
        }
    }

    [Fact]
    public async Task AnyCall_OfAMemoryWhoseFileHasAQueue_StartsToWorkThroughIt()
    {
        await using MemoryFixture fixture = QueueTests.Queueing();
        await QueueTests.KeepAsync(fixture, "I like tea", Alice);
        fixture.Extracts("Alice likes tea");
        Memory other = fixture.OpenOther(builder => builder.Configure(options => options.ProcessesQueue = true));

        await other.CountAsync(Alice, cancellationToken: Token);

        await UntilEmptyAsync(fixture);
        (await other.CountAsync(Alice, cancellationToken: Token)).Should().Be(1);
    }

    [Fact]
    public async Task DisposeAsync_WhileTheQueueWaits_EndsAtOnce()
    {
        await using MemoryFixture fixture = Working();
        fixture.Chat.Fail(new HttpRequestException("down")).Fail(new HttpRequestException("down"));
        await fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token);

        await fixture.Memory.DisposeAsync();

        fixture.Sql("SELECT 1 FROM queue").Should().ContainSingle();
    }

    private static MemoryFixture Working(Action<MemoryBuilder>? build = null) => ByModel(builder =>
    {
        builder.Configure(options => options.Queue = MemoryQueueMode.WhenUnavailable);
        build?.Invoke(builder);
    });

    /// <summary>Lets the clock run until nothing is in the queue.</summary>
    private static async Task UntilEmptyAsync(MemoryFixture fixture)
    {
        Task empty = Task.Run(async () =>
        {
            while ((await QueueTests.QueueAsync(fixture)).Count > 0)
            {
                await Task.Delay(5, Token);
            }
        });
        await Patience.EndAsync(empty, fixture.Time);
        await empty;
    }
}
