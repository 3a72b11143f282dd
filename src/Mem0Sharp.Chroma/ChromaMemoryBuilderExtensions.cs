namespace Mem0Sharp.Chroma;

/// <summary>Has a <see cref="MemoryBuilder"/> search vectors in Chroma.</summary>
/// <remarks>Not thread-safe, as the builder is not.</remarks>
public static class ChromaMemoryBuilderExtensions
{
    /// <summary>Searches vectors in a collection of a Chroma server. The history stays where it is: the collection is filled from it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Where the vectors are.</param>
    /// <param name="http">A client to send requests with, which stays the caller's to dispose. Default null: one of the store's own.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="MemoryConfigurationException">An option is out of range; all that are, are named.</exception>
    public static MemoryBuilder UseChroma(this MemoryBuilder builder, ChromaStoreOptions options, HttpClient? http = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseVectorStore(new ChromaVectorStore(options, http));
    }
}
