namespace Mem0Sharp.Tests.Relate;

/// <summary>What tests of links do often.</summary>
internal static class Linked
{
    /// <summary>Links a memory to others.</summary>
    public static async Task<MemoryItem> LinkAsync(this Memory memory, string id, params MemoryLink[] links) =>
        (await memory.UpdateAsync(id, new MemoryPatch { Links = LinksPatch.Set(links) }, cancellationToken: MemoryFixture.Token)).Item;

    /// <summary>Walks from a memory, and writes down what is found, with its strength.</summary>
    public static async Task<string[]> WalkAsync(this Memory memory, string id, MemoryRelatedOptions? options = null) =>
    [
        .. (await memory.GetRelatedAsync(id, options, MemoryFixture.Token))
            .Select(related => FormattableString.Invariant($"{related.Item.Text} {related.Strength}")),
    ];

    public static MemoryFixture Fixture(bool managed) => MemoryFixture.ByRules(builder =>
    {
        if (managed)
        {
            builder.UseHistory(new InMemoryHistoryStore());
        }
    });
}
