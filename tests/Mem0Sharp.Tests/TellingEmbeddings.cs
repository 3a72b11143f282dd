using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests;

/// <summary>A generator around another that says what cosine unrelated texts have.</summary>
internal sealed class TellingEmbeddings(IEmbeddingGenerator<string, Embedding<float>> inner, object? unrelatedCosine)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is MemoryOptions.UnrelatedCosineKey && serviceType == typeof(double) ? unrelatedCosine : base.GetService(serviceType, serviceKey);
}
