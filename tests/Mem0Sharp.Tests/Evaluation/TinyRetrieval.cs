namespace Mem0Sharp.Tests.Evaluation;

/// <summary>Documents and queries of our own.</summary>
internal static class TinyRetrieval
{
    /// <remarks>"Who is busy?" shares no word with either document that answers it. Vienna's violinist would come first if it were not in another scope.</remarks>
    public const string Lines = """
        {"id": "violin", "text": "Nora plays the violin in Prague."}
        {"query": "Who plays the violin?", "relevant": ["violin"], "category": "people"}
        {"id": "bees", "text": "Theo keeps bees on the roof.", "title": "passed over"}
        {"id": "lighthouse", "text": "The lighthouse is white."}

        {"query": "Who is busy?", "relevant": ["bees", "violin"], "category": "people"}
        {"query": "What is on the roof?", "relevant": ["bees"]}
        {"id": "vienna", "text": "Ida plays the violin.", "scope": "other"}
        {"query": "Who plays the violin in Vienna?", "relevant": ["vienna"], "category": "places"}
        """;
}
