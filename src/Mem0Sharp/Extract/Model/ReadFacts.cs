namespace Mem0Sharp;

/// <summary>The facts of a reply in their order: of equal ones the first, with the messages of all. Not thread-safe.</summary>
internal sealed class ReadFacts
{
    private readonly List<ExtractedFact> _facts = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public IReadOnlyList<ExtractedFact> Facts => _facts;

    /// <summary>Adds a fact.</summary>
    /// <returns>Its place, or that of the one that said it before.</returns>
    public int Add(ExtractedFact fact)
    {
        if (_places.TryGetValue(fact.Text, out int place))
        {
            _facts[place] = _facts[place] with { Messages = [.. _facts[place].Messages.Union(fact.Messages).Order()] };
            return place;
        }

        _places[fact.Text] = _facts.Count;
        _facts.Add(fact);
        return _facts.Count - 1;
    }
}
