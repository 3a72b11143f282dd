namespace Mem0Sharp;

/// <summary>What a text names, and its words. Immutable.</summary>
internal sealed class NamedEntities
{
    private readonly string _text;
    private readonly IReadOnlyList<MemoryEntity>? _recorded;
    private WordSet _words;

    private NamedEntities(string text, IReadOnlyList<MemoryEntity>? recorded, IReadOnlyList<MemoryEntity> all, bool namesTime)
    {
        _text = text;
        _recorded = recorded;
        All = all;
        NamesTime = namesTime;
    }

    /// <summary>Gets the entities, each once, in the order of the text.</summary>
    public IReadOnlyList<MemoryEntity> All { get; }

    /// <summary>Gets a value indicating whether it says when something is: by a date, or by words as "yesterday".</summary>
    public bool NamesTime { get; }

    /// <summary>Gets the text's words, found when they are first asked for: near ties compare those of the same memories again and again.</summary>
    public WordSet Words
    {
        get
        {
            WordSet known = _words;
            if (known.IsDefault)
            {
                _words = known = WordSet.Of(_text);
            }

            return known;
        }
    }

    /// <summary>Finds what a text names.</summary>
    /// <param name="text">The text.</param>
    /// <param name="recorded">What an extractor found in it, in place of what rules find; or null.</param>
    public static NamedEntities Of(string text, IReadOnlyList<MemoryEntity>? recorded = null)
    {
        IReadOnlyList<MemoryEntity> found = EntityRules.Find(text, out bool namesTime);
        IReadOnlyList<MemoryEntity> all = recorded ?? found;
        return new NamedEntities(text, recorded, all, namesTime || all.Any(entity => entity.Kind == MemoryEntityKind.Date));
    }

    /// <summary>Tells whether it is of a text, and of what was recorded of it. The same text that was read twice may be told to be another.</summary>
    public bool IsOf(string text, IReadOnlyList<MemoryEntity>? recorded) => ReferenceEquals(text, _text) && ReferenceEquals(recorded, _recorded);
}
