namespace Mem0Sharp.AspNetCore;

/// <summary>What is summed up over a span of time.</summary>
internal enum MetricSum
{
    CacheHits,
    CacheMisses,
    EmbeddedTexts,
    InputTokens,
    OutputTokens,
}
