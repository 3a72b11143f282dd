using Mem0Sharp;

namespace Snippets;

/// <summary>The code of docs/links.md, run for real.</summary>
internal static class Linking
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    public static async Task RunAsync()
    {
        await using Memory memory = new MemoryBuilder().UseSqlite("linking.db").Build();
        string trip = await AddAsync(memory, "Flies to Oslo on May 3");
        string hotel = await AddAsync(memory, "Stays at the Grand Hotel in Oslo");
        string friend = await AddAsync(memory, "Her friend Nora lives in Oslo");

        // snippet: link
        await memory.UpdateAsync(trip, new MemoryPatch
        {
            Links = LinksPatch.Set(new MemoryLink(hotel), new MemoryLink(friend, 0.5)),
        });
        // end-snippet

        // snippet: walk
        IReadOnlyList<RelatedMemory> related = await memory.GetRelatedAsync(hotel, new MemoryRelatedOptions { Hops = 2 });
        foreach (RelatedMemory other in related)
        {
            string way = string.Join(", ", other.Path.Select(step => step.Relation));
            Console.WriteLine($"{other.Strength:F2} {other.Item.Text} ({way})");
        }
        // end-snippet

        // snippet: filter
        long toHotel = await memory.CountAsync(Alice, new MemoryListOptions { Filter = MemoryField.Links.EqualTo(hotel) });
        long unlinked = await memory.CountAsync(Alice, new MemoryListOptions { Filter = MemoryField.Links.Missing() });
        // end-snippet

        Console.WriteLine($"{toHotel} linked to the hotel, {unlinked} linked to nothing");
    }

    private static async Task<string> AddAsync(Memory memory, string text)
    {
        MemoryAddResult added = await memory.AddAsync(text, Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim });
        return added.Items.Single().Id;
    }
}
