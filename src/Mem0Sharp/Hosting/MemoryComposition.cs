namespace Mem0Sharp;

/// <summary>What a host wants done to the builder. One service each, under the memory's key, so that several add up.</summary>
internal sealed class MemoryComposition(Action<IServiceProvider, MemoryBuilder> build)
{
    public void Apply(IServiceProvider provider, MemoryBuilder builder) => build(provider, builder);
}
