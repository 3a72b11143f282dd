using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Registry;
using Polly.Retry;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Resilience;

/// <summary>A host's own pipelines, in place of the memory's.</summary>
public sealed class HostPipelineTests
{
    [Fact]
    public async Task UseModelResilience_CallsTheModelThroughItAndNotThroughOurs()
    {
        List<Exception?> seen = [];
        await using MemoryFixture fixture = ByModel(builder => builder.UseModelResilience(Retrying(3, seen)).Configure(options => options.ServiceRetries = 9));
        fixture.Chat.Fail(new HttpRequestException("down")).Fail(new HttpRequestException("down"));
        fixture.Extracts("Alice likes tea");

        await fixture.Memory.AddAsync("I like tea", Alice, cancellationToken: Token);

        seen.Should().HaveCount(2).And.AllBeOfType<MemoryNetworkException>();
    }

    [Fact]
    public async Task UseEmbeddingResilience_CallsTheEmbedderThroughIt()
    {
        List<Exception?> seen = [];
        await using MemoryFixture fixture = ByRules(builder => builder.UseEmbeddingResilience(Retrying(3, seen)));
        fixture.Embeddings.FailNext(new HttpRequestException("down"));

        await fixture.StoreAsync("Alice likes tea");

        seen.Should().ContainSingle().Which.Should().BeOfType<MemoryNetworkException>();
    }

    [Fact]
    public async Task AddMem0Sharp_WithPipelinesOfTheHost_TakesThem()
    {
        List<Exception?> model = [];
        List<Exception?> embedding = [];
        using ScriptedChatClient chat = new ScriptedChatClient()
            .Fail(new HttpRequestException("down"))
            .Reply("""{"facts":[{"text":"Alice likes tea","messages":[0]}]}""");
        using DeterministicEmbeddingGenerator embeddings = new();
        embeddings.FailNext(new HttpRequestException("down"));
        using ResiliencePipelineRegistry<string> registry = new();
        registry.TryAddBuilder("Mem0Sharp.Chat", (builder, _) => builder.AddPipeline(Retrying(1, model)));
        registry.TryAddBuilder("Mem0Sharp.Embedding", (builder, _) => builder.AddPipeline(Retrying(1, embedding)));
        await using ServiceProvider provider = new ServiceCollection()
            .AddSingleton<IChatClient>(chat)
            .AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(embeddings)
            .AddSingleton<ResiliencePipelineProvider<string>>(registry)
            .AddMem0Sharp()
            .BuildServiceProvider();

        await provider.GetRequiredService<Memory>().AddAsync("I like tea", Alice, cancellationToken: Token);

        model.Should().ContainSingle();
        embedding.Should().ContainSingle();
    }

    private static ResiliencePipeline Retrying(int times, List<Exception?> seen) => new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is MemoryException { IsTransient: true }),
            MaxRetryAttempts = times,
            Delay = TimeSpan.Zero,
            OnRetry = arguments =>
            {
                seen.Add(arguments.Outcome.Exception);
                return ValueTask.CompletedTask;
            },
        })
        .Build();
}
