namespace Mem0Sharp;

/// <summary>The steps that links make: in both directions, between memories that are there.</summary>
internal static class LinkEdges
{
    /// <summary>Gets the steps, by the memory that they lead from.</summary>
    public static ILookup<string, MemoryStep> Of(IReadOnlyDictionary<string, MemoryItem> items) =>
        Edges(items).ToLookup(edge => edge.From, edge => edge.Step, StringComparer.Ordinal);

    private static IEnumerable<RelationEdge> Edges(IReadOnlyDictionary<string, MemoryItem> items)
    {
        foreach (MemoryItem item in items.Values)
        {
            foreach (MemoryLink link in item.Links)
            {
                if (items.ContainsKey(link.TargetId))
                {
                    yield return new RelationEdge(item.Id, new MemoryStep(link.TargetId, MemoryRelation.LinksTo, link.Strength));
                    yield return new RelationEdge(link.TargetId, new MemoryStep(item.Id, MemoryRelation.LinkedFrom, link.Strength));
                }
            }
        }
    }
}
