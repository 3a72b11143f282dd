using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Registry;

namespace Mem0Sharp;

/// <summary>Makes a memory of what a container has: what is under the memory's key first, then what is under none.</summary>
internal sealed class ContainerParts(IServiceProvider provider, object? serviceKey)
{
    /// <summary>The name of a host's pipeline that a model is called through.</summary>
    private const string ModelPipeline = "Mem0Sharp.Chat";

    /// <summary>The name of a host's pipeline that the embedding generator is called through.</summary>
    private const string EmbeddingPipeline = "Mem0Sharp.Embedding";

    public static string OptionsName(object? serviceKey) => serviceKey?.ToString() ?? Options.DefaultName;

    public Memory Build()
    {
        // A copy of its own for each builder, since compositions may change it.
        IOptionsFactory<MemoryOptions> options = provider.GetRequiredService<IOptionsFactory<MemoryOptions>>();
        MemoryBuilder builder = new(() => options.Create(OptionsName(serviceKey)));
        Use<IChatClient>(chatClient => builder.UseChatClient(chatClient));
        Use<IEmbeddingGenerator<string, Embedding<float>>>(embeddings => builder.UseEmbeddings(embeddings));
        Use<IFactExtractor>(extractor => builder.UseFactExtractor(extractor));
        Use<IMemoryArbiter>(arbiter => builder.UseArbiter(arbiter));
        Use<IMemoryReranker>(reranker => builder.UseReranker(reranker));
        Use<IEntityExtractor>(extractor => builder.UseEntityExtractor(extractor));
        Use<TimeProvider>(time => builder.UseTimeProvider(time));
        Use<ILoggerFactory>(loggers => builder.UseLoggerFactory(loggers));
        Use<IMeterFactory>(meters => builder.UseMeterFactory(meters));
        Use<ResiliencePipelineProvider<string>>(pipelines =>
        {
            if (pipelines.TryGetPipeline(ModelPipeline, out ResiliencePipeline? model))
            {
                builder.UseModelResilience(model);
            }

            if (pipelines.TryGetPipeline(EmbeddingPipeline, out ResiliencePipeline? embedding))
            {
                builder.UseEmbeddingResilience(embedding);
            }
        });
        TakenStores taken = provider.GetRequiredService<TakenStores>();
        Use<IHistoryStore>(history => builder.UseHistory(taken.Take(history), isOwned: false));
        Use<IVectorStore>(store => builder.UseVectorStore(taken.Take(store), isOwned: false));
        IEnumerable<MemoryComposition> compositions = serviceKey is null
            ? provider.GetServices<MemoryComposition>()
            : provider.GetKeyedServices<MemoryComposition>(serviceKey);
        foreach (MemoryComposition composition in compositions)
        {
            composition.Apply(provider, builder);
        }

        return builder.Build();
    }

    private void Use<T>(Action<T> use)
        where T : class
    {
        // Asked without a key where there is none: a container need not know keys.
        T? service = serviceKey is null ? null : provider.GetKeyedService<T>(serviceKey);
        if ((service ?? provider.GetService<T>()) is { } found)
        {
            use(found);
        }
    }
}
