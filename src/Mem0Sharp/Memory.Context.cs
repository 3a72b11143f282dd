namespace Mem0Sharp;

/// <content>What a search found, written down for a prompt.</content>
public sealed partial class Memory
{
    /// <summary>Finds the memories that answer a question and writes them down for a model's prompt, within a budget of tokens.</summary>
    /// <param name="query">The question or words, 1 to <see cref="MemoryLimits.TextLength"/> characters, not blank.</param>
    /// <param name="scope">Only memories found in this scope are searched.</param>
    /// <param name="options">Settings, or null for the defaults: up to 1,000 tokens of the best 50.</param>
    /// <param name="cancellationToken">Ends the work; nothing is changed.</param>
    /// <returns>
    /// The text and what is in it. Memories are taken best first while they fit; one that does not is passed over, and later ones are tried
    /// still. The text, with the words around the memories, never has more tokens than the budget. Empty where nothing was found or
    /// nothing fits.
    /// </returns>
    /// <exception cref="MemoryValidationException">The query is blank, or an option is out of range.</exception>
    /// <exception cref="MemoryNetworkException">The embedder could not be reached, and <see cref="MemoryOptions.EmbedsLater"/> is not set.</exception>
    /// <remarks>A search, and reported as one: everything that holds of <see cref="SearchAsync"/> holds here.</remarks>
    public async Task<MemoryContext> GetContextAsync(
        string query, MemoryScope scope, MemoryContextOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new MemoryContextOptions();
        Validate.ContextTokens(options.MaxTokens, nameof(options.MaxTokens));
        MemorySearchOptions search = options.Search ?? new MemorySearchOptions { Top = MemoryContextOptions.DefaultTop };
        MemorySearchResults found = await SearchAsync(query, scope, search, cancellationToken).ConfigureAwait(false);
        return ContextAssembly.Of(found.Select(result => result.Item), options.MaxTokens, options.CountTokens ?? TokenEstimate.Of);
    }
}
